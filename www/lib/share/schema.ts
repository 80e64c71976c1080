/**
 * What a link or a file may hold, checked: strict objects, finite numbers, bounded strings and lists.
 *
 * Whoever wrote a link, nothing else gets in. The report's part is generated from the engine's types.
 */

import * as v from 'valibot';
import type { Layers } from '../explore/layers';
import type { Modalities } from '../explore/modalities';
import type { Series, SeriesPoint } from '../explore/point';
import type { Study } from '../explore/study';
import type { Sweep } from '../explore/sweep';
import { report } from '../generated/checks';
import type { Counts } from '../types/engine';
import type { ErrorCode } from '../types/errors';
import { finite, text, whole } from './bounds';
import { Damage } from './damage';
import type { Shared, SharedAnalysis, SharedStudy, View } from './types';

/** Bits: far beyond what any table of bounded size can hold. */
const bits = v.pipe(finite, v.minValue(-1e3), v.maxValue(1e3));

/** Codes of an input at most. */
const MAX_CODES = 4096;

/** Occupied cells of a table, and cells of it, at most. */
const MAX_OCCUPIED = 1_000_000;
const MAX_CELLS = 2 ** 24;

const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

/**
 * Whether `value` is a table: its sizes first, then cells inside it, each once, in order, with one count
 * each.
 */
export function isCounts(value: unknown): value is Counts {
  const { shape, cells, counts, ...more } = (value ?? {}) as Record<string, unknown>;
  if (![shape, cells, counts].every(Array.isArray) || Object.keys(more).length > 0) return false;
  const [sides, places, held] = [shape, cells, counts] as [number[], number[], number[]];
  if (sides.length !== 3 || !sides.every((side) => isWhole(side, 1, MAX_CODES))) return false;
  const [k1, k2, ky] = sides as [number, number, number];
  if (k1 * k2 * ky > MAX_CELLS || held.length > MAX_OCCUPIED || places.length !== 3 * held.length)
    return false;
  let last = -1;
  return held.every((count, i) => {
    const [a, b, c] = [places[3 * i], places[3 * i + 1], places[3 * i + 2]] as [number, number, number];
    const at = (a * k2 + b) * ky + c;
    const inside = isWhole(a, 0, k1 - 1) && isWhole(b, 0, k2 - 1) && isWhole(c, 0, ky - 1) && at > last;
    last = at;
    return inside && isWhole(count, 1, Number.MAX_SAFE_INTEGER);
  });
}

const counts = v.custom<Counts>(isCounts);

const analysis = v.strictObject({
  title: v.nullable(text(200)),
  report,
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  counts: v.nullable(counts),
}) satisfies v.GenericSchema<unknown, SharedAnalysis>;

const band = v.strictObject({
  plugin: bits,
  estimate: v.nullable(bits),
  lower: v.nullable(bits),
  upper: v.nullable(bits),
  present: v.nullable(v.boolean()),
});

const point = v.strictObject({
  label: text(100),
  at: finite,
  n: whole(),
  cells: whole(),
  h_y: bits,
  information_bits: v.strictObject({ i1: band, i2: band, i12: band, union: band }),
  atoms_bits: v.strictObject({ redundancy: band, unique1: band, unique2: band, synergy: band }),
  claim: v.nullable(v.picklist(['x1', 'x2', 'none'])),
  difference_bits: v.nullable(band),
  c1: v.nullable(band),
  shapley1: v.nullable(band),
  report: v.nullable(report),
}) satisfies v.GenericSchema<unknown, SeriesPoint>;

const series = v.strictObject({
  kind: v.picklist(['k', 'layers', 'noise', 'seeds', 'preparation', 'discretiser', 'scores']),
  title: v.nullable(text(200)),
  names: v.nullable(v.strictTuple([text(200), text(200), text(200)])),
  points: v.pipe(v.array(point), v.maxLength(500)),
}) satisfies v.GenericSchema<unknown, Series>;

/** A code may be of a later version; its message and hint say what it is. */
const code = v.custom<ErrorCode>((value) => typeof value === 'string' && value.length <= 60);
const facts = v.strictObject({ code, message: text(), hint: text() });

