// Many analyses: layers, sweeps, and the rules by which they are judged.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareReports } from '../../../www/lib/explore/compare';
import { analyzeLayers, layerPointOf, stabilityOf } from '../../../www/lib/explore/layers';
import type { Runner } from '../../../www/lib/explore/many';
import { layerOf, naturally } from '../../../www/lib/explore/names';
import { type Band, pointOf, type SeriesPoint } from '../../../www/lib/explore/point';
import { analyzeStudy, differing, type StudyRow, studyOf } from '../../../www/lib/explore/study';
import { patternReader, rowsOf } from '../../../www/lib/explore/study-files';
import { analyzeSweep, PREPARATIONS, seriesOfSweep } from '../../../www/lib/explore/sweep';
import { agree, overlap, pairsOf, supported, verdictsOf } from '../../../www/lib/explore/verdicts';
import type { Inputs } from '../../../www/lib/inputs/source';
import { type ErrorCode, ModalensError } from '../../../www/lib/types/errors';
import type { PartialOptions } from '../../../www/lib/types/options';
import type { Report } from '../../../www/lib/types/report';

const golden = JSON.parse(
  readFileSync(new URL('../../golden/report_emoji.json', import.meta.url), 'utf8'),
) as Report;

/** The golden report with other numbers: atoms as [lower, upper], claim, samples. */
function reportWith(change: {
  claim?: Report['ranking']['claim'];
  atoms?: [number, number];
  c1?: [number, number] | null;
  n?: number;
}): Report {
  const report = structuredClone(golden);
  if (change.claim) report.ranking.claim = change.claim;
  if (change.n) report.n = change.n;
  for (const atom of Object.values(report.atoms_bits))
    if (change.atoms) Object.assign(atom, { lower: change.atoms[0], upper: change.atoms[1] });
  const { c1 } = report.contribution;
  if (change.c1 === null)
    Object.assign(c1, { status: 'undefined', estimate: null, lower: null, upper: null });
  else if (change.c1)
    Object.assign(c1, {
      status: 'defined',
      estimate: (change.c1[0] + change.c1[1]) / 2,
      lower: change.c1[0],
      upper: change.c1[1],
    });
  return report;
}

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

