// Links and files: round trips, hostile input, sizes, old versions.
import { readdirSync, readFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Band,
  decodeFile,
  decodeLink,
  differences,
  digestOf,
  encodeFile,
  encodeLink,
  isLink,
  pointOf,
  type Report,
  type Series,
  type Shared,
  shareLayers,
  shareOne,
} from '../../../www/lib/share';
import { packCounts, unpackCounts } from '../../../www/lib/share/counts';
import { crc32, MAX_TEXT } from '../../../www/lib/share/link';
import { checkSizes, parseBounded } from '../../../www/lib/share/parse';
import { packShapes, unpackShapes } from '../../../www/lib/share/shapes';
import { report, shared } from './arbitrary';

const golden = (name: string) => readFileSync(new URL(`../../golden/links/${name}`, import.meta.url), 'utf8');

/** The packing inside a link, and a link around a packing: for tests that must get past the checksum. */
const unwrap = (fragment: string) =>
  inflateRawSync(Buffer.from(fragment.slice(4), 'base64url')).subarray(0, -4);
function wrap(packing: Uint8Array | string, version = 'm2'): string {
  const bytes = Buffer.from(packing);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return `#${version}.${deflateRawSync(Buffer.concat([bytes, sum])).toString('base64url')}`;
}

/** Typical analyses: smooth curves with intervals, as a study of layers and a sweep of K give them. */
function typical(): Shared {
  const base = JSON.parse(golden('../report_emoji.json')) as Parameters<typeof shareOne>[0];
  const curve = (kind: Series['kind'], length: number): Series => ({
    kind,
    title: null,
    names: base.options.names,
    points: Array.from({ length }, (_, i) => {
      const band = (a: number, salt: number): Band => {
        const estimate = a * (0.4 + 0.6 * (i / length)) + 0.01 * Math.sin(7.3 * i + salt);
        const half = 0.03 + 0.01 * Math.cos(3.1 * i + salt);
        return {
          plugin: estimate + 0.1,
          estimate,
          lower: estimate - half,
          upper: estimate + half,
          present: true,
        };
      };
      const [i1, i2, i12, union] = [band(1.1, 1), band(1.4, 2), band(1.9, 3), band(1.6, 4)];
      const atom = (f: (x: (b: Band) => number) => number, salt: number): Band => {
        const estimate = f((b) => b.estimate!);
        const half = 0.04 + 0.01 * Math.sin(2.3 * i + salt);
        return {
          ...i1,
          plugin: f((b) => b.plugin),
          estimate,
          lower: estimate - half,
          upper: estimate + half,
        };
      };
      return {
        label: String(i),
        at: i,
        n: 1906,
        cells: 9 * (i + 2) ** 2,
        h_y: 3.06,
        information_bits: { i1, i2, i12, union },
        atoms_bits: {
          redundancy: atom((x) => x(i1) + x(i2) - x(union), 5),
          unique1: atom((x) => x(union) - x(i2), 6),
          unique2: atom((x) => x(union) - x(i1), 7),
          synergy: atom((x) => x(i12) - x(union), 8),
        },
        claim: 'x2',
        difference_bits: atom((x) => x(i1) - x(i2), 9),
        c1: band(0.4, 10),
        shapley1: band(0.45, 11),
        report: null,
      };
    }),
  });
  return { ...shareOne(base), series: [curve('k', 10), curve('layers', 12)], view: { tab: 'layers' } };
}

