/** Other choices and other layers: which there are, their charts, and what is said of them. */

import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { Curve } from '../../../www/page/charts/curve';
import { Depth } from '../../../www/page/charts/depth';
import { Multiples } from '../../../www/page/charts/multiples';
import { Ranges } from '../../../www/page/charts/ranges';
import { stepsTo } from '../../../www/page/charts/scale';
import { Strip } from '../../../www/page/charts/strip';
import { pointOf, type Report, type Series, stabilityOf, verdictsOf } from '../../../www/page/library';
import type { Slot } from '../../../www/page/state/assign';
import { awareSeries } from '../../../www/page/state/aware';
import { axisOf, gridOf, missing } from '../../../www/page/state/axis';
import { aloneCurve, atomCurves, depthData, shareCurve } from '../../../www/page/state/curves';
import type { Entry } from '../../../www/page/state/entry';
import { depthOf, tabsOf, withPoint, yMayFollow } from '../../../www/page/state/explored';
import { agreeing, crossing, depthSentence } from '../../../www/page/text/depth';
import { holdsSentence, told } from '../../../www/page/text/holds';
import { plain } from '../../../www/page/text/sentence';
import { entry, FILES } from './fixtures';
import { EMOJI } from './reports';
import { OVER_K, OVER_LAYERS, OVER_PREPARATIONS } from './series';

const drawn = (chart: VNode): string => `${renderToString(chart).replaceAll('><', '>\n<')}\n`;

const analysis = (series: readonly Series[] = [], entries: readonly Entry[] = FILES) => ({
  report: EMOJI,
  series,
  entries,
});

/** The answer as of K-means codes, or of labels in place of x2. */
function clustered({ labels = false, n = EMOJI.n } = {}): Report {
  const report = structuredClone({ ...EMOJI, n });
  const clustering = { inertia: 1, restart_spread: 0, sizes: [] };
  const x2 = labels ? { x2: null, k2: 2 } : { x2: clustering };
  return { ...report, partition: { ...report.partition, x1: clustering, ...x2 } };
}

/** An axis of the points that are there. */
const axis = (series: Series) =>
  axisOf(analysis([series], []), series.kind as 'k' | 'preparation' | 'layers');
const [shared, , , together] = atomCurves(axis(OVER_K));

const golden: [string, VNode][] = [
  ['curve', <Curve data={shared!} width={266} label="R" plugin />],
  ['curve-narrow', <Curve data={together!} width={167} label="S" plugin />],
  ['curve-share', <Curve data={shareCurve(axis(OVER_K))} width={536} height={120} label="C1" still />],
  ['ranges', <Ranges data={atomCurves(axis(OVER_PREPARATIONS))[1]!} width={266} label="U1" plugin />],
  ['depth', <Depth data={depthData(axis(OVER_LAYERS))} width={720} label="depth" />],
  ['depth-narrow', <Depth data={depthData(axis(OVER_LAYERS))} width={358} label="depth" />],
  ['strip', <Strip data={depthData(axis(OVER_LAYERS))} width={720} label="strip" />],
  ['multiples', <Multiples charts={atomCurves(axis(OVER_K))} joined width={752} label="atoms" />],
];

describe('charts', () => {
  it.each(golden)('%s', async (name, chart) => {
    await expect(drawn(chart)).toMatchFileSnapshot(`./golden/${name}.svg`);
  });

  it('no line and no band over a place that is not computed', () => {
    const data = atomCurves(axisOf(analysis([{ ...OVER_K, points: OVER_K.points.slice(0, 2) }]), 'k'))[0]!;
    const known = data.points.filter(({ value }) => value !== null).map(({ label }) => label);
    expect(known).toEqual(['2', '8']);
    const [, path] =
      /<path d="([^"]*)" class="line/.exec(drawn(<Curve data={data} width={266} label="R" />)) ?? [];
    expect(path?.match(/M/g)).toHaveLength(2);
  });

  it('names at the ends of the curves stand apart and within the axes', () => {
    const ys = [
      ...drawn(<Depth data={depthData(axis(OVER_LAYERS))} width={720} label="d" />).matchAll(
        /<text x="[\d.]+" y="([\d.]+)" class="(?:u1|u2|r|s) /g,
      ),
    ].map(([, y]) => Number(y));
    expect(ys).toHaveLength(4);
    const sorted = [...ys].sort((a, b) => a - b);
    for (const [i, y] of sorted.slice(1).entries()) expect(y - sorted[i]!).toBeGreaterThanOrEqual(18);
    expect(sorted.at(-1)).toBeLessThanOrEqual(44 + 252 + 5);
  });

  it('an axis ends at a round step over its largest value', () => {
    expect(stepsTo(1.14).ticks.map(({ text }) => text)).toEqual([
      '0',
      '0.2',
      '0.4',
      '0.6',
      '0.8',
      '1.0',
      '1.2',
    ]);
    expect(stepsTo(0.26).end).toBeCloseTo(0.3);
    expect(stepsTo(0).end).toBeGreaterThan(0);
  });
});

