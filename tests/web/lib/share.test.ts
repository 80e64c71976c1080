// Links and files: round trips, sizes, old versions.
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeFile,
  decodeLink,
  differences,
  digestOf,
  encodeFile,
  encodeLink,
  pointOf,
  type Report,
  type SharedAnalysis,
  shareLayers,
  shareOne,
} from '../../../www/lib/share';
import { packCounts, unpackCounts } from '../../../www/lib/share/counts';
import { MAX_TEXT } from '../../../www/lib/share/link';
import { packShapes, unpackShapes } from '../../../www/lib/share/shapes';
import { report, shared } from './arbitrary';
import { golden, typical, unwrap, wrap } from './links';

describe('round trip', () => {
  it('of links is exact on the grid of links', async () => {
    await fc.assert(
      fc.asyncProperty(shared, async (content) => {
        const { fragment, counts, fits } = await encodeLink(content, { inputNames: true });
        // What does not fit is offered as a file; a reader refuses what is longer still.
        if (!fits && fragment.length > MAX_TEXT) return;
        const back = await decodeLink(fragment);
        // A link has no room for how atoms vary with the samples, and not always for counts.
        const carried = (analysis: SharedAnalysis): SharedAnalysis => {
          const { samples } = analysis.report;
          const report = { ...analysis.report, samples: samples && { ...samples, by_block: [] } };
          return { ...analysis, report, counts: counts ? analysis.counts : null };
        };
        expect(back).toEqual({ ...content, analyses: content.analyses.map(carried) });
      }),
      { numRuns: 200 },
    );
  });

  it('of files is exact, also off the grid', () => {
    fc.assert(
      fc.property(shared, fc.double({ min: -9, max: 9, noNaN: true }), (content, odd) => {
        const [first] = content.analyses;
        if (first) first.report.information_bits.h_y = odd + 0;
        expect(decodeFile(encodeFile(content, { inputNames: true }))).toEqual(content);
      }),
      { numRuns: 200 },
    );
  });

  it('of a bare report', () => {
    fc.assert(
      fc.property(report, (r) => {
        expect(decodeFile(JSON.stringify(r)).analyses[0]?.report).toEqual(r);
      }),
      { numRuns: 50 },
    );
  });
});

it('columns of a study may have any name', async () => {
  const [content] = fc.sample(shared, { numRuns: 1, seed: 7 });
  const named = Object.fromEntries(['prototype', 'constructor', 'toString'].map((name) => [name, 'x']));
  const study = { columns: Object.keys(named), rows: [{ keys: named, point: null, error: null }] };
  const { fragment } = await encodeLink({ ...content!, analyses: [], series: [], study });
  expect((await decodeLink(fragment)).study).toEqual(study);
});

it('packs any JSON by the shapes of its objects, and back', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const packed = JSON.parse(JSON.stringify(packShapes(value))) as unknown;
      expect(unpackShapes(packed)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  // Names with spaces are not taken for several names of the table.
  const tricky = { 'x1 x2': 1, y: 2 };
  expect(unpackShapes(packShapes(tricky))).toEqual(tricky);
  // Nor is a field without a name taken for no field.
  const nameless = [{}, { '': 1 }];
  expect(unpackShapes(packShapes(nameless))).toEqual(nameless);
});

it('a report in a link has no shape that the table does not know', async () => {
  const { fragment } = await encodeLink({ ...typical(), series: [], view: {} });
  const [own] = JSON.parse(unwrap(fragment).toString()) as [unknown[]];
  // Of the whole only the view's own, which is empty here.
  expect(own).toEqual([[]]);
});

it('counts of any size are packed in one pass', () => {
  // A table of which every other cell is empty: trailing zeros are not looked for from each of them.
  const cells = Array.from({ length: 10_000 }, (_, i) => [
    Math.floor(i / 100),
    Math.floor(i / 5) % 20,
    2 * (i % 5),
  ]);
  const counts = {
    shape: [100, 20, 10] as [number, number, number],
    cells: cells.flat(),
    counts: cells.map(() => 1),
  };
  const packed = packCounts(counts);
  expect(packed[3]).toHaveLength(19_999);
  expect(unpackCounts(packed)).toEqual(counts);
  expect(packCounts({ shape: [2, 2, 2], cells: [], counts: [] })).toEqual([2, 2, 2, '']);
});

