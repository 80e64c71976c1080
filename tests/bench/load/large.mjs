// `node tests/bench/load/large.mjs` after `npm run build`: an analysis of a sparse file larger than 2^32
// bytes, which is sampled and then coded in one pass. Checks every code; prints time and the peak memory of
// the process.
import assert from 'node:assert/strict';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnalyzer } from '../../../dist/node.js';

const ROWS = 4_500_000;
const FEATURES = 1000;
/** Every so many samples are of the second kind. */
const EVERY = 50;
const BUDGET = 64 << 20;

const folder = mkdtempSync(join(tmpdir(), 'modalens-large-'));
const path = join(folder, 'large.npy');

/** Samples are zero, but for a few that are 200 in their first feature. */
function write() {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${ROWS}, ${FEATURES}), }\n`;
  const header = Buffer.alloc(10 + text.length);
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(text.length, 8);
  header.write(text, 10);
  const file = openSync(path, 'w');
  writeSync(file, header);
  ftruncateSync(file, header.length + ROWS * FEATURES);
  for (let row = 0; row < ROWS; row += EVERY)
    writeSync(file, Buffer.of(200), 0, 1, header.length + row * FEATURES);
  closeSync(file);
}

const analyzer = await createAnalyzer({ workers: 2 });
try {
  write();
  const second = (row) => Number(row % EVERY === 0);
  const y = { data: Uint8Array.from({ length: ROWS }, (_, row) => second(row)), shape: [ROWS] };
  const x2 = { data: Uint8Array.from({ length: ROWS }, (_, row) => row % 3), shape: [ROWS] };
  const before = process.memoryUsage().rss;
  const begin = performance.now();
  const options = {
    k: 2,
    seed: 7,
    n_init: 2,
    method: 'plugin',
    preparation: { l2: false },
    budget_bytes: BUDGET,
  };
  const { report, extras } = await analyzer.run({ x1: path, x2, y }, options);
  const seconds = (performance.now() - begin) / 1000;
  const peak = process.resourceUsage().maxRSS * 1024;
  const [first] = extras.codes.x1;
  extras.codes.x1.forEach((code, row) => {
    if ((code === first) !== (second(row) === 1)) throw new Error(`sample ${row} has code ${code}`);
  });
  assert.equal(report.partition.fitted_on, Math.floor(BUDGET / 4 / FEATURES));
  assert.ok(Math.abs(report.information_bits.i1.plugin - report.information_bits.h_y) < 1e-9);
  console.log(
    `${((ROWS * FEATURES) / 1e9).toFixed(1)} GB read twice in ${seconds.toFixed(0)} s; peak ` +
      `${(peak / 2 ** 20).toFixed(0)} MiB, ${(before / 2 ** 20).toFixed(0)} MiB of it before.`,
  );
} finally {
  analyzer.dispose();
  rmSync(folder, { recursive: true });
}