describe('layers by label-aware codes', () => {
  const aware = (report: Report, redundancy: number): Report => {
    const { atoms_bits, information_bits, contribution, partition, partitions, ranking, solver } = report;
    const atoms = { ...atoms_bits, redundancy: { ...atoms_bits.redundancy, estimate: redundancy } };
    const answer = { information_bits, contribution, partition, partitions, ranking, solver };
    return {
      ...report,
      label_aware: { ...answer, atoms_bits: atoms, comparison: 'They differ.' },
    } as unknown as Report;
  };
  const curve = (reports: readonly Report[]): Series => ({
    ...OVER_LAYERS,
    points: reports.map((report, i) => pointOf(report, i, `layer ${i}`)),
  });

  it('every point is that of its other codes, and keeps its report', () => {
    const [one, two] = [aware(EMOJI, 0.75), aware(EMOJI, 0.5)];
    const shown = awareSeries(curve([one, two]));
    expect(shown?.points.map(({ atoms_bits: { redundancy } }) => redundancy.estimate)).toEqual([0.75, 0.5]);
    expect(shown?.points.map(({ label, report }) => [label, report])).toEqual([
      ['layer 0', one],
      ['layer 1', two],
    ]);
  });

  it('there are none unless every point has them', () => {
    expect(awareSeries(curve([aware(EMOJI, 0.75), EMOJI]))).toBe(null);
    expect(awareSeries(curve([]))).toBe(null);
  });

  it('what varies has the curve of what it tells alone', () => {
    const over = axis(OVER_LAYERS);
    const { i1, i2 } = OVER_LAYERS.points[0]!.information_bits;
    for (const [of, band, unit] of [
      ['x1', i1, 'I₁, bits'],
      ['x2', i2, 'I₂, bits'],
    ] as const) {
      const { points, unit: said, title } = aloneCurve(over, 0, of);
      const name = EMOJI.options.names[of === 'x1' ? 0 : 1];
      expect([points[0]!.value, said, title]).toEqual([band.estimate, unit, `${name} alone`]);
    }
  });
});

describe('axes', () => {
  it('K: the grid and that of the source paper, with the answer as one of the points', () => {
    const { labels, own, series, few } = axisOf({ ...analysis(), report: clustered() }, 'k');
    expect(labels).toEqual(['2', '4', '6', '8', '12', '16', '24', '32', '64', '256']);
    expect([own, series.points.map(({ label }) => label)]).toEqual(['8', ['8']]);
    expect(missing(axisOf(analysis(), 'k'))).toBe(9);
    expect([...few]).toEqual(['16', '24', '32', '64', '256']);
  });

  it('other values of K as they are written, the answer with them', () => {
    const report = clustered();
    expect(gridOf('5, 3;10 3', report)).toEqual([3, 5, 10]);
    for (const wrong of ['', '1', '2.5', '2, x', '4000', Array.from({ length: 33 }, (_, i) => i + 2).join()])
      expect(gridOf(wrong, report)).toBe(null);
    expect(axisOf({ ...analysis(), report }, 'k', [3, 10]).labels).toEqual(['3', '8', '10']);
    const there = axisOf({ ...analysis([OVER_K]), report }, 'k', [3, 10]);
    expect([there.labels, missing(there)]).toEqual([['2', '3', '8', '10', '12', '24', '256'], 2]);
  });

  it('no more codes than samples, and few samples count no codes of labels', () => {
    const of = (report: Report) => axisOf({ ...analysis(), report }, 'k');
    expect(of(clustered({ n: 100 })).labels.at(-1)).toBe('64');
    expect([...of(clustered({ labels: true })).few]).toEqual(['256']);
  });

  it('without files only what is there', () => {
    expect(axis(OVER_PREPARATIONS).labels).toEqual(['l2', 'whiten']);
    expect(tabsOf(analysis([], []))).toEqual(['answer', 'details']);
    expect(tabsOf(analysis([OVER_K], []))).toEqual(['answer', 'sensitivity', 'details']);
    expect(tabsOf(analysis([OVER_LAYERS], []))).toEqual(['answer', 'layers', 'details']);
  });

  it('points stand in order whenever they come, one a choice', () => {
    const grown = OVER_LAYERS.points
      .toReversed()
      .reduce<Series[]>((all, point) => withPoint(all, 'layers', OVER_LAYERS.names, point), []);
    expect(withPoint(grown, 'layers', null, OVER_LAYERS.points[1]!)[0]?.points.map(({ at }) => at)).toEqual([
      0, 3, 5, 6,
    ]);
  });
});

const layer = (path: string, slot: Slot | null, shape: number[] = [1906, 320]): Entry => {
  const facts = { ...FILES[0]!.facts!, shape, rows: shape.at(-2) ?? 0 };
  return {
    ...entry(path, slot, 'image', facts),
    ...(shape.length === 3 ? { how: { pooling: { layer: 1 } } } : {}),
  };
};