/** A runner that gives a report for what it is asked, and remembers it. */
function fake(
  answer: (inputs: Inputs, options: PartialOptions) => Report,
): Runner & { asked: PartialOptions[] } {
  const asked: PartialOptions[] = [];
  return {
    asked,
    inspect: async (source) => ({ shape: source === 'stack' ? [3, 10, 2] : [10, 2] }) as never,
    analyze: async (inputs, options = {}) => {
      asked.push(options);
      return answer(inputs, options);
    },
  };
}

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

  it('changes one choice at a time, from the K of the first analysis, which is not computed twice', async () => {
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

describe('files of a study', () => {
  const model = (name: string) =>
    [0, 2, 10].flatMap((layer) => [`${name}/vqa/layer${layer}_x1.npy`, `${name}/vqa/layer${layer}_x2.npy`]);

  it('rows are what a pattern says, in the order of their numbers; a file that says less belongs to all', () => {
    const paths = [...model('clip'), ...model('blip'), 'vqa_y.npy', 'notes.txt'];
    const { columns, rows, unused } = rowsOf(paths, [
      '{model}/{dataset}/layer{layer}_{slot}.npy',
      '{dataset}_{slot}.npy',
    ]);
    expect(columns).toEqual(['model', 'dataset', 'layer']);
    expect(rows.map(({ keys }) => `${keys['model']} ${keys['layer']}`)).toEqual([
      'blip 0',
      'blip 2',
      'blip 10',
      'clip 0',
      'clip 2',
      'clip 10',
    ]);
    expect(rows[1]).toEqual({
      keys: { model: 'blip', dataset: 'vqa', layer: '2' },
      files: { x1: 'blip/vqa/layer2_x1.npy', x2: 'blip/vqa/layer2_x2.npy', y: 'vqa_y.npy' },
      problem: null,
    });
    expect(unused).toEqual(['notes.txt']);
  });

  it('without a pattern folders, layers and roles are read from the names', () => {
    const { columns, rows } = rowsOf([
      'clip/emoji/x1_image_layer2.npy',
      'clip/emoji/x1_image_layer10.npy',
      'clip/emoji/x2_text.npy',
      'clip/emoji/y_label.npy',
    ]);
    expect(columns).toEqual(['model', 'dataset', 'layer']);
    expect(rows.map(({ keys, files, problem }) => [keys['layer'], files.x1, files.x2, problem])).toEqual([
      ['2', 'clip/emoji/x1_image_layer2.npy', 'clip/emoji/x2_text.npy', null],
      ['10', 'clip/emoji/x1_image_layer10.npy', 'clip/emoji/x2_text.npy', null],
    ]);
  });

  it('what is missing, and what may be two files, is told', () => {
    const { rows } = rowsOf(['a/x1.npy', 'a/image.npy', 'a/y.npy']);
    expect(rows).toEqual([
      {
        keys: { folder: 'a' },
        files: { y: 'a/y.npy' },
        problem: 'X1 may be a/x1.npy or a/image.npy; X2 is missing',
      },
    ]);
  });

  it.each([
    ['{model}/x1.npy', /no \{slot\}/],
    ['{a}/{a}_{slot}.npy', /\{a\} twice/],
    ['{a b}/{slot}.npy', /no name/],
  ])('the pattern %s is refused', (pattern, said) => expect(() => patternReader(pattern)).toThrow(said));

  it('letters of a pattern stand for themselves, and * for anything within a folder', () => {
    const read = patternReader('run+1/{model}_*.{slot}.npy');
    expect(read('run+1/clip_v2.x1.npy')).toEqual({ slot: 'x1', keys: { model: 'clip' } });
    expect(read('run1/clip_v2.x1.npy')).toBe(null);
    expect(read('run+1/clip_a/b.x1.npy')).toBe(null);
  });
});

describe('study', () => {
  const inputs = { x1: 'a', x2: 'b', y: 'c' };
  const rows = ['one', 'two', 'three'].map((name) => ({ keys: { name }, inputs: { ...inputs, x1: name } }));

  async function collected(runner: Runner, options = {}): Promise<StudyRow[]> {
    const found: StudyRow[] = [];
    for await (const row of analyzeStudy(runner, rows, options)) found.push(row);
    return found;
  }

  it('gives each row as it is done, with its own options over those of all', async () => {
    const runner = fake(() => golden);
    const own = rows.map((row, i) => ({ ...row, options: i === 1 ? { k: 4 } : {} }));
    const seen: string[] = [];
    for await (const { keys } of analyzeStudy(runner, own, { k: 8, seed: 2 }))
      seen.push(`${keys['name']}${runner.asked.length}`);
    expect(seen).toEqual(['one1', 'two2', 'three3']);
    expect(runner.asked).toEqual([
      { k: 8, seed: 2 },
      { k: 4, seed: 2 },
      { k: 8, seed: 2 },
    ]);
  });

  it('a row that fails has its error and the rest goes on; an abort ends it', async () => {
    const failing = (error: Error) =>
      fake((given) => {
        if (given.x1 === 'two') throw error;
        return golden;
      });
    const found = await collected(failing(new ModalensError({ code: 'truncated', message: 'a', hint: 'b' })));
    expect(found.map(({ error }) => error?.code)).toEqual([undefined, 'truncated', undefined]);
    expect(studyOf(found)).toMatchObject({ schema: 'modalens.study/1', columns: ['name'] });
    await expect(collected(failing(new Error('enough')))).rejects.toThrow('enough');
  });

  it('says in what analyses differ that should be alike', () => {
    const other = reportWith({ n: 5 });
    other.partition.k1 += 1;
    expect(differing([{ report: golden }, { report: null }, { report: golden }])).toEqual([]);
    expect(differing([{ report: golden }, { report: other }])).toEqual(['samples', 'K']);
  });

  it('compares two reports: half widths add in squares', () => {
    const [a, b] = [structuredClone(golden), structuredClone(golden)];
    Object.assign(a.atoms_bits.redundancy, { estimate: 1, lower: 0.7, upper: 1.3 });
    Object.assign(b.atoms_bits.redundancy, { estimate: 2, lower: 1.6, upper: 2.4 });
    const { differences, same_samples } = compareReports(a, b);
    expect(same_samples).toBe(a.inputs.y.sha256 !== null);
    const [redundancy] = differences;
    expect(redundancy?.difference).toBe(1);
    expect(redundancy?.lower).toBeCloseTo(0.5, 12);
    expect(redundancy?.upper).toBeCloseTo(1.5, 12);
    Object.assign(b.atoms_bits.redundancy, { estimate: null, lower: null, upper: null });
    expect(compareReports(a, b).differences[0]).toMatchObject({ lower: null, upper: null });
  });
});
