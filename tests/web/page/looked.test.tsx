/** Samples in the plane and codes: what is drawn, and what is said of a code. */

import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { Projection } from '../../../www/page/charts/projection';
import type { Look } from '../../../www/page/library';
import type { Result } from '../../../www/page/state/analyses';
import { codeFacts, commonest, labelsOf, NOTHING_SEEN, projectionOf } from '../../../www/page/state/looked';
import { result } from './fixtures';
import { EMOJI } from './reports';

const drawn = (chart: VNode): string => `${renderToString(chart).replaceAll('><', '>\n<')}\n`;

/** Six samples of three values of y in two codes. */
const REPORT = structuredClone(EMOJI);
REPORT.n = 6;
REPORT.partition = { ...REPORT.partition, k1: 2, k2: 1, ky: 3 };
const group = (label: string, n: number) => ({
  label,
  n,
  atoms_bits: { redundancy: 0, unique1: 0, unique2: 0, synergy: 0 },
});
REPORT.samples = {
  by_label: [group('cat', 2), group('dog', 3), group('sun', 1)],
  by_stratum: [],
  by_block: [],
};
const SIX: Result = result(REPORT, {
  extras: {
    counts: {
      shape: [2, 1, 3],
      cells: [0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 2],
      counts: [2, 1, 2, 1],
    },
    codes: {
      x1: Uint32Array.of(0, 0, 0, 1, 1, 1),
      x2: new Uint32Array(6),
      y: Uint32Array.of(0, 0, 1, 1, 1, 2),
    },
    codebooks: {},
    per_sample: Float32Array.from({ length: 24 }, (_, i) => (i % 4 === 1 ? i / 8 - 0.5 : 0)),
  },
});
const LOOK: Look = {
  rows: Uint32Array.of(0, 2, 3, 4, 6, 7),
  places: Uint32Array.of(0, 1, 2, 3, 4, 5),
  samples: Float32Array.of(-2, 0, -2, 1, -1, 0.5, 1, 0, 2, 0.5, 2, -0.5),
  centroids: Float32Array.of(-1.67, 0.5, 1.67, 0),
  variance_kept: 0.873,
  nearest: [Uint32Array.of(3, 0, 2), Uint32Array.of(6, 4, 7)],
};
const data = (part: Partial<typeof NOTHING_SEEN>) =>
  projectionOf(SIX, 'x1', LOOK, { ...NOTHING_SEEN, ...part })!;
const still = { reading: [null, () => {}] as [null, () => void], choose: () => {} };

describe('the projection', () => {
  it.each([
    ['projection-code', data({ codes: { x1: 1, x2: null } }), 420],
    ['projection-label', data({ colour: 'label' }), 358],
    ['projection-atom', data({ colour: 'u1' }), 420],
  ] as const)('%s', async (name, one, width) => {
    const chart = <Projection data={one} width={width} {...still} />;
    await expect(drawn(chart)).toMatchFileSnapshot(`./golden/${name}.svg`);
  });

  it('has one scale for both axes', () => {
    const text = drawn(<Projection data={data({})} width={420} {...still} />);
    const dots = [...text.matchAll(/M([\d.]+) ([\d.]+)h0/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const [a, b, c] = dots as [number[], number[], number[]];
    // One unit of the first component is as long as one of the second.
    expect(c[0]! - a[0]!).toBeCloseTo(a[1]! - b[1]!, 0);
    expect(text).toContain('6 samples; the plane has 87 % of their variance');
  });

  it('reads a sample by its row in the file, its code and its value of y', () => {
    expect(data({}).textOf(2)).toBe('row 3: code 0, dog');
    expect(data({ colour: 'u1' }).textOf(5)).toBe('row 7: code 1, sun, adds 2.13 bits');
  });

  it('sorts samples by what each adds', () => {
    const { kindOf, kinds } = data({ colour: 'u1' });
    const values = [-0.375, 0.125, 0.625, 1.125, 1.625, 2.125];
    expect(values.map((_, place) => kinds[kindOf(place)]?.text)).toEqual([
      '< −0.25',
      'about 0',
      '> 0.25',
      '> 1',
      '> 1',
      '> 2 bits',
    ]);
  });
});

describe('a code', () => {
  it('tells its size, its values of y and what chance would give', () => {
    expect(codeFacts(SIX.extras!.counts, REPORT, 'x1', 0)).toEqual({
      size: 3,
      share: 0.5,
      labels: [
        { label: 'cat', n: 2, chance: 1 },
        { label: 'dog', n: 1, chance: 1.5 },
      ],
      further: 0,
    });
    expect(commonest(SIX.extras!.codes!.y)).toBe(1);
  });

  it('numbers the values of y where the report does not name them all', () => {
    const few = { ...REPORT, samples: { by_label: [group('cat', 2)], by_stratum: [], by_block: [] } };
    expect(labelsOf(few)).toEqual(['code 0', 'code 1', 'code 2']);
  });
});