describe('layers', () => {
  const [, text, label] = FILES as [Entry, Entry, Entry];

  it('files of one family with as many rows, in the order of their numbers', () => {
    const found = depthOf({
      entries: [
        layer('a/image_layer10.npy', 'x1'),
        layer('a/image_layer2.npy', null),
        layer('a/image_layer4.npy', null, [7, 320]),
        layer('b/image_layer3.npy', null),
        text,
        label,
      ],
    });
    expect(found).toMatchObject({ slots: ['x1'], numbers: [2, 10], at: 10 });
  });

  it('a stack, at the layer that was chosen', () => {
    const found = depthOf({ entries: [layer('image.npy', 'x1', [3, 1906, 64]), text, label] });
    expect(found).toMatchObject({ slots: ['x1'], numbers: [0, 1, 2], at: 1 });
    expect(found?.files.x1?.map(({ how }) => how.pooling)).toEqual([
      { layer: 0 },
      { layer: 1 },
      { layer: 2 },
    ]);
  });

  it('of two inputs go together where they are the same', () => {
    const entries = (second: number) => [
      layer('x1_layer0.npy', 'x1'),
      layer('x1_layer1.npy', null),
      layer('x2_layer0.npy', 'x2'),
      layer(`x2_layer${second}.npy`, null),
      label,
    ];
    expect(depthOf({ entries: entries(1) })?.slots).toEqual(['x1', 'x2']);
    expect(depthOf({ entries: entries(2) })?.slots).toEqual(['x1']);
    expect(depthOf({ entries: FILES })).toBe(null);
  });

  it('of y are followed, or y stays at its own, where a source has the same ones', () => {
    const entries = [
      layer('x1_layer0.npy', null),
      layer('x1_layer1.npy', 'x1'),
      text,
      layer('y_layer0.npy', 'y'),
      layer('y_layer1.npy', null),
    ];
    expect(depthOf({ entries })).toMatchObject({ slots: ['x1', 'y'], numbers: [0, 1], at: null });
    expect(depthOf({ entries, yFixed: true })).toMatchObject({ slots: ['x1'], at: 1 });
    expect(yMayFollow({ entries })).toBe(true);
    expect(yMayFollow({ entries: [...entries.slice(0, 3), label] })).toBe(false);
    // With layers of y alone there is nothing to hold it against.
    const alone = [FILES[0]!, text, ...entries.slice(3)];
    expect(depthOf({ entries: alone, yFixed: true })?.slots).toEqual(['y']);
    expect(yMayFollow({ entries: alone })).toBe(false);
  });
});

describe('sentences', () => {
  it('over K: what holds, from where to where', () => {
    const verdicts = verdictsOf([OVER_K]);
    expect(plain(holdsSentence(OVER_K, verdicts, true))).toBe(
      'The ranking holds at every K; the sizes do not. ' +
        'Text has more of its own from K = 2 to 12; the unique share of image stays between 0.30 and 0.35.',
    );
    expect(holdsSentence(OVER_K, verdicts, false).lead).toBe(
      'So far: the ranking holds at every K; the sizes do not.',
    );
    expect(told(verdicts, 'k').map(({ name, holds }) => `${name} ${holds}`)).toEqual([
      'Ranking holds',
      'Contribution holds',
      'Sizes do not hold',
    ]);
  });

  it('a ranking that turns is no ranking', () => {
    const points = OVER_K.points.map((point, i) => (i === 0 ? { ...point, claim: 'x1' as const } : point));
    const turned = { ...OVER_K, points };
    const { lead, rest } = holdsSentence(turned, verdictsOf([turned]), true);
    expect(lead).toBe('The ranking does not hold at every K, nor do the sizes.');
    expect(rest).not.toContain('more of its own');
  });

  it('over layers: what rises and falls, which agree, and no crossing', () => {
    const stability = stabilityOf(OVER_LAYERS.points);
    expect(plain(depthSentence(OVER_LAYERS, stability, true))).toBe(
      'Deeper layers share more: from layer 0 to 6, what is shared of label rises from 0.32 to 1.09 bits, ' +
        'and what only text tells falls from 1.11 to 0.33.',
    );
    expect(agreeing(stability)).toBe('Neighbouring layers that agree on all four atoms: 5 with 6.');
    expect(crossing(OVER_LAYERS, stability)).toBe('U₁ and U₂ do not cross: text is first at every layer.');
  });

  it('a crossing is named with the layers between which it lies', () => {
    const points = OVER_LAYERS.points.map((point, i) => ({
      ...point,
      claim: (['x2', 'none', 'x1', 'x1'] as const)[i]!,
    }));
    const crossed = { ...OVER_LAYERS, points };
    const stability = stabilityOf(points);
    expect(depthSentence(crossed, stability, true).lead).toBe('Image takes the lead between layers 0 and 5:');
    expect(crossing(crossed, stability)).toBe(
      'U₁ and U₂ cross between layers 0 and 5: from there on image is first.',
    );
  });
});
