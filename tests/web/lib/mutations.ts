// Links and saved files as no version ever wrote them: bytes, cuts, and parts put in place of others.
import fc from 'fast-check';
import { encodeFile, encodeLink, type Report, type Shared, shareStudy } from '../../../www/lib/share';
import { SEED } from './arbitrary';
import { golden, typical, unwrap, wrap } from './links';

const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 0);

/** Milliseconds that a test of [`fuzzed`] may take. */
export const PATIENCE = 300_000 + 1000 * SECONDS;

/**
 * Holds a property for so many cases of one seed, so that a failure comes again. `npm run fuzz` sets
 * FUZZ_SECONDS and FUZZ_SEED: then again and again from there, until that time is over. Gives the cases that
 * were run.
 */
export async function fuzzed(property: fc.IAsyncProperty<[Mutation]>, cases = 4_000): Promise<number> {
  const end = Date.now() + 1000 * SECONDS;
  let round = 0;
  do {
    await fc.assert(property, { numRuns: cases, seed: SEED + round, interruptAfterTimeLimit: PATIENCE });
    round += 1;
  } while (Date.now() < end);
  return cases * round;
}

/** A text in place of a sound one. */
export interface Mutation {
  /** What it was made from. */
  from: string;
  text: string;
}

/** What stands in place of a part: of another type, out of bounds, or within them and of no use. */
const HOSTILE: readonly unknown[] = [
  ...[null, true, false, '', [], {}, [[]], [null], { length: 3 }, { toString: 1 }],
  ...[0, 1, 2, -1, 0.5, -0, 4096, 4097, 1e6, 1e-30, 1e30, -1e30, 1e308, 2 ** 53 - 1, 2 ** 53],
  ...['x', '0', 'auto', '__proto__', 'constructor', '\u202e\u0000', '<img src=x onerror=alert(1)>'],
  ...['x'.repeat(4000), 'x'.repeat(4001), Array<number>(500).fill(1), Array<number>(5000).fill(0)],
];

type Path = readonly (string | number)[];

/** Where the parts of `value` are, the whole left out. */
const pathsOf = (value: unknown, at: Path = []): Path[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, part]) => {
        const path = [...at, Array.isArray(value) ? Number(name) : name];
        return [path, ...pathsOf(part, path)];
      });

const partAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], value);

/** A change of one part. */
type Edit = (part: unknown) => { put: unknown } | { drop: true } | { twice: true };

/** `value` with one part changed; what is not on the way to it is shared. A path that is gone is none. */
function edited(value: unknown, [name, ...rest]: Path, edit: Edit): unknown {
  if (name === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
    return value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const held = copy as Record<string | number, unknown>;
  if (rest.length > 0) {
    held[name] = edited(held[name], rest, edit);
    return copy;
  }
  const change = edit(held[name]);
  if ('put' in change) held[name] = change.put;
  else if (Array.isArray(copy))
    copy.splice(Number(name), 1, ...('twice' in change ? [copy[Number(name)], copy[Number(name)]] : []));
  else if ('twice' in change) held[`${name} `] = held[name];
  else delete held[name];
  return copy;
}

/** Other numbers in the place of numbers, other truths in that of truths: past the checks of types. */
function sameType(): fc.Arbitrary<Edit> {
  const bounded = fc.constantFrom(0, 1, -1, 0.5, 1e-30, -1e-9, 7, 100, 1e3, -1e3, 4096, 1e6, 1e30);
  const number = fc.oneof(fc.double({ noNaN: true }), fc.double({ min: -10, max: 10, noNaN: true }), bounded);
  return number.map((put) => (part) => {
    if (typeof part === 'number') return { put: Number.isInteger(part) ? Math.round(put) : put };
    return { put: typeof part === 'boolean' ? !part : part };
  });
}

/** Changes of the parts of a JSON value, of their types or not. */
function structural(value: unknown): fc.Arbitrary<string> {
  const paths = pathsOf(value);
  const place = fc.nat(paths.length - 1).map((i) => paths[i]!);
  const any = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(...HOSTILE).map(
        (put): Edit =>
          () => ({ put }),
      ),
    },
    {
      weight: 2,
      arbitrary: place.map(
        (path): Edit =>
          () => ({ put: partAt(value, path) }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Edit>(
        () => ({ drop: true }),
        () => ({ twice: true }),
      ),
    },
  );
  const changed = (edit: fc.Arbitrary<Edit>, most: number) =>
    fc
      .array(fc.tuple(place, edit), { minLength: 1, maxLength: most })
      .map((edits) => edits.reduce<unknown>((whole, [path, change]) => edited(whole, path, change), value));
  return fc.oneof(changed(any, 2), changed(sameType(), 6)).map((whole) => JSON.stringify(whole));
}

/** Changes of bytes, digits half of them: what stays JSON gets further. Seldom it is cut as well. */
function bytewise(source: Uint8Array): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof(fc.nat(255), fc.integer({ min: 0x30, max: 0x39 }));
  const edits = fc.array(fc.tuple(fc.nat(source.length - 1), byte), { minLength: 1, maxLength: 4 });
  return fc.tuple(edits, fc.option(fc.nat(source.length), { freq: 5 })).map(([changes, cut]) => {
    const copy = Uint8Array.from(source);
    for (const [at, to] of changes) copy[at] = to;
    return copy.subarray(0, cut ?? copy.length);
  });
}

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** Links: their letters, the bytes inside behind a sound checksum, and the parts of what those say. */
export async function links(): Promise<fc.Arbitrary<Mutation>> {
  const study = { ...typical(), analyses: [], series: [], ...studyOf() };
  const sound = [
    golden('m1-digits.txt').trim(),
    golden('m2-digits.txt').trim(),
    (await encodeLink(typical())).fragment,
    (await encodeLink(study)).fragment,
  ];
  return fc.oneof(
    ...sound.flatMap((link, i) => {
      const version = link.slice(1, 3);
      const inside = unwrap(link);
      const packing: unknown = JSON.parse(inside.toString());
      const texts = [
        bytewise(Buffer.from(link)).map(latin),
        bytewise(inside).map((bytes) => wrap(bytes, version)),
        structural(packing).map((text) => wrap(text, version)),
      ];
      return texts.map((text) => text.map((t): Mutation => ({ from: `${version} ${i}`, text: t })));
    }),
  );
}

