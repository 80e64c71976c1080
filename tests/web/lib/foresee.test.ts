// How long an analysis will take, asked before it runs: not by a clock, but that it follows the work.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Analyzer, createAnalyzer, type PartialOptions } from '../../../www/lib/node';
import type { InputFacts } from '../../../www/lib/types/engine';

let engine: Analyzer;
const facts: Record<string, InputFacts> = {};

const numbers = (rows: number, features: number) => ({
  data: Float32Array.from({ length: rows * features }, (_, i) => Math.sin(i * i)),
  shape: [rows, features],
});

beforeAll(async () => {
  engine = await createAnalyzer({ workers: 1 });
  facts.few = await engine.inspect(numbers(400, 32));
  facts.many = await engine.inspect(numbers(8000, 32));
  facts.label = await engine.inspect(Array.from({ length: 400 }, (_, i) => `a${i % 4}`));
  facts.labels = await engine.inspect(Array.from({ length: 8000 }, (_, i) => `a${i % 4}`));
  facts.scores = await engine.inspect({
    data: Float32Array.from({ length: 8000 * 4 }, (_, i) => (i % 4 === (i >> 2) % 4 ? 0.7 : 0.1)),
    shape: [8000, 4],
  });
});
afterAll(() => engine.dispose());

const foresee = (x: InputFacts, y: InputFacts, options: PartialOptions = {}) =>
  engine.foresee({ x1: x, x2: x, y }, options);

it('more samples, more codes and more partitions take longer', async () => {
  const { few, many, label, labels, scores } = facts as Record<string, InputFacts>;
  const small = await foresee(few!, label!, { k: 8 });
  const large = await foresee(many!, labels!, { k: 8 });
  expect(small).toBeGreaterThan(0);
  expect(large).toBeGreaterThan(1.5 * small);
  expect(await foresee(many!, labels!, { k: 64 })).toBeGreaterThan(2 * large);
  expect(await foresee(many!, labels!, { k: 8, partitions: 40 })).toBeGreaterThan(1.5 * large);
  // Scores of four options are as many labels.
  const best = await foresee(many!, scores!, { k: 8 });
  expect(best).toBeGreaterThan(0.8 * large);
  expect(best).toBeLessThan(1.2 * large);
});

it('what cannot be analysed is refused as by a run', async () => {
  const { few, labels } = facts as Record<string, InputFacts>;
  await expect(foresee(few!, labels!)).rejects.toMatchObject({ code: 'row_count_mismatch' });
  await expect(foresee(few!, labels!, { k: 1 })).rejects.toMatchObject({ code: 'invalid_option' });
});
