// Faults of the real engine: each ends in an error with a code and a way on, and what comes after it works.
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createAnalyzer } from '../../../www/lib/node';
import { defective } from './defect';

const folder = mkdtempSync(join(tmpdir(), 'modalens-faults-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = 300;
const array = (seed: number, d: number) => ({
  data: Float32Array.from({ length: ROWS * d }, (_, i) => Math.sin(seed + i * i)),
  shape: [ROWS, d],
});
const INPUTS = { x1: array(1, 3), x2: array(2, 3), y: Array.from({ length: ROWS }, (_, i) => i % 3) };
const OPTIONS = { k: 3, method: 'plugin', partitions: 1 } as const;

/** A file of zeros that takes no room on the disk. */
function sparse(name: string, rows: number, features: number): string {
  const path = join(folder, name);
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${features}), }\n`;
  const header = Buffer.concat([Buffer.from('\x93NUMPY\x01\x00..', 'latin1'), Buffer.from(text)]);
  header.writeUInt16LE(text.length, 8);
  const file = openSync(path, 'w');
  writeSync(file, header);
  ftruncateSync(file, header.length + 4 * rows * features);
  closeSync(file);
  return path;
}

it('memory that an instance cannot have: the error says so, and the next run has a new instance', {
  timeout: 120_000,
}, async () => {
  const a = await createAnalyzer({ workers: 1 });
  // Two of them do not fit in the 4 GiB that there can be; they are reserved before anything is read.
  const [x1, x2] = ['one.npy', 'two.npy'].map((name) => sparse(name, 600_000, 1024));
  const run = a.analyze({ x1: x1!, x2: x2!, y: INPUTS.y }, { ...OPTIONS, budget_bytes: 3 * 2 ** 30 });
  await expect(run).rejects.toMatchObject({
    code: 'out_of_memory',
    message: expect.stringMatching(/memory/),
    hint: expect.stringMatching(/samples|features/),
  });
  expect((await a.analyze(INPUTS, OPTIONS)).n).toBe(ROWS);
  a.dispose();
});

it('a defect of the engine: the call says that it crashed, and the next run has a new instance', {
  timeout: 120_000,
}, async () => {
  const wasm = readFileSync(new URL('../../../www/lib/wasm/modalens_bg.wasm', import.meta.url));
  // As after a panic: the function traps, and its instance is of no use any more.
  const a = await createAnalyzer({ workers: 1, wasm: defective(wasm, 'workspace_look') });
  const result = await a.run(INPUTS, OPTIONS);
  await expect(a.look(INPUTS, result, 'x1')).rejects.toMatchObject({
    code: 'engine_crashed',
    message: expect.stringContaining('unreachable'),
    hint: expect.stringContaining('Run again'),
  });
  expect((await a.run(INPUTS, OPTIONS)).report).toEqual(result.report);
  a.dispose();
});

it('bytes that are no engine: said with where they came from, and another analyzer works', async () => {
  const broken = await createAnalyzer({ wasm: Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 9) });
  await expect(broken.analyze(INPUTS, OPTIONS)).rejects.toMatchObject({
    code: 'engine_unavailable',
    hint: expect.any(String),
  });
  broken.dispose();
  const a = await createAnalyzer({ workers: 1 });
  expect((await a.analyze(INPUTS, OPTIONS)).n).toBe(ROWS);
  a.dispose();
});