describe('round trip', () => {
  it('of links is exact on the grid of links', async () => {
    await fc.assert(
      fc.asyncProperty(shared, async (content) => {
        const { fragment, counts, fits } = await encodeLink(content, { inputNames: true });
        // What does not fit is offered as a file; a reader refuses what is longer still.
        if (!fits && fragment.length > MAX_TEXT) return;
        const back = await decodeLink(fragment);
        const expected = counts
          ? content
          : { ...content, analyses: content.analyses.map((a) => ({ ...a, counts: null })) };
        expect(back).toEqual(expected);
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

it('a report has no shape that the table does not know', () => {
  const { analyses } = typical();
  const [own] = packShapes(analyses[0]!.report) as [unknown[]];
  expect(own).toEqual([]);
});

describe('hostile links', () => {
  it('10,000 mutated links give a clear error or a valid state', { timeout: 60_000 }, async () => {
    const links = [golden('m1-digits.txt').trim(), (await encodeLink(typical())).fragment];
    const packings = links.map(unwrap);
    const sound = [0, 0];
    // Digits for half of the bytes: what stays JSON gets further.
    const byte = fc.oneof(fc.nat(255), fc.integer({ min: 0x30, max: 0x39 }));
    const bytes = fc.array(fc.tuple(fc.nat(), byte), { minLength: 1, maxLength: 4 });
    const change = (source: Uint8Array, edits: [number, number][]) => {
      const copy = Uint8Array.from(source);
      for (const [at, byte] of edits) copy[at % copy.length] = byte;
      return copy;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1),
        fc.boolean(),
        bytes,
        fc.option(fc.nat(), { freq: 5 }),
        async (which, inside, edits, cut) => {
          const end = cut === null ? undefined : cut % 2000;
          const text = inside
            ? wrap(change(packings[which]!, edits).subarray(0, end), which === 0 ? 'm1' : 'm2')
            : Buffer.from(change(Buffer.from(links[which]!), edits))
                .toString('latin1')
                .slice(0, end);
          const outcome = await decodeLink(text).then(
            (value) => ({ value }),
            (error: unknown) => ({ error }),
          );
          if ('error' in outcome) {
            expect(outcome.error).toMatchObject({
              name: 'ModalensError',
              code: expect.stringMatching(/^link_(damaged|version)$/) as string,
            });
          } else {
            sound[which]! += 1;
            // A valid state can be shared again.
            await expect(encodeLink(outcome.value)).resolves.toMatchObject({
              fits: expect.any(Boolean) as boolean,
            });
          }
        },
      ),
      { numRuns: 10_000, seed: 20261123 },
    );
    // Some must have got through, or the checks behind the checksum were not tested.
    for (const count of sound) expect(count).toBeGreaterThan(30);
  });

  it.each([
    ['a string where a number belongs', (t: string) => t.replace('"0.1.0",1797', '"0.1.0","1797"')],
    ['a number beyond all bounds', (t: string) => t.replace('"0.1.0",1797', '"0.1.0",1e400')],
    ['an option that is not known', (t: string) => t.replace(/\{"k":/, '{"__proto__":1,"k":')],
    ['a very long name', (t: string) => t.replace('"top"', `"${'x'.repeat(5000)}"`)],
    ['a count outside the table', (t: string) => t.replace(/\[8,8,10,"(?=\d)/, '[1,1,1,"')],
    ['more cells than are computed again', (t: string) => t.replace(/\[8,8,10,"(?=\d)/, '[1000,20,2,"')],
    ['nesting without end', () => '['.repeat(100_000)],
    ['nothing', () => ''],
    ['something else', () => '{"a":1}'],
  ])('%s is refused', async (_, edit) => {
    const text = unwrap(golden('m1-digits.txt').trim()).toString();
    expect(edit(text)).not.toBe(text);
    await expect(decodeLink(wrap(edit(text), 'm1'))).rejects.toMatchObject({ code: 'link_damaged' });
  });

  it.each([
    ['a shape that is not there', '[[],[999,1]]'],
    ['an own shape that is not there', '[[],[1001,1]]'],
    ['a shape of another length', '[[],[1,1]]'],
    ['shapes that are no names', '[[[1]],[0]]'],
    ['a field twice', '[[["analyses","analyses","series","view"],[]],[1001,[0],[0],[0],[1002]]]'],
    ['a field that is none of ours in a part that is', '[[["view","toString"]],[1,[0],[0],[1001,1,1]]]'],
    ['no analyses', '[[],[0]]'],
  ])('of version 2: %s is refused', async (_, text) => {
    await expect(decodeLink(wrap(text))).rejects.toMatchObject({ code: 'link_damaged' });
  });

  it('a bomb is not inflated', async () => {
    const bomb = `#m2.${deflateRawSync(Buffer.alloc(10_000_000, 0x5b)).toString('base64url')}`;
    await expect(decodeLink(bomb)).rejects.toThrow('256 KB');
    const longer = `#m2.${deflateRawSync(Buffer.alloc(50_000_000, 0x5b)).toString('base64url')}`;
    await expect(decodeLink(longer)).rejects.toThrow('too long');
  });

  it('an unknown version is refused by name', async () => {
    expect(isLink('#m3.abc')).toBe(true);
    await expect(decodeLink('#m3.abc')).rejects.toMatchObject({
      code: 'link_version',
      message: expect.stringContaining('"m3"') as string,
    });
    expect(() => decodeFile('{"format":"modalens.shared/2"}')).toThrow('modalens.shared/2');
    expect(() => decodeFile('{"schema":"modalens.report/9"}')).toThrow('modalens.report/9');
  });

  it.each(['', '#', '#about', '#m1', '#m1.', '#m2.', '#m1.!!', '#m2.AAAA', 'javascript:alert(1)'])(
    '"%s" is refused',
    async (fragment) => {
      await expect(decodeLink(fragment)).rejects.toMatchObject({ code: 'link_damaged' });
    },
  );
});

describe('hostile files', () => {
  it.each(['', '{', '[]', 'null', '"x"', '{"format":"modalens.shared/1"}', '{"schema":"modalens.report/2"}'])(
    '%s is refused, and not as a link',
    (text) => {
      expect(() => decodeFile(text)).toThrow(expect.objectContaining({ code: 'file_damaged' }) as Error);
      expect(() => decodeFile(text)).toThrow(/^This file cannot be read: /);
    },
  );

  // What a reader of a file does with it before it is refused, in steps that are counted rather than timed.
  it('sizes are looked at before parts are', () => {
    const base = JSON.parse(golden('../report_emoji.json')) as object;
    const list = (length: number, item: unknown) => Array<unknown>(length).fill(item);
    const many = Object.fromEntries(list(200_000, 0).map((zero, i) => [`k${i}`, zero]));
    const hostile: [unknown, RegExp][] = [
      [{ ...base, atoms_bits: list(400_000, 0) }, /list of 400000 items/],
      [{ ...base, atoms_bits: many }, /more than 100 fields/],
      [{ ...base, warnings: list(200_000, { code: 'a' }) }, /list of 200000 items/],
      [{ format: 'modalens.shared/1', analyses: [], series: [], view: many }, /more than 100 fields/],
      [{ ...base, partition: { cells: list(400_000, []) } }, /list of 400000 items/],
    ];
    for (const [value, said] of hostile) {
      let reads = 0;
      // Every read of a part counts; a few for each field on the way, none for each item of the long list.
      const watched = (part: unknown): unknown =>
        typeof part !== 'object' || part === null
          ? part
          : new Proxy(part, {
              get(target, name, receiver) {
                reads += 1;
                return watched(Reflect.get(target, name, receiver));
              },
            });
      expect(() => checkSizes(watched(value))).toThrow(said);
      expect(reads).toBeLessThan(2_000);
      expect(() => decodeFile(JSON.stringify(value))).toThrow(said);
    }
  });

  it('brackets without end are refused before they are parsed, those in strings are text', () => {
    expect(() => decodeFile(`{"schema":"modalens.report/2","n":${'['.repeat(1_000_000)}`)).toThrow(
      /brackets/,
    );
    expect(parseBounded(`["${'['.repeat(100)}\\"${'['.repeat(100)}"]`)).toEqual([
      `${'['.repeat(100)}"${'['.repeat(100)}`,
    ]);
  });

  it.each<[string, object]>([
    ['a side beyond all codes', { shape: [1_000_000, 2, 1], cells: [0, 0, 0], counts: [1] }],
    ['more cells than any table', { shape: [4096, 4096, 4096], cells: [0, 0, 0], counts: [1] }],
    ['a cell twice', { shape: [2, 2, 2], cells: [0, 0, 0, 0, 0, 0], counts: [1, 1] }],
    ['a cell outside', { shape: [2, 2, 2], cells: [0, 2, 0], counts: [1] }],
    ['a cell too few', { shape: [2, 2, 2], cells: [0, 0], counts: [1] }],
    ['no count', { shape: [2, 2, 2], cells: [0, 0, 0], counts: [0] }],
    ['a field more', { shape: [2, 2, 2], cells: [0, 0, 0], counts: [1], p: 1 }],
  ])('counts with %s are refused', (_, counts) => {
    const { analyses } = typical();
    const text = JSON.stringify({
      format: 'modalens.shared/1',
      analyses: [{ ...analyses[0]!, counts }],
      series: [],
      view: {},
    });
    expect(() => decodeFile(text)).toThrow(/counts is not as expected/);
  });
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

it('a sweep opens as curves beside the analysis that they start from; what could not be computed is left out', () => {
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
});

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
