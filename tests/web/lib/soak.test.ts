// Two hundred analyses and a hundred cancellations on one analyzer: memory stays flat, every promise settles.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAnalyzer } from '../../../dist/node.js';
import type { Analyzer } from '../../../www/lib/types/analyzer';

const digits = (file: string): string =>
  fileURLToPath(new URL(`../../golden/digits/${file}.npy`, import.meta.url));
const INPUTS = { x1: digits('top'), x2: digits('bottom'), y: digits('digit') };
const OPTIONS = { k: 4, method: 'plugin', partitions: 2, n_init: 1, gauge: false } as const;

let engine: Analyzer;
beforeAll(async () => {
  engine = (await createAnalyzer({ workers: 2 })) as unknown as Analyzer;
});
afterAll(() => engine.dispose());

const analyse = (seed: number): Promise<unknown> => engine.analyze(INPUTS, { ...OPTIONS, seed });

/** Bytes of the process: the workers' memories are part of it. */
const resident = (): number => process.memoryUsage().rss;

it('200 analyses and 100 cancellations leave memory flat and nothing pending', {
  timeout: 300_000,
}, async () => {
  for (let seed = 0; seed < 40; seed += 1) await analyse(seed);
  const before = resident();
  let cancelled = 0;
  for (let round = 0; round < 100; round += 1) {
    const control = new AbortController();
    const doomed = engine.analyze(INPUTS, { ...OPTIONS, seed: 1000 + round }, { signal: control.signal });
    // At another moment each time: while reading, while coding, or when it is done.
    setTimeout(() => control.abort(new Error('enough')), round % 17);
    await doomed.catch((error: Error) => {
      expect(error.message).toBe('enough');
      cancelled += 1;
    });
    await analyse(round);
    if (round % 2 === 0) await analyse(500 + round);
  }
  expect(cancelled).toBeGreaterThan(30);
  // The same answer as at first, after all of it.
  expect(await analyse(3)).toEqual(await analyse(3));
  expect(resident()).toBeLessThan(1.1 * before + 30e6);
});
