// What a partition looks like, through the workers: the same as from the codes and centroids themselves.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnalysisResult, type Analyzer, createAnalyzer } from '../../../www/lib/node';

const path = (name: string) => fileURLToPath(new URL(`../../golden/digits/${name}.npy`, import.meta.url));
const INPUTS = { x1: path('top'), x2: path('bottom'), y: path('digit') };

describe('look', { timeout: 120_000 }, () => {
  let analyzer: Analyzer;
  let result: AnalysisResult;
  beforeAll(async () => {
    analyzer = await createAnalyzer({ workers: 2 });
    result = await analyzer.run(INPUTS, { k: 8, seed: 1, partitions: 2, method: 'plugin' });
  });
  afterAll(() => analyzer.dispose());

  it('places every sample of a small input, and the nearest of a code have that code', async () => {
    const look = (await analyzer.look(INPUTS, result, 'x1'))!;
    expect(look.rows).toEqual(Uint32Array.from({ length: 1797 }, (_, i) => i));
    expect(look.places).toEqual(look.rows);
    expect([look.samples.length, look.centroids.length]).toEqual([2 * 1797, 16]);
    expect(look.variance_kept).toBeGreaterThan(0.2);
    expect(look.variance_kept).toBeLessThan(0.6);
    expect(look.nearest.map((rows) => rows.length)).toEqual(new Array(8).fill(8));
    for (const [code, rows] of look.nearest.entries())
      expect([...rows].every((row) => result.extras.codes?.x1[row] === code)).toBe(true);
    // The projection is linear: the mean of a code's samples lies where its centroid does.
    for (let code = 0; code < 8; code++) {
      const own = [...look.rows].filter((row) => result.extras.codes?.x1[row] === code);
      for (const axis of [0, 1]) {
        const mean = own.reduce((sum, row) => sum + look.samples[2 * row + axis]!, 0) / own.length;
        expect(mean).toBeCloseTo(look.centroids[2 * code + axis]!, 3);
      }
    }
  });

  it('is the same whether a worker holds the input or reads it again', async () => {
    const held = await analyzer.look(INPUTS, result, 'x2');
    const fresh = await createAnalyzer({ worker: false });
    expect(await fresh.look(INPUTS, result, 'x2')).toEqual(held);
    fresh.dispose();
  });

  it('numbers rows as the file does where some were left out', async () => {
    const data = Float32Array.from((await readFile(INPUTS.x1)).subarray(128));
    for (const row of [0, 5, 6]) data[row * 32] = Number.NaN;
    const inputs = { ...INPUTS, x1: { data, shape: [1797, 32] } };
    const options = { k: 4, seed: 1, partitions: 1, method: 'plugin', drop_nonfinite: true } as const;
    const dropped = await analyzer.run(inputs, options);
    const look = (await analyzer.look(inputs, dropped, 'x1'))!;
    expect([...look.rows.slice(0, 5)]).toEqual([1, 2, 3, 4, 7]);
    expect([...look.places.slice(0, 5)]).toEqual([0, 1, 2, 3, 4]);
    expect(look.rows.at(-1)).toBe(1796);
  });

  it('is none of labels, and refuses the codebook of other samples', async () => {
    const labels = [...new Uint32Array(1797)].map((_, i) => (i % 3 ? 'a' : 'b'));
    const inputs = { ...INPUTS, x2: labels };
    const found = await analyzer.run(inputs, { k: 4, method: 'plugin' });
    expect(await analyzer.look(inputs, found, 'x2')).toBeNull();
    const swapped = { ...INPUTS, x1: INPUTS.x2 };
    await expect(analyzer.look(swapped, result, 'x1')).rejects.toMatchObject({ code: 'invalid_option' });
  });
});