describe('what a link tells', () => {
  it('no file names without consent, in warnings neither, in curves neither', async () => {
    await fc.assert(
      fc.asyncProperty(report, async (r) => {
        const name = 'secret_project_x1.npy';
        const told = {
          ...r,
          inputs: { ...r.inputs, x1: { ...r.inputs.x1, name } },
          warnings: [
            {
              code: 'a',
              level: 'note' as const,
              message: `${name} is given twice.`,
              fact: `${name} is given twice.`,
              effect: '',
              action: `Give another ${name}.`,
              smaller_k: null,
            },
          ],
        };
        const curve = shareLayers({ layers: [{ x1_layer: 0, x2_layer: null, y_layer: null, report: told }] });
        for (const content of [shareOne(told), curve]) {
          const { fragment } = await encodeLink(content);
          expect(unwrap(fragment).toString()).not.toContain('secret');
          expect(encodeFile(content)).not.toContain('secret');
        }
        const back = await decodeLink((await encodeLink(shareOne(told), { inputNames: true })).fragment);
        expect(back.analyses[0]?.report.inputs.x1.name).toBe(name);
      }),
      { numRuns: 20 },
    );
  });

  it('parts of a later version are named and the rest opens', async () => {
    const sections = JSON.parse(unwrap(golden('m1-digits.txt').trim()).toString()) as unknown[];
    const old = await decodeLink(wrap(JSON.stringify([...sections, ['strata', 1, 2]]), 'm1'));
    expect(old.left_out).toEqual(['strata']);
    expect(old.analyses).toHaveLength(1);
    const content = unpackShapes(
      JSON.parse(unwrap((await encodeLink(typical())).fragment).toString()),
    ) as object;
    const back = await decodeLink(wrap(JSON.stringify(packShapes({ ...content, films: [1, 2] }))));
    expect(back.left_out).toEqual(['films']);
    expect(back.analyses).toHaveLength(1);
  });

  it('counts above the limit stay out, and it says so', async () => {
    const size = 20 * 20 * 20;
    const counts = {
      shape: [20, 20, 20] as [number, number, number],
      cells: Array.from({ length: size }, (_, i) => [
        Math.floor(i / 400),
        Math.floor(i / 20) % 20,
        i % 20,
      ]).flat(),
      counts: Array.from({ length: size }, (_, i) => 1 + ((i * 7919) % 30011)),
    };
    const { analyses } = typical();
    const {
      fragment,
      counts: inside,
      fits,
    } = await encodeLink({ ...typical(), analyses: [{ ...analyses[0]!, counts }] });
    expect(inside).toBe(false);
    expect(fits).toBe(true);
    expect(fragment.length).toBeLessThan(8000);
  });

  it('10 K points and 12 layers with intervals stay below 4,000 characters', async () => {
    const content = typical();
    const { fragment } = await encodeLink({ ...content, analyses: [] });
    expect(fragment.length).toBeLessThan(4000);
    const back = await decodeLink(fragment);
    expect(back.series.map(({ points }) => points.length)).toEqual([10, 12]);
    expect(back.series[1]?.points[3]?.atoms_bits.synergy.estimate).toBeCloseTo(
      content.series[1]!.points[3]!.atoms_bits.synergy.estimate!,
      3,
    );
  });

  it('with an analysis and its counts they stay below 8,000', async () => {
    const [digits] = (await decodeLink(golden('m1-digits.txt').trim())).analyses;
    const { fragment, counts, fits } = await encodeLink({ ...typical(), analyses: [digits!] });
    expect([counts, fits]).toEqual([true, true]);
    expect(fragment.length).toBeLessThan(8000);
  });
});

