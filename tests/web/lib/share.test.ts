// Links and files: round trips, hostile input, sizes, old versions.
import { readdirSync, readFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeFile,
  decodeLink,
  differences,
  digestOf,
  encodeFile,
  encodeLink,
  isLink,
  pointOf,
  type Series,
  type Shared,
  shareOne,
} from '../../../www/lib/share';
import { crc32 } from '../../../www/lib/share/text';
import { report, shared } from './arbitrary';

const golden = (name: string) => readFileSync(new URL(`../../golden/links/${name}`, import.meta.url), 'utf8');

/** The packing inside a link, and a link around a packing: for tests that must get past the checksum. */
const unwrap = (fragment: string) =>
  inflateRawSync(Buffer.from(fragment.slice(4), 'base64url')).subarray(0, -4);
function wrap(packing: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(packing));
  return `#m1.${deflateRawSync(Buffer.concat([packing, sum])).toString('base64url')}`;
}

/** Typical analyses: smooth curves with intervals, as a study of layers and a sweep of K give them. */
function typical(): Shared {
  const base = JSON.parse(golden('../report_emoji.json')) as Parameters<typeof shareOne>[0];
  const curve = (kind: Series['kind'], length: number): Series => ({
    kind,
    title: null,
    points: Array.from({ length }, (_, i) => {
      const wobble = (a: number, salt: number) =>
        a * (0.4 + 0.6 * (i / length)) + 0.01 * Math.sin(7.3 * i + salt);
      const band = (a: number, salt: number) => {
        const estimate = wobble(a, salt);
        const half = 0.03 + 0.01 * Math.cos(3.1 * i + salt);
        return { plugin: estimate + 0.1, estimate, lower: estimate - half, upper: estimate + half };
      };
      const [i1, i2, i12, union] = [band(1.1, 1), band(1.4, 2), band(1.9, 3), band(1.6, 4)];
      const atom = (f: (x: (b: typeof i1) => number) => number, salt: number) => {
        const estimate = f((b) => b.estimate);
        const half = 0.04 + 0.01 * Math.sin(2.3 * i + salt);
        return { plugin: f((b) => b.plugin), estimate, lower: estimate - half, upper: estimate + half };
      };
      return {
        label: String(i),
        at: i,
        n: 1906,
        cells: 9 * (i + 2) ** 2,
        h_y: 3.06,
        i1,
        i2,
        i12,
        union,
        redundancy: atom((x) => x(i1) + x(i2) - x(union), 5),
        unique1: atom((x) => x(union) - x(i2), 6),
        unique2: atom((x) => x(union) - x(i1), 7),
        synergy: atom((x) => x(i12) - x(union), 8),
        c1: band(0.4, 9),
        shapley1: band(0.45, 10),
      };
    }),
  });
  return { ...shareOne(base), series: [curve('k', 10), curve('layers', 12)], view: { tab: 'layers' } };
}

