/**
 * What a link or a file may hold, checked: strict objects, finite numbers, bounded strings and lists.
 *
 * Whoever wrote a link, nothing else gets in. The report's part is generated from the engine's types.
 */

import * as v from 'valibot';
import { report } from '../generated/checks';
import type { Counts } from '../types/engine';
import { finite, text, whole } from './bounds';
import type { Series, Shared, SharedAnalysis, View } from './types';

/** Bits: far beyond what any table of bounded size can hold. */
const bits = v.pipe(finite, v.minValue(-1e3), v.maxValue(1e3));

/** Cells of a table at most. */
export const MAX_CELLS = 2_000_000;

const counts = v.pipe(
  v.strictObject({
    shape: v.strictTuple([whole(1, 1e6), whole(1, 1e6), whole(1, 1e6)]),
    cells: v.pipe(v.array(whole(0, 2 ** 32 - 1)), v.maxLength(3 * MAX_CELLS)),
    counts: v.pipe(v.array(whole(1)), v.maxLength(MAX_CELLS)),
  }),
  v.check(({ shape, cells, counts: held }) => {
    if (cells.length !== 3 * held.length || !cells.every((symbol, i) => symbol < shape[i % 3]!)) return false;
    const at = (i: number): number =>
      (cells[3 * i]! * shape[1] + cells[3 * i + 1]!) * shape[2] + cells[3 * i + 2]!;
    return held.every((_, i) => i === 0 || at(i) > at(i - 1));
  }, 'cells must be inside the table, each once, in order, with one count each'),
) satisfies v.GenericSchema<unknown, Counts>;

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
});

const point = v.strictObject({
  label: text(100),
  at: finite,
  n: whole(),
  cells: whole(),
  h_y: bits,
  i1: band,
  i2: band,
  i12: band,
  union: band,
  redundancy: band,
  unique1: band,
  unique2: band,
  synergy: band,
  c1: v.nullable(band),
  shapley1: v.nullable(band),
});

const series = v.strictObject({
  kind: v.picklist(['k', 'layers', 'noise', 'seeds', 'preparation']),
  title: v.nullable(text(200)),
  points: v.pipe(v.array(point), v.maxLength(500)),
}) satisfies v.GenericSchema<unknown, Series>;

const word = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9_-]{0,39}$/));
const view = v.pipe(
  v.record(word, v.union([word, v.boolean(), finite])),
  v.check((state) => Object.keys(state).length <= 20, 'at most 20 settings of the view'),
) satisfies v.GenericSchema<unknown, View>;

/** Everything that is shared. */
export const sharedSchema = v.strictObject({
  analyses: v.pipe(v.array(analysis), v.maxLength(50)),
  series: v.pipe(v.array(series), v.maxLength(20)),
  view,
  left_out: v.pipe(v.array(text(40)), v.maxLength(20)),
}) satisfies v.GenericSchema<unknown, Shared>;

/** Where and why a check failed, in words. */
export function firstIssue(issues: readonly v.BaseIssue<unknown>[]): string {
  const [issue] = issues;
  if (!issue) return 'its content is not what is expected';
  return `${v.getDotPath(issue) ?? 'its content'} is not as expected`;
}