describe('identity', () => {
  it('the digest sees any change of a number, and equal reports agree', () => {
    fc.assert(
      fc.property(report, (r) => {
        expect(digestOf(structuredClone(r))).toBe(digestOf(r));
        const other = structuredClone(r);
        other.atoms_bits.synergy.plugin += 1e-9;
        expect(digestOf(other)).not.toBe(digestOf(r));
      }),
      { numRuns: 50 },
    );
  });

  it('differences are found beyond the rounding of links only', async () => {
    await fc.assert(
      fc.asyncProperty(report, async (r) => {
        const back = (await decodeLink((await encodeLink(shareOne(r))).fragment)).analyses[0]!.report;
        expect(differences(back, r)).toEqual([]);
        const other = structuredClone(r);
        other.information_bits.i1.plugin += 0.001;
        expect(differences(back, other).map(({ name }) => name)).toEqual(['i1.plugin']);
      }),
      { numRuns: 50 },
    );
  });
});

it(
  'a sweep opens as curves beside the analysis that they start from; what could not be computed is left ' +
    'out',
  () => {
    const r = JSON.parse(golden('../report_emoji.json')) as Report;
    const error = { code: 'too_many_codes', message: '256 codes were asked for.', hint: 'Choose fewer.' };
    const points = [
      { option: 'k', value: 2, report: r, error: null },
      { option: 'k', value: 256, report: null, error },
      { option: 'preparation', value: 'whiten', report: r, error: null },
    ];
    const file = { schema: 'modalens.sweep/1', base: r, points, verdicts: {}, by_option: {} };
    const { analyses, series } = decodeFile(JSON.stringify(file));
    expect(analyses).toMatchObject([{ report: r, digest: digestOf(r) }]);
    expect(series.map(({ kind, points: all }) => [kind, all.map(({ label, at }) => [label, at])])).toEqual([
      ['k', [['2', 2]]],
      ['preparation', [['whiten', 0]]],
    ]);
    const odd = { ...file, points: [{ ...points[0], option: 'moon' }] };
    expect(() => decodeFile(JSON.stringify(odd))).toThrow(/points.0.option is not as expected/);
  },
);

it('a report becomes a point of a series', () => {
  const r = JSON.parse(golden('../report_emoji.json')) as Parameters<typeof pointOf>[0];
  const point = pointOf(r, 6, 'layer 6');
  expect(point).toMatchObject({
    at: 6,
    label: 'layer 6',
    n: r.n,
    claim: r.ranking.claim,
    atoms_bits: { synergy: { plugin: r.atoms_bits.synergy.plugin } },
  });
});

it('layers open as curves with the analysis of the last, from a file with their reports', () => {
  const r = JSON.parse(golden('../report_emoji.json')) as Report;
  const layers = [0, 6].map((layer) => ({ x1_layer: layer, x2_layer: null, y_layer: null, report: r }));
  const file = { schema: 'modalens.layers/1', layers, stability: { share: 1 } };
  const { analyses, series } = decodeFile(JSON.stringify(file));
  expect(analyses).toMatchObject([{ title: 'layer 6', report: r, digest: digestOf(r) }]);
  expect(series).toMatchObject([{ kind: 'layers', names: r.options.names }]);
  expect(series[0]?.points.map(({ label, at, report }) => [label, at, report])).toEqual([
    ['layer 0', 0, r],
    ['layer 6', 6, r],
  ]);
  expect(() => decodeFile(JSON.stringify({ ...file, layers: [] }))).toThrow(/layers is not as expected/);
});

describe('links of every version keep opening', () => {
  const names = readdirSync(new URL('../../golden/links/', import.meta.url)).filter((name) =>
    name.endsWith('.txt'),
  );
  it('there are some', () => expect(names.length).toBeGreaterThan(0));
  it.each(names)('%s', async (name) => {
    const expected: unknown = JSON.parse(golden(name.replace('.txt', '.json')));
    expect(await decodeLink(golden(name).trim())).toEqual(expected);
  });
});
