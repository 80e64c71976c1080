import { describe, expect, it } from 'vitest';
import { analyzeLayers, layerPointOf, stabilityOf } from '../../../www/lib/explore/layers';
import { layerOf, naturally } from '../../../www/lib/explore/names';
import { type Band, pointOf, type SeriesPoint } from '../../../www/lib/explore/point';
import { analyzeSweep, PREPARATIONS, seriesOfSweep } from '../../../www/lib/explore/sweep';
import { agree, overlap, pairsOf, supported, verdictsOf } from '../../../www/lib/explore/verdicts';
import { type ErrorCode, ModalensError } from '../../../www/lib/types/errors';
import { fake, golden, reportWith } from './runners';

const MANY = 1_000_000;
const pointsOf = (...changes: Parameters<typeof reportWith>[0][]): SeriesPoint[] =>
  changes.map((change, i) => pointOf(reportWith({ n: MANY, ...change }), i, String(i)));
const verdicts = (...changes: Parameters<typeof reportWith>[0][]) =>
  verdictsOf([{ kind: 'k', names: ['image', 'text', 'y'], points: pointsOf(...changes) }]);

describe('rules', () => {
  it('intervals that touch overlap, and nothing is said without intervals', () => {
    const band = (lower: number | null, upper: number | null) => ({ lower, upper }) as Band;
    expect(overlap(band(0, 1), band(1, 2))).toBe(true);
    expect(overlap(band(0, 1), band(1.01, 2))).toBe(false);
    expect(overlap(band(null, 1), band(0, 2))).toBe(null);
  });

  it('two analyses agree if all four atoms do', () => {
    const [a, b, c] = pointsOf({ atoms: [0, 1] }, { atoms: [0.5, 2] }, { atoms: [3, 4] });
    expect([agree(a!, b!), agree(a!, c!)]).toEqual([true, false]);
    const odd = structuredClone(b!);
    odd.atoms_bits.synergy.lower = null;
    expect(agree(a!, odd)).toBe(null);
    odd.atoms_bits.unique1 = { ...odd.atoms_bits.unique1, lower: 8, upper: 9 };
    expect(agree(a!, odd)).toBe(false);
  });

  it('a point needs a sample a cell', () => {
    expect(supported({ n: 100, cells: 100 })).toBe(true);
    expect(supported({ n: 99, cells: 100 })).toBe(false);
  });

  it('neighbours are compared on an axis with an order, every two points on the others', () => {
    const points = pointsOf({}, {}, {});
    const labels = (pairs: [SeriesPoint, SeriesPoint][]) => pairs.map(([a, b]) => a.label + b.label);
    expect(labels(pairsOf({ kind: 'k', points }))).toEqual(['01', '12']);
    expect(labels(pairsOf({ kind: 'preparation', points }))).toEqual(['01', '02', '12']);
  });

  it.each<[string, Parameters<typeof verdicts>, boolean | null]>([
    ['the same claim everywhere', [{ claim: 'x2' }, { claim: 'x2' }], true],
    ['a claim and none', [{ claim: 'x2' }, { claim: 'none' }], true],
    ['two claims', [{ claim: 'x2' }, { claim: 'none' }, { claim: 'x1' }], false],
    ['two claims, one of too few samples', [{ claim: 'x2' }, { claim: 'x2' }, { claim: 'x1', n: 2 }], true],
    ['one point', [{ claim: 'x2' }], null],
  ])('ranking: %s', (_, changes, holds) => expect(verdicts(...changes).ranking.holds).toBe(holds));

  it.each<[string, Parameters<typeof verdicts>, boolean | null]>([
    ['a value in common', [{ c1: [0.2, 0.4] }, { c1: [0.3, 0.5] }, { c1: [0.35, 0.9] }], true],
    [
      'each neighbour overlaps, but not all',
      [{ c1: [0.2, 0.4] }, { c1: [0.3, 0.5] }, { c1: [0.45, 0.9] }],
      false,
    ],
    ['undefined at one of three', [{ c1: [0.2, 0.4] }, { c1: null }, { c1: [0.3, 0.5] }], true],
    ['defined at one', [{ c1: [0.2, 0.4] }, { c1: null }], null],
  ])('contribution: %s', (_, changes, holds) => expect(verdicts(...changes).contribution.holds).toBe(holds));

  it.each<[string, Parameters<typeof verdicts>, boolean | null]>([
    ['neighbours overlap, ends do not', [{ atoms: [0, 1] }, { atoms: [1, 2] }, { atoms: [2, 3] }], true],
    ['a jump', [{ atoms: [0, 1] }, { atoms: [1, 2] }, { atoms: [3, 4] }], false],
  ])('sizes: %s', (_, changes, holds) => expect(verdicts(...changes).sizes.holds).toBe(holds));

  it('say in words where what was found, with the names of the modalities', () => {
    const { ranking, contribution, sizes } = verdicts(
      { claim: 'x2', c1: [0.2, 0.4], atoms: [0, 1] },
      { claim: 'none', c1: null, atoms: [0, 1] },
      { claim: 'x1', c1: [0.3, 0.5], atoms: [2, 3] },
    );
    expect(ranking.detail).toBe('image first at K = 2. text first at K = 0. no claim at K = 1.');
    expect(contribution.detail).toBe('C1 is 0.30 to 0.40 at 2 points. It is undefined at 1 of 3.');
    expect(sizes.detail).toBe('1 of 2 pairs agree: K = 0 with 1.');
  });
});

