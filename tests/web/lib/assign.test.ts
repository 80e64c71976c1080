// Codebooks leave an analysis complete; files larger than the budget are sampled, then coded.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createAnalyzer, decodeCodebook, encodeCodebook } from '../../../www/lib/node';

const path = (name: string) => fileURLToPath(new URL(`../../golden/digits/${name}.npy`, import.meta.url));
const INPUTS = { x1: path('top'), x2: path('bottom'), y: path('digit') };
const PLUGIN = { k: 8, seed: 1, n_init: 2, method: 'plugin' } as const;
/** 700 samples of 32 features. */
const BUDGET = 700 * 32 * 4;

const two = await createAnalyzer({ workers: 2 });
afterAll(() => two.dispose());

describe('a codebook', { timeout: 120_000 }, () => {
  it.each([{}, { centre: true }, { l2: false }, { pca: 5, whiten: true }])(
    'gives the samples of its analysis their codes, also through a file: %j',
    async (preparation) => {
      const { extras } = await two.run(INPUTS, { ...PLUGIN, preparation });
      for (const slot of ['x1', 'x2'] as const) {
        const codebook = extras.codebooks![slot]!;
        expect(await two.assign(codebook, INPUTS[slot])).toEqual(extras.codes![slot]);
        const again = decodeCodebook(encodeCodebook(codebook));
        expect(again).toEqual(codebook);
        expect(await two.assign(again, new Blob([await readFile(INPUTS[slot])]))).toEqual(
          extras.codes![slot],
        );
      }
      expect(extras.codebooks!.y).toBeUndefined();
    },
  );

  it('refuses samples and files that do not fit', async () => {
    const { extras } = await two.run(INPUTS, PLUGIN);
    const codebook = extras.codebooks!.x1!;
    const refused = (source: Parameters<typeof two.assign>[1], book = codebook) =>
      two.assign(book, source).catch((error: { code: string }) => error.code);
    expect(await refused({ data: new Float32Array(64 * 4), shape: [4, 64] })).toBe('invalid_option');
    expect(await refused(['a', 'b'])).toBe('unsupported_source');
    expect(await refused({ data: new Float32Array(32).fill(NaN), shape: [1, 32] })).toBe('non_finite');
    expect(
      await refused(INPUTS.x1, {
        ...codebook,
        transform: { ...codebook.transform, mean: new Float32Array(3) },
      }),
    ).toBe('invalid_option');
    expect(await refused(INPUTS.x1)).toEqual(extras.codes!.x1);
    const text = encodeCodebook(codebook);
    for (const bad of [
      '',
      '[]',
      'null',
      text.replace('codebook/1', 'codebook/9'),
      text.replace('"l2": true', '"l2": 1'),
      text.replace('"shape": [', '"shape": [7,'),
      text.replace(/"data": "..../, '"data": "'),
    ]) {
      expect(() => decodeCodebook(bad)).toThrow(expect.objectContaining({ code: 'malformed_codebook' }));
    }
  });
});

describe('beyond the budget', { timeout: 120_000 }, () => {
  const options = { k: 8, seed: 1, partitions: 2, n_init: 2, budget_bytes: BUDGET } as const;

  it(
    'K-means sees a sample, every sample is coded, and the report says so; the same from paths and blobs, ' +
      'with any workers',
    async () => {
      const { report, extras } = await two.run(INPUTS, options);
      expect([report.n, report.partition.fitted_on]).toEqual([1797, 700]);
      expect(
        report.warnings.filter(({ code, level }) => code === 'fitted_on_sample' && level === 'note'),
      ).toHaveLength(2);
      expect(extras.codes!.x1).toHaveLength(1797);
      expect(await two.assign(extras.codebooks!.x1!, INPUTS.x1)).toEqual(extras.codes!.x1);
      const one = await createAnalyzer({ worker: false });
      const file = async (name: string) => new File([await readFile(path(name))], `${name}.npy`);
      expect(
        await one.analyze(
          { x1: await file('top'), x2: await file('bottom'), y: await file('digit') },
          options,
        ),
      ).toEqual(report);
      const other = await two.run(INPUTS, { ...options, seed: 2 });
      expect(other.extras.codes!.x1).not.toEqual(extras.codes!.x1);
      one.dispose();
    },
  );

  it('chooses K, and leaves out samples with NaN', async () => {
    const { x1, x2, y } = await two.generate('C_xor', { n: 600, d: 8, seed: 2 });
    x1.data[8 * 17] = NaN;
    const { report, extras } = await two.run(
      { x1, x2, y: [...y.data].map(String) },
      { partitions: 2, n_init: 2, drop_nonfinite: true, budget_bytes: 200 * 8 * 4 },
    );
    expect([report.n, report.partition.choice, report.partition.fitted_on]).toEqual([599, 'auto', 200]);
    expect(extras.codes!.x1).toHaveLength(599);
  });

  it('all samples within it are used', async () => {
    const whole = await two.analyze(INPUTS, { ...options, budget_bytes: 2 ** 30 });
    const fits = await two.analyze(INPUTS, { ...options, budget_bytes: 1797 * 32 * 4 });
    expect(fits.partition).toEqual(whole.partition);
    expect(fits.partition.fitted_on).toBeNull();
  });
});
