/**
 * Charts: data and a width in, the same SVG out. Golden pictures lie in `golden/`; UPDATE writes them anew
 * (vitest -u).
 */

import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { type AtomDatum, Attribution, type AttributionData } from '../../../www/page/charts/attribution';
import { Contribution } from '../../../www/page/charts/contribution';
import { Convergence } from '../../../www/page/charts/convergence';
import { gutterOf } from '../../../www/page/charts/gutter';
import { bySize, Heatmap } from '../../../www/page/charts/heatmap';
import { cut, textWidth } from '../../../www/page/charts/metrics';
import { hits, Recovery } from '../../../www/page/charts/recovery';
import { Sizes } from '../../../www/page/charts/sizes';
import type { Report } from '../../../www/page/library';
import { attributionOf, contributionOf } from '../../../www/page/state/figures';
import { CountsTable } from '../../../www/page/views/twins';
import { extrasOf } from './fixtures';
import { EMOJI, GATED, GATED_TRUTH, pluginOnly, WEAK, warning } from './reports';

/** One mark a line, so that a difference can be read. */
const drawn = (chart: VNode): string => `${renderToString(chart).replaceAll('><', '>\n<')}\n`;

/** Three partitions about the plug-in values. */
const withPartitions = (report: Report): Report => ({
  ...report,
  partitions: [-0.02, 0, 0.02].map((by, seed) => {
    const { redundancy, unique1, unique2, synergy } = report.atoms_bits;
    const atoms = {
      redundancy: redundancy.plugin + by,
      unique1: unique1.plugin + by,
      unique2: unique2.plugin + by,
      synergy: synergy.plugin + by,
    };
    const { k1, k2, ky } = report.partition;
    return { seed, k1, k2, ky, inertia1: 1, inertia2: 1, atoms_bits: { plugin: atoms, estimate: atoms } };
  }),
});

const golden: [string, VNode][] = [
  ['attribution-wide', <Attribution data={attributionOf(EMOJI)} width={768} label="emoji" />],
  ['attribution-narrow', <Attribution data={attributionOf(EMOJI)} width={358} label="emoji" />],
  ['attribution-weak', <Attribution data={attributionOf(WEAK)} width={768} label="weak" plugin />],
  [
    'attribution-truth',
    <Attribution data={attributionOf(GATED, GATED_TRUTH)} width={832} label="gated" plugin />,
  ],
  [
    'attribution-provisional',
    <Attribution data={attributionOf(pluginOnly(EMOJI))} width={768} label="first" plugin provisional />,
  ],
  [
    'attribution-partitions',
    <Attribution data={attributionOf(withPartitions(EMOJI))} width={768} label="partitions" partitions />,
  ],
  [
    'attribution-lost',
    <Attribution data={{ ...attributionOf(EMOJI), read: 2.6 }} width={768} label="lost" />,
  ],
  ['attribution-compact', <Attribution data={attributionOf(EMOJI)} width={358} label="bars" compact />],
  ['contribution-wide', <Contribution data={contributionOf(EMOJI)} width={768} label="shares" />],
  ['contribution-undefined', <Contribution data={contributionOf(WEAK)} width={358} label="shares" />],
  [
    'recovery',
    <Recovery
      data={{
        atom: 's',
        truth: 0.27,
        intervals: [
          [0.2, 0.3],
          [0.28, 0.4],
          [0.1, 0.2],
        ],
      }}
      width={190}
    />,
  ],
  [
    'heatmap',
    <Heatmap
      data={{
        names: ['image', 'text'],
        shape: [2, 2],
        pairs: [
          [0, 0, 1],
          [1, 0, 5],
          [1, 1, 9],
        ],
      }}
      width={300}
    />,
  ],
  ['sizes', <Sizes name="image" sizes={[3, 9, 1]} width={200} />],
  [
    'convergence',
    <Convergence data={{ trace: extrasOf({ k: 2, ky: 2 }).trace ?? [], tolerance: 1e-6 }} width={400} />,
  ],
];