describe('layers', () => {
  it.each<[string, number | null]>([
    ['run/x1_image_layer12.npy', 12],
    ['x1_Layer_3.npy', 3],
    ['text.block7.npy', 7],
    ['text_l07.npy', 7],
    ['12.npy', 12],
    ['x1.npy', null],
    ['clip_vit_l14_layer2.npy', 2],
    ['model2/x2.npy', null],
  ])('the name %s tells %s', (name, layer) => expect(layerOf(name)?.layer ?? null).toBe(layer));

  it('names sort by their numbers, and families differ in the layer alone', () => {
    expect(['l10', 'l2', 'l1'].sort(naturally)).toEqual(['l1', 'l2', 'l10']);
    expect(layerOf('a/x1_layer2.npy')?.family).toBe(layerOf('a/x1_layer10.npy')?.family);
    expect(layerOf('a/x1_layer2.npy')?.family).not.toBe(layerOf('b/x1_layer2.npy')?.family);
  });

  it('one K for all, chosen on the last, which comes first', async () => {
    const runner = fake((_, options) => {
      const report = structuredClone(golden);
      report.options.k = options.k ?? 'auto';
      return report;
    });
    const parts: (number | null)[] = [];
    const { layers } = await analyzeLayers(
      runner,
      { x1: 'stack', x2: 'flat', y: 'flat' },
      {},
      { onPart: ({ x1_layer }) => parts.push(x1_layer) },
    );
    expect(parts).toEqual([2, 0, 1]);
    expect(layers.map(({ x1_layer, x2_layer, y_layer }) => [x1_layer, x2_layer, y_layer])).toEqual([
      [0, null, null],
      [1, null, null],
      [2, null, null],
    ]);
    expect(runner.asked.map(({ k }) => k)).toEqual([undefined, golden.partition.k1, golden.partition.k1]);
  });

  it('a stack that is read at a layer stays there', async () => {
    const given: unknown[] = [];
    const runner = fake(({ y }) => {
      given.push(y);
      return golden;
    });
    const y = { source: 'stack', pooling: { layer: 1 } } as const;
    const { layers } = await analyzeLayers(runner, { x1: 'stack', x2: 'flat', y }, {});
    expect(layers.map(({ x1_layer, y_layer }) => [x1_layer, y_layer])).toEqual([
      [0, null],
      [1, null],
      [2, null],
    ]);
    expect(given).toEqual([y, y, y]);
  });

  it('layers that are there are not computed again, and give K', async () => {
    const runner = fake(() => golden);
    const at = (x1_layer: number) => ({
      x1_layer,
      x2_layer: null,
      y_layer: null,
      report: reportWith({ n: x1_layer }),
    });
    const { layers } = await analyzeLayers(
      runner,
      { x1: 'stack', x2: 'flat', y: 'flat' },
      {},
      { from: [at(2), at(1)] },
    );
    expect(layers.map(({ report }) => report)).toEqual([golden, at(1).report, at(2).report]);
    expect(runner.asked).toEqual([{ k: golden.partition.k1 }]);
  });

  it('refuse layers that do not match, or are given twice', async () => {
    const set = (...layers: number[]) => ({ layers: layers.map((layer) => ({ layer, source: 'flat' })) });
    const run = (x1: object, x2: object | string) =>
      analyzeLayers(
        fake(() => golden),
        { x1: x1 as never, x2: x2 as never, y: 'flat' },
      );
    await expect(run(set(0, 1), set(0, 2))).rejects.toMatchObject({ code: 'layers_differ' });
    await expect(run(set(0, 0), 'flat')).rejects.toMatchObject({ code: 'layers_differ' });
    await expect(run(set(), 'flat')).rejects.toMatchObject({ code: 'no_layers' });
  });

  it('stability counts neighbours that agree, and names the layers between which the lead changes', () => {
    const layer = (x1_layer: number, change: Parameters<typeof reportWith>[0]) =>
      layerPointOf({ x1_layer, x2_layer: null, y_layer: null, report: reportWith(change) });
    const found = stabilityOf([
      layer(0, { claim: 'x2', atoms: [0, 1] }),
      layer(2, { claim: 'none', atoms: [0.5, 1] }),
      layer(4, { claim: 'x1', atoms: [3, 4] }),
    ]);
    expect(found).toMatchObject({
      agree: [[0, 2]],
      of: 2,
      share: 0.5,
      crossings: [{ from: 0, to: 4, leads: 'x1' }],
    });
    expect(stabilityOf([layer(0, {})])).toMatchObject({ of: 0, share: null, crossings: [] });
  });
});

