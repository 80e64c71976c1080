// `npm run bench:sparse`: files far larger than memory through the command line, default budget: a sample of
// the samples is kept, the rest is coded in a second pass. Embeddings of 4,096 features in half precision,
// nearly all zero, so that 20 GB need no disk. Writes its section of tests/bench/RESULTS.md.
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine } from '../command-line.mjs';
import { section } from '../section.mjs';

const WORK = join(dirname(fileURLToPath(import.meta.url)), '../../../target/bench/sparse');
const ROWS = [610_000, 2_440_000];
const FEATURES = { x1: 4096, x2: 16 };
/** Every so many samples are of another kind, in each input. */
const EVERY = { x1: 50, x2: 30 };
/** 1 in half precision. */
const ONE = Buffer.from([0, 0x3c]);

function header(descr, shape) {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }\n`;
  const bytes = Buffer.alloc(10 + text.length);
  bytes.write('\x93NUMPY\x01\x00', 'latin1');
  bytes.writeUInt16LE(text.length, 8);
  bytes.write(text, 10);
  return bytes;
}

function embeddings(path, name, rows) {
  const [features, every] = [FEATURES[name], EVERY[name]];
  const [file, head] = [openSync(path, 'w'), header('<f2', [rows, features])];
  writeSync(file, head);
  ftruncateSync(file, head.length + 2 * rows * features);
  for (let i = 0; i < rows; i += every)
    writeSync(file, ONE, 0, 2, head.length + 2 * (i * features + ((i / every) % 3)));
  closeSync(file);
}

function labels(path, rows) {
  const values = Buffer.alloc(rows);
  for (const every of Object.values(EVERY)) for (let i = 0; i < rows; i += every) values[i] += 1;
  const file = openSync(path, 'w');
  writeSync(file, header('|u1', [rows]));
  writeSync(file, values);
  closeSync(file);
}

const rows = ROWS.map((count) => {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  const [x1, x2, y] = ['x1', 'x2', 'y'].map((name) => join(WORK, `${name}.npy`));
  embeddings(x1, 'x1', count);
  embeddings(x2, 'x2', count);
  labels(y, count);
  console.error(count);
  const { seconds, memory } = commandLine(['analyze', x1, x2, y, '--k', '4', '--json']);
  const gigabytes = (2 * count * FEATURES.x1) / 1e9;
  const told = [count.toLocaleString('en'), gigabytes.toFixed(1), seconds.toFixed(0), memory.toFixed(0)];
  return `| ${told.join(' | ')} |`;
});
rmSync(WORK, { recursive: true, force: true });
section('sparse', [
  'Samples of 4,096 features in half precision beside 16 and labels, K = 4, ten partitions, two workers.',
  '',
  '| samples | GB | processor seconds | peak, MB |',
  '|---|---|---|---|',
  ...rows,
]);