describe('round trip', () => {
  it('of links is exact on the grid of links', async () => {
    await fc.assert(
      fc.asyncProperty(shared, async (content) => {
        const { fragment, counts } = await encodeLink(content, { inputNames: true });
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

describe('hostile links', () => {
  it('10,000 mutated links give a clear error or a valid state', { timeout: 120_000 }, async () => {
    const links = [golden('m1-digits.txt').trim(), (await encodeLink(typical())).fragment];
    const packings = links.map(unwrap);
    let sound = 0;
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
          const text = inside
            ? wrap(change(packings[which]!, edits).subarray(0, cut === null ? undefined : cut % 2000))
            : Buffer.from(change(Buffer.from(links[which]!), edits))
                .toString('latin1')
                .slice(0, cut === null ? undefined : cut % 2000);
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
            sound += 1;
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
    expect(sound).toBeGreaterThan(100);
  });

  it.each([
    ['a string where a number belongs', (t: string) => t.replace('"0.1.0",1797', '"0.1.0","1797"')],
    ['a number beyond all bounds', (t: string) => t.replace('"0.1.0",1797', '"0.1.0",1e400')],
    ['an option that is not known', (t: string) => t.replace(/\{"k":/, '{"__proto__":1,"k":')],
    ['a very long name', (t: string) => t.replace('"top"', `"${'x'.repeat(5000)}"`)],
    ['a count outside the table', (t: string) => t.replace(/\[8,8,10,"(?=\d)/, '[1,1,1,"')],
    ['nesting without end', () => '['.repeat(100_000)],
    ['nothing', () => ''],
    ['something else', () => '{"a":1}'],
  ])('%s is refused', async (_, edit) => {
    const text = unwrap(golden('m1-digits.txt').trim()).toString();
    expect(edit(text)).not.toBe(text);
    await expect(decodeLink(wrap(Buffer.from(edit(text))))).rejects.toMatchObject({ code: 'link_damaged' });
  });

  it('a bomb is not inflated', async () => {
    const bomb = `#m1.${deflateRawSync(Buffer.alloc(50_000_000, 0x5b)).toString('base64url')}`;
    await expect(decodeLink(bomb)).rejects.toThrow('256 KB');
  });

  it('an unknown version is refused by name', async () => {
    expect(isLink('#m2.abc')).toBe(true);
    await expect(decodeLink('#m2.abc')).rejects.toMatchObject({
      code: 'link_version',
      message: expect.stringContaining('"m2"') as string,
    });
    expect(() => decodeFile('{"format":"modalens.shared/2"}')).toThrow('modalens.shared/2');
    expect(() => decodeFile('{"schema":"modalens.report/9"}')).toThrow('modalens.report/9');
  });

  it.each(['', '#', '#about', '#m1', '#m1.', '#m1.!!', '#m1.AAAA', 'javascript:alert(1)'])(
    '"%s" is refused',
    async (fragment) => {
      await expect(decodeLink(fragment)).rejects.toMatchObject({ code: 'link_damaged' });
    },
  );

  it.each(['', '{', '[]', 'null', '"x"', '{"format":"modalens.shared/1"}', '{"schema":"modalens.report/1"}'])(
    'file %s is refused',
    (text) => {
      expect(() => decodeFile(text)).toThrow(expect.objectContaining({ code: 'link_damaged' }) as Error);
    },
  );
});

describe('what a link tells', () => {
  it('no file names without consent, in warnings neither', async () => {
    await fc.assert(
      fc.asyncProperty(report, async (r) => {
        const name = 'secret_project_x1.npy';
        const told = {
          ...r,
          inputs: { ...r.inputs, x1: { ...r.inputs.x1, name } },
          warnings: [
            { code: 'a', level: 'note' as const, message: `${name} is given twice.`, smaller_k: null },
          ],
        };
        const { fragment } = await encodeLink(shareOne(told));
        expect(unwrap(fragment).toString()).not.toContain('secret');
        expect(encodeFile(shareOne(told))).not.toContain('secret');
        const back = await decodeLink((await encodeLink(shareOne(told), { inputNames: true })).fragment);
        expect(back.analyses[0]?.report.inputs.x1.name).toBe(name);
      }),
      { numRuns: 20 },
    );
  });

  it('parts of a later version are named and the rest opens', async () => {
    const sections = JSON.parse(unwrap(golden('m1-digits.txt').trim()).toString()) as unknown[];
    const back = await decodeLink(wrap(Buffer.from(JSON.stringify([...sections, ['strata', 1, 2]]))));
    expect(back.left_out).toEqual(['strata']);
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

  it('10 K points and 12 layers with intervals stay below 2,000 characters', async () => {
    const content = typical();
    const { fragment } = await encodeLink({ ...content, analyses: [] });
    expect(fragment.length).toBeLessThan(2000);
    const back = await decodeLink(fragment);
    expect(back.series.map(({ points }) => points.length)).toEqual([10, 12]);
    expect(back.series[1]?.points[3]?.synergy.estimate).toBeCloseTo(
      content.series[1]!.points[3]!.synergy.estimate!,
      3,
    );
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

it('a report becomes a point of a series', () => {
  const r = JSON.parse(golden('../report_emoji.json')) as Parameters<typeof pointOf>[0];
  const point = pointOf(r, 6, 'layer 6');
  expect(point).toMatchObject({
    at: 6,
    label: 'layer 6',
    n: r.n,
    synergy: { plugin: r.atoms_bits.synergy.plugin },
  });
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