describe('sweep', () => {
  const inputs = { x1: 'a', x2: 'b', y: 'c' };

  it('changes one choice at a time, from the K of the first analysis, once computed', async () => {
    const runner = fake((_, options) => {
      const report = structuredClone(golden);
      if (options.k !== undefined) report.options.k = options.k;
      if (typeof options.k === 'number') report.partition.k1 = options.k;
      if (options.preparation) Object.assign(report.options.preparation, options.preparation);
      return report;
    });
    const k = golden.partition.k1;
    const { points, by_option } = await analyzeSweep(
      runner,
      inputs,
      { k: [2, k, 256], preparation: ['l2', 'none'] },
      { seed: 3 },
    );
    expect(points.map(({ option, value }) => [option, value])).toEqual([
      ['k', 2],
      ['k', k],
      ['k', 256],
      ['preparation', 'l2'],
      ['preparation', 'none'],
    ]);
    // Too few samples for 256 codes: plug-in values alone. No point is read by a probe.
    expect(runner.asked).toEqual([
      { seed: 3 },
      { seed: 3, k: 2, gauge: false },
      { seed: 3, k: 256, method: 'plugin', gauge: false },
      { seed: 3, k, preparation: PREPARATIONS.none, gauge: false },
    ]);
    expect(Object.keys(by_option)).toEqual(['k', 'preparation']);
  });

  it('a point that cannot be computed is told and the rest goes on; what concerns all ends it', async () => {
    const failing = (code: ErrorCode) =>
      fake((_, { k }) => {
        if (k === 300) throw new ModalensError({ code, message: 'no', hint: 'other' });
        return golden;
      });
    const { points } = await analyzeSweep(failing('too_many_codes'), inputs, { k: [300, 2] });
    expect(points.map(({ report, error }) => [report === null, error?.code])).toEqual([
      [true, 'too_many_codes'],
      [false, undefined],
    ]);
    await expect(analyzeSweep(failing('file_unreadable'), inputs, { k: [300, 2] })).rejects.toMatchObject({
      code: 'file_unreadable',
    });
  });

  it('what is there is not computed again, except for points that failed', async () => {
    const runner = fake(() => golden);
    const k = golden.partition.k1;
    const two = reportWith({ n: 2 });
    const told: unknown[] = [];
    const { base, points } = await analyzeSweep(runner, inputs, { k: [2, 3, 4, k] }, golden.options, {
      from: {
        base: golden,
        points: [
          { option: 'k', value: 2, report: two, error: null },
          { option: 'k', value: 3, report: null, error: { code: 'too_many_codes', message: '', hint: '' } },
        ],
      },
      onPart: ({ value }) => told.push(value),
    });
    expect(base).toBe(golden);
    expect(runner.asked.map((options) => options.k)).toEqual([3, 4]);
    expect(told).toEqual([3, 4, k]);
    expect(points.map(({ value, report }) => [value, report === two])).toEqual([
      [2, true],
      [3, false],
      [4, false],
      [k, false],
    ]);
  });

  it('plain and label-aware codes: one analysis gives both, its curve the answer of each', async () => {
    const { information_bits, atoms_bits, contribution, ranking } = reportWith({ atoms: [7, 8] });
    const label_aware = {
      n: 5,
      information_bits,
      atoms_bits,
      contribution,
      ranking,
      comparison: 'They differ.',
    };
    const runner = fake((_, { discretiser }) => ({
      ...golden,
      label_aware: discretiser === 'probe' ? label_aware : null,
    }));
    const found = await analyzeSweep(runner, inputs, { discretiser: ['kmeans', 'probe'] });
    expect(runner.asked.map(({ discretiser }) => discretiser)).toEqual([undefined, 'probe']);
    const [{ kind, points } = { kind: 'k', points: [] }] = seriesOfSweep(found);
    expect(kind).toBe('discretiser');
    expect(points.map(({ label, n, atoms_bits: { synergy } }) => [label, n, synergy.upper])).toEqual([
      ['kmeans', golden.n, golden.atoms_bits.synergy.upper],
      ['probe', 5, 8],
    ]);
    expect(points[1]?.report).not.toHaveProperty('comparison');
  });

  it('tells its progress as one, never falling', async () => {
    const shares: number[] = [];
    const runner = fake(() => golden);
    const analyze = runner.analyze;
    runner.analyze = async (given, options, control) => {
      for (const share of [0, 0.5, 1])
        control?.onProgress?.({ phase: 'solve', done: share, total: 1, share, phases: [] });
      return analyze(given, options, control);
    };
    await analyzeSweep(runner, inputs, { k: [2, 4] }, {}, { onProgress: ({ share }) => shares.push(share) });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});