/** Names and values that tell the rows of a study apart. */
const keys = v.custom<Record<string, string>>((value) => {
  // Not `record`, which leaves names such as "prototype" out.
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const named: [string, unknown][] = Object.entries(value);
  const short = ([name, held]: [string, unknown]): boolean =>
    name.length <= 100 && typeof held === 'string' && held.length <= 300;
  return named.length <= 20 && named.every(short);
});

const columns = v.pipe(v.array(text(100)), v.maxLength(20));

/** Rows of a study at most. */
const MAX_ROWS = 4096;

const study = v.strictObject({
  columns,
  rows: v.pipe(
    v.array(v.strictObject({ keys, point: v.nullable(point), error: v.nullable(facts) })),
    v.maxLength(MAX_ROWS),
  ),
}) satisfies v.GenericSchema<unknown, SharedStudy>;

const word = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9_-]{0,39}$/));
const view = v.pipe(
  v.record(word, v.union([word, v.boolean(), finite])),
  v.check((state) => Object.keys(state).length <= 20, 'at most 20 settings of the view'),
) satisfies v.GenericSchema<unknown, View>;

/** Everything that is shared. */
export const sharedSchema = v.strictObject({
  analyses: v.pipe(v.array(analysis), v.maxLength(50)),
  series: v.pipe(v.array(series), v.maxLength(20)),
  study: v.optional(v.nullable(study), null),
  view,
  left_out: v.pipe(v.array(text(40)), v.maxLength(20)),
}) satisfies v.GenericSchema<unknown, Shared>;

/**
 * Analyses of the layers of a model, `modalens.layers/1`. How far they agree is found again where they are
 * read.
 */
export const layersSchema = v.object({
  schema: v.literal('modalens.layers/1'),
  layers: v.pipe(
    v.array(
      v.strictObject({
        x1_layer: v.nullable(whole(0, 1e6)),
        x2_layer: v.nullable(whole(0, 1e6)),
        y_layer: v.nullable(whole(0, 1e6)),
        report,
      }),
    ),
    v.minLength(1),
    v.maxLength(500),
  ),
}) satisfies v.GenericSchema<unknown, Pick<Layers, 'schema' | 'layers'>>;

/** An analysis under other choices, `modalens.sweep/1`. Its verdicts are found again where it is read. */
export const sweepSchema = v.object({
  schema: v.literal('modalens.sweep/1'),
  base: report,
  points: v.pipe(
    v.array(
      v.strictObject({
        option: v.picklist(['k', 'preparation', 'discretiser', 'noise', 'scores']),
        value: v.union([finite, text(100)]),
        report: v.nullable(report),
        error: v.nullable(facts),
      }),
    ),
    v.maxLength(500),
  ),
}) satisfies v.GenericSchema<unknown, Pick<Sweep, 'schema' | 'base' | 'points'>>;

/** Many analyses, `modalens.study/1`. */
export const studySchema = v.object({
  schema: v.literal('modalens.study/1'),
  columns,
  rows: v.pipe(
    v.array(v.strictObject({ keys, report: v.nullable(report), error: v.nullable(facts) })),
    v.maxLength(MAX_ROWS),
  ),
}) satisfies v.GenericSchema<unknown, Study>;

/** More than two modalities, `modalens.modalities/1`; the reports alone are shown. */
export const modalitiesSchema = v.object({
  schema: v.literal('modalens.modalities/1'),
  names: v.pipe(v.array(text(200)), v.minLength(3), v.maxLength(20)),
  one_vs_rest: v.pipe(v.array(report), v.maxLength(20)),
  pairs: v.pipe(v.array(report), v.maxLength(200)),
}) satisfies v.GenericSchema<unknown, Pick<Modalities, 'schema' | 'names' | 'one_vs_rest' | 'pairs'>>;

/** What `schema` makes of `value`. */
export function checked<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Damage(`${(v.getDotPath(issue) ?? 'its content').slice(0, 100)} is not as expected`);
}