/** A report, of its hundred alike blocks only two: or most mutations would fall on them. */
function report(): Report {
  const whole = JSON.parse(golden('../report_emoji.json')) as Report;
  const { samples } = whole;
  return { ...whole, samples: samples && { ...samples, by_block: samples.by_block.slice(0, 2) } };
}

/** A study of two rows, of which one failed. */
function studyOf(): Pick<Shared, 'study'> {
  const error = { code: 'truncated' as const, message: 'It ends early.', hint: 'Copy it again.' };
  const rows = [
    { keys: { model: 'a', task: 't' }, report: report(), error: null },
    { keys: { model: 'b', task: 't' }, report: null, error },
  ];
  return shareStudy({ schema: 'modalens.study/1', columns: ['model', 'task'], rows } as Parameters<
    typeof shareStudy
  >[0]);
}

/** One file of each kind that is opened. */
function sounds(): Record<string, unknown> {
  const one = report();
  const error = { code: 'usage', message: 'No.', hint: 'Otherwise.' };
  const layer = (at: number) => ({ x1_layer: at, x2_layer: null, y_layer: null, report: one });
  const point = (value: number, found: Report | null) => ({
    option: 'k',
    value,
    report: found,
    error: found ? null : error,
  });
  const rows = [
    { keys: { model: 'a' }, report: one, error: null },
    { keys: { model: 'b' }, report: null, error },
  ];
  return {
    shared: JSON.parse(encodeFile(typical())),
    counts: JSON.parse(encodeFile(JSON.parse(golden('m2-digits.json')) as Shared)),
    report: one,
    layers: { schema: 'modalens.layers/1', layers: [layer(0), layer(1)] },
    sweep: { schema: 'modalens.sweep/1', base: one, points: [point(2, one), point(3, null)] },
    study: { schema: 'modalens.study/1', columns: ['model'], rows },
    modalities: { schema: 'modalens.modalities/1', names: ['a', 'b', 'c'], one_vs_rest: [one], pairs: [one] },
  };
}

/** Saved files: their bytes, and the parts of what they say. */
export const files = (): fc.Arbitrary<Mutation> =>
  fc.oneof(
    ...Object.entries(sounds()).flatMap(([from, value]) => {
      const texts = [bytewise(Buffer.from(JSON.stringify(value))).map(latin), structural(value)];
      return texts.map((text) => text.map((t): Mutation => ({ from, text: t })));
    }),
  );
