import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFile, decodeLink, encodeFile, encodeLink, isLink, type Shared } from '../../../www/lib/share';
import { checkSizes, parseBounded } from '../../../www/lib/share/parse';
import { golden, typical, unwrap, wrap } from './links';
import { files, fuzzed, links, PATIENCE } from './mutations';

/** What is wrong with `text`; null where it is sound, and then it can be shared again. */
async function refusal(read: () => Promise<Shared>): Promise<unknown> {
  let shared: Shared;
  try {
    shared = await read();
  } catch (error) {
    return error;
  }
  expect(() => encodeFile(shared)).not.toThrow();
  await expect(encodeLink(shared)).resolves.toMatchObject({ fits: expect.any(Boolean) as boolean });
  return null;
}

describe.each([
  ['links', links, decodeLink, /^link_(damaged|version)$/],
  ['files', files, async (text: string) => decodeFile(text), /^(file_damaged|link_version)$/],
] as const)('mutated %s', (what, mutations, decode, codes) => {
  it('give a clear error or a valid state', { timeout: PATIENCE }, async () => {
    const sound = new Map<string, number>();
    const runs = await fuzzed(
      fc.asyncProperty(await mutations(), async ({ from, text }) => {
        const found = await refusal(async () => decode(text));
        sound.set(from, (sound.get(from) ?? 0) + Number(found === null));
        if (found !== null)
          expect(found).toMatchObject({
            name: 'ModalensError',
            code: expect.stringMatching(codes) as string,
          });
      }),
    );
    console.info(`${what}: ${runs} mutations, accepted ${JSON.stringify(Object.fromEntries(sound))}`);
    // Some of each must have got through, or what comes after the first checks was not tested.
    for (const [from, count] of sound) expect(count, from).toBeGreaterThan(runs / 1000);
  });
});

describe('hostile links', () => {
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