describe('charts', () => {
  it.each(golden)('%s', async (name, chart) => {
    await expect(drawn(chart)).toMatchFileSnapshot(`./golden/${name}.svg`);
  });

  it('thousands of codes share the cells that there is room for, and every sample is in one', () => {
    const pairs = Array.from({ length: 3000 }, (_, i) => [i % 2000, (7 * i) % 500, 1 + (i % 3)] as const);
    const total = pairs.reduce((sum, [, , n]) => sum + n, 0);
    const data = { names: ['image', 'label'] as const, shape: [2000, 500] as const, pairs };
    const svg = drawn(<Heatmap data={data} width={752} choose={() => {}} />);
    expect(svg).toContain('a cell is 20 × 3 codes');
    expect(svg.match(/class="track"/g)).toHaveLength(100 * 167);
    const titles = [...svg.matchAll(/<title>20 codes of image, \d codes of label: (\d+) samples?/g)];
    expect(titles.reduce((sum, [, n]) => sum + Number(n), 0)).toBe(total);
    expect(svg).not.toContain('pick');

    const table = drawn(<CountsTable data={data} />);
    expect(table.match(/<tr>/g)).toHaveLength(1 + 60 + 1 + 1);
    expect(table).toContain('1,940 smaller');
    expect(table.trim()).toMatch(new RegExp(`>${total.toLocaleString('en')}\\s*</td>\\s*</tr>\\s*</tbody>`));
  });

  it('dots of partitions stand for their estimates on the lane of their atom', () => {
    const svg = drawn(
      <Attribution data={attributionOf(withPartitions(EMOJI))} width={768} label="p" partitions />,
    );
    const dots = [...svg.matchAll(/class="partition">\s*<title>partition (\d) of 3: ([\d.]+) bits/g)];
    expect(dots).toHaveLength(12);
    expect(dots.slice(0, 3).map(([, , value]) => Number(value))).toEqual(
      [-0.02, 0, 0.02].map((by) => Number((EMOJI.atoms_bits.unique1.plugin + by).toFixed(2))),
    );
    expect(
      drawn(<Attribution data={attributionOf(withPartitions(EMOJI))} width={768} label="p" />),
    ).not.toContain('class="partition"');
  });

  it('nothing is lost where the codes keep what the probe reads', () => {
    const data = attributionOf(EMOJI);
    const lost = (read: number | null) =>
      drawn(<Attribution data={{ ...data, read }} width={768} label="l" />).includes('class="lost"');
    expect([lost(2.6), lost(data.i12.value), lost(null)]).toEqual([true, false, false]);
  });

  it('write an interval beside its marks, never over them', () => {
    const xor = attributionOf(EMOJI);
    const none: AtomDatum = {
      value: 0,
      shown: '0.00',
      lower: 0,
      upper: 0.01,
      plugin: 0,
      partitions: [],
      state: 'unclaimed',
    };
    const all: AtomDatum = {
      value: 1,
      shown: '1.00',
      lower: 0.99,
      upper: 1.01,
      plugin: 1,
      partitions: [],
      state: 'claimed',
    };
    const data: AttributionData = {
      ...xor,
      hY: 1,
      i1: none,
      i2: none,
      i12: all,
      atoms: {
        u1: none,
        r: none,
        u2: none,
        s: all,
      },
    };
    const svg = drawn(<Attribution data={data} width={768} label="xor" />);
    const [, at = '', more = ''] =
      /<text x="([\d.]+)" y="[\d.]+"( class="e halo")?>\n?<tspan[^>]*>0\.99 to 1\.01/.exec(svg) ?? [];
    expect(more).toBe('');
    const ends = [...svg.matchAll(/x2="([\d.]+)"/g)].map(([, x]) => Number(x));
    expect(Number(at)).toBeGreaterThanOrEqual(Math.max(...ends));
    expect(Number(at) + 8 + textWidth('0.99 to 1.01')).toBeLessThanOrEqual(768);
  });

  it(
    'show names of sixteen letters whole at 1280 pixels, the gutter growing before the plot shrinks below ' +
      '480',
    () => {
      const names = ['chemistry_embeds', 'molecular_graphs'] as const;
      const svg = drawn(<Attribution data={{ ...attributionOf(EMOJI), names }} width={768} label="" />);
      for (const name of names) {
        expect(svg).toContain(`>${name} alone<`);
        expect(svg).toContain(`>only ${name}<`);
      }
      const { width } = gutterOf(names, 768);
      expect(768 - width).toBeGreaterThanOrEqual(480);
      const shares = drawn(<Contribution data={{ ...contributionOf(EMOJI), names }} width={768} label="" />);
      for (const name of names) expect(shares).toContain(`>${name}<`);
      expect(shares).toContain('0.24 to 0.39');
      const long = ['a_name_of_a_modality_that_goes_on', 'text'] as const;
      expect(
        drawn(<Attribution data={{ ...attributionOf(EMOJI), names: long }} width={768} label="" />),
      ).toMatch(/>only a_name_of_a[a-z_]*…</);
    },
  );

  it('draw the even line across the line of a share only, never through words', () => {
    for (const width of [358, 768]) {
      const svg = drawn(<Contribution data={contributionOf(WEAK)} width={width} label="" />);
      const guides = [...svg.matchAll(/<line [^>]*y1="([\d.]+)"[^>]*y2="([\d.]+)"[^>]*class="guide"/g)];
      expect(guides).toHaveLength(1);
      const [from, to] = guides[0]!.slice(1).map(Number);
      const texts = [...svg.matchAll(/<text x="[\d.]+" y="([\d.]+)"/g)].map(([, y]) => Number(y));
      for (const baseline of texts)
        expect(baseline <= from! || baseline - 10 >= to!, `${baseline} of ${from} to ${to}`).toBe(true);
    }
  });

  it('give no Shapley share where what both tell is hidden', () => {
    const thin = { ...EMOJI, warnings: [warning('stop', 'synergy_hidden', 'Synergy is not shown.')] };
    expect(contributionOf(thin).shapley).toHaveProperty('undefinedBecause');
    expect(attributionOf(thin).rest).toBe('');
  });

  it('say in full on a phone why a share is undefined', () => {
    const lines = [
      ...drawn(<Contribution data={contributionOf(WEAK)} width={358} label="shares" />).matchAll(
        /<text[^>]*class="m x"[^>]*>([^<]*)</g,
      ),
    ].map(([, text = '']) => text);
    expect(lines.join(' ')).toContain(
      'Unique share: undefined, because neither is shown to know anything of its own',
    );
    for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(358);
  });

  it('give every certificate of the trace its own place', () => {
    const svg = drawn(
      <Convergence
        data={{
          trace: [
            [1, 0, 1],
            [20, 0, 0.1],
            [20, 0, 0.01],
            [20, 0, 1e-7],
          ],
          tolerance: 1e-6,
        }}
        width={400}
      />,
    );
    const places = [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => x);
    expect(new Set(places).size).toBe(4);
    expect(svg).toContain('4 certificates');
  });

  it('have no number that is none, and no inline style', () => {
    for (const [, chart] of golden) {
      expect(drawn(chart)).not.toMatch(/NaN|["> ]undefined["<]|Infinity|style=/);
    }
  });

  it('put the overlap of the two bars where redundancy is', () => {
    const svg = drawn(<Attribution data={attributionOf(EMOJI)} width={768} label="" />);
    const starts = [...svg.matchAll(/<rect[^>]*class="f-r"[^>]*>/g)].map(
      ([tag]) => /x="([\d.]+)"/.exec(tag)?.[1],
    );
    expect(starts).toHaveLength(4);
    expect(new Set(starts).size).toBe(1);
  });

  it('draw no coloured mark for what is not claimed', () => {
    const svg = drawn(<Attribution data={attributionOf(WEAK)} width={768} label="" />);
    expect(svg).not.toMatch(/class="f-(u1|u2|s)"/);
    expect(svg.match(/no claim/g)).toHaveLength(3);
  });

  it('hide synergy with too few samples', () => {
    const thin = {
      ...EMOJI,
      warnings: [warning('stop', 'synergy_hidden', 'Synergy is not shown.')],
    };
    const svg = drawn(<Attribution data={attributionOf(thin)} width={768} label="" />);
    expect(svg).toContain('hidden: too few samples');
    expect(svg).not.toContain('0.16 to 0.26');
    expect(svg).not.toContain('class="f-s"');
  });

  it('stand extreme data: zero, negative, one bit in a thousand, long names', () => {
    const base = attributionOf(EMOJI);
    const odd: AttributionData[] = [
      {
        ...base,
        hY: 0,
        atoms: Object.fromEntries(
          Object.entries(base.atoms).map(([k, v]) => [k, { ...v, value: 0, lower: 0, upper: 0, plugin: 0 }]),
        ) as AttributionData['atoms'],
      },
      { ...base, atoms: { ...base.atoms, u1: { ...base.atoms.u1, value: -0.2, lower: -0.5, upper: 0.1 } } },
      { ...base, hY: 0.001 },
      { ...base, names: ['a very long name of a modality '.repeat(8), '😀'.repeat(60)] },
    ];
    for (const data of odd)
      for (const width of [280, 358, 768, 2000]) {
        expect(drawn(<Attribution data={data} width={width} label="" plugin />)).not.toMatch(
          /NaN|Infinity|width="-/,
        );
      }
  });

  it('count hits with both ends included', () => {
    expect(
      hits({
        atom: 'r',
        truth: 0.3,
        intervals: [
          [0.3, 0.4],
          [0.2, 0.3],
          [0.31, 0.4],
        ],
      }),
    ).toBe(2);
  });

  it('order codes by size and cut names to fit', () => {
    expect(bySize([1, 5, 5, 0])).toEqual([1, 2, 0, 3]);
    expect(textWidth(cut('a rather long name', 60))).toBeLessThanOrEqual(60);
    expect(cut('short', 100)).toBe('short');
  });
});
