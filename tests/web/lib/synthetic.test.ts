// What can be chosen of synthetic systems, through the bridge.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Analyzer, createAnalyzer } from '../../../www/lib/node';

describe('synthetic systems', { timeout: 60_000 }, () => {
  let analyzer: Analyzer;
  beforeAll(async () => {
    analyzer = await createAnalyzer({ worker: false });
  });
  afterAll(() => analyzer.dispose());

  it('tell which of them have strengths, and those of their own change nothing', async () => {
    const systems = await analyzer.systems();
    const own = systems.filter(({ strengths }) => strengths !== null);
    expect(own.map(({ name, strengths }) => [name, strengths])).toEqual([
      ['VLM_add_sym', [1, 1]],
      ['VLM_add_asym', [1, 0.4]],
      ['VLM_cat_sym', [0.8, 0.8]],
      ['VLM_cat_asym', [0.9, 0.5]],
      ['VLM_gated_sym', [0.9, 0.9]],
      ['VLM_gated_asym', [0.95, 0.4]],
      ['VLM_xattn_sym', [1, 1]],
    ]);
    for (const { name, strengths } of own) {
      const plain = await analyzer.generate(name, { n: 50, d: 4 });
      expect(await analyzer.generate(name, { n: 50, d: 4, strengths: strengths!, nuisance: 0 })).toEqual(
        plain,
      );
    }
  });

  it('have another truth with other strengths, the same with nuisance', async () => {
    const plain = await analyzer.generate('VLM_add_sym', { n: 50, d: 4 });
    const silent = await analyzer.generate('VLM_add_sym', { n: 50, d: 4, strengths: [1, 0] });
    const atoms = [silent.truth.redundancy, silent.truth.unique1, silent.truth.unique2, silent.truth.synergy];
    // By hand: p(y|image) = .853 and three times .049, so I1 = 2 - .835; of it the copies tell 2 - 1.889.
    expect(atoms.map((atom) => atom.toFixed(2))).toEqual(['0.11', '1.05', '0.00', '0.00']);
    const shaken = await analyzer.generate('VLM_add_sym', { n: 50, d: 4, nuisance: 2 });
    expect([shaken.truth, shaken.y]).toEqual([plain.truth, plain.y]);
    expect(shaken.x1.data).not.toEqual(plain.x1.data);
  });

  it('refuse what they have not, by name', async () => {
    const failing = analyzer.generate('XOR', { strengths: [1, 1] });
    await expect(failing).rejects.toMatchObject({ code: 'invalid_option', message: /strengths/ });
    await expect(analyzer.generate('XOR', { nuisance: -1 })).rejects.toMatchObject({ message: /nuisance/ });
  });
});
