/**
 * What a link or a file may hold, checked: strict objects, finite numbers, bounded strings and lists.
 *
 * Whoever wrote a link, nothing else gets in. The report's part is also published as
 * `report.schema.json`.
 */

import * as v from 'valibot';
import type { Counts } from '../types/engine';
import type { Options } from '../types/options';
import type { Report } from '../types/report';
import type { Series, Shared, SharedAnalysis, View } from './types';

const MAX_CODES = 4096;

const text = (length: number) => v.pipe(v.string(), v.maxLength(length));
const finite = v.pipe(v.number(), v.finite());
const whole = (most: number, least = 0) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));
const share = v.pipe(finite, v.minValue(-1e6), v.maxValue(1e6));
/** Bits: far beyond what any table of bounded size can hold. */
const bits = v.pipe(finite, v.minValue(-1e3), v.maxValue(1e3));

const estimate = v.strictObject({
  plugin: bits,
  estimate: v.nullable(bits),
  se: v.nullable(bits),
  lower: v.nullable(bits),
  upper: v.nullable(bits),
  level: v.pipe(finite, v.minValue(0), v.maxValue(1)),
  method: text(60),
  present: v.nullable(v.boolean()),
  present_in_seeds: v.nullable(v.strictTuple([whole(1000), whole(1000)])),
});

const shareOf = v.strictObject({
  status: v.picklist(['defined', 'undefined']),
  reason: v.nullable(text(500)),
  estimate: v.nullable(share),
  lower: v.nullable(share),
  upper: v.nullable(share),
});

const input = v.strictObject({
  name: v.nullable(text(300)),
  shape: v.pipe(v.array(whole(Number.MAX_SAFE_INTEGER)), v.maxLength(8)),
  dtype: text(40),
  sha256: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  preparation: v.nullable(
    v.strictObject({
      zero_samples: whole(Number.MAX_SAFE_INTEGER),
      l2_skipped: v.boolean(),
      components: v.nullable(whole(1_000_000, 1)),
      variance_kept: v.nullable(finite),
    }),
  ),
});

const codes = v.union([v.literal('auto'), whole(MAX_CODES, 1)]);

const options = v.strictObject({
  k: codes,
  ky: codes,
  seed: whole(Number.MAX_SAFE_INTEGER),
  names: v.strictTuple([text(200), text(200), text(200)]),
  method: v.picklist(['full', 'plugin']),
  seeds: whole(1000, 1),
  n_init: whole(100_000, 1),
  max_iterations: whole(1_000_000, 1),
  preparation: v.strictObject({
    l2: v.boolean(),
    centre: v.boolean(),
    pca: v.nullable(whole(1_000_000, 1)),
    whiten: v.boolean(),
  }),
  tolerance_bits: v.pipe(finite, v.minValue(0), v.maxValue(1)),
  y_quantiles: v.boolean(),
  drop_nonfinite: v.boolean(),
  budget_bytes: v.optional(whole(Number.MAX_SAFE_INTEGER), 2 ** 30),
}) satisfies v.GenericSchema<unknown, Options>;

const clustering = v.nullable(
  v.strictObject({
    inertia: finite,
    restart_spread: finite,
    sizes: v.pipe(v.array(whole(Number.MAX_SAFE_INTEGER)), v.maxLength(MAX_CODES)),
  }),
);

const partition = v.strictObject({
  k1: whole(1e9),
  k2: whole(1e9),
  ky: whole(1e9),
  choice: v.picklist(['auto', 'set', 'labels']),
  seed_agreement: v.nullable(share),
  seed_agreement_x1: v.nullable(share),
  seed_agreement_x2: v.nullable(share),
  samples_per_triple_cell: v.pipe(finite, v.minValue(0)),
  occupied_cells: whole(Number.MAX_SAFE_INTEGER),
  fitted_on: v.optional(v.nullable(whole(Number.MAX_SAFE_INTEGER)), null),
  x1: clustering,
  x2: clustering,
  y: clustering,
});

const solver = v.strictObject({
  lower_bits: bits,
  upper_bits: bits,
  gap_bits: bits,
  iterations: whole(Number.MAX_SAFE_INTEGER),
  matrix_products: v.pipe(finite, v.minValue(0)),
  termination: v.picklist(['converged', 'iteration_limit', 'interrupted']),
});

const warning = v.strictObject({
  code: text(60),
  level: v.picklist(['stop', 'caution', 'note', 'pass']),
  message: text(1000),
  smaller_k: v.nullable(whole(MAX_CODES)),
});

const information = v.strictObject({ i1: estimate, i2: estimate, i12: estimate, union: estimate, h_y: bits });
const atoms = v.strictObject({
  redundancy: estimate,
  unique1: estimate,
  unique2: estimate,
  synergy: estimate,
});
const ranking = v.strictObject({ claim: v.picklist(['x1', 'x2', 'none']), difference_bits: estimate });

/** Strata at most; the engine decomposes fewer. */
const MAX_STRATA = 100;
const samples = whole(Number.MAX_SAFE_INTEGER);
const stratum = v.strictObject({
  label: v.nullable(text(300)),
  n: samples,
  information_bits: information,
  atoms_bits: atoms,
  ranking,
});

const strata = v.strictObject({
  input,
  each: v.pipe(v.array(stratum), v.maxLength(MAX_STRATA)),
  mean: v.nullable(stratum),
  left_out: v.pipe(v.array(v.strictObject({ label: text(300), n: samples })), v.maxLength(MAX_STRATA)),
});

/** A report. */
export const reportSchema = v.strictObject({
  schema: v.literal('modalens.report/1'),
  engine: text(40),
  inputs: v.strictObject({ x1: input, x2: input, y: input }),
  n: whole(Number.MAX_SAFE_INTEGER),
  options,
  partition,
  information_bits: information,
  atoms_bits: atoms,
  contribution: v.strictObject({ c1: shareOf, c2: shareOf, shapley1: shareOf, shapley2: shareOf }),
  ranking,
  solver,
  warnings: v.pipe(v.array(warning), v.maxLength(50)),
  passed: v.pipe(v.array(warning), v.maxLength(50)),
  strata: v.optional(v.nullable(strata), null),
}) satisfies v.GenericSchema<unknown, Report>;

/** Cells of a table at most. */
export const MAX_CELLS = 2_000_000;

const counts = v.pipe(
  v.strictObject({
    shape: v.strictTuple([whole(1e6, 1), whole(1e6, 1), whole(1e6, 1)]),
    cells: v.pipe(v.array(whole(2 ** 32 - 1)), v.maxLength(3 * MAX_CELLS)),
    counts: v.pipe(v.array(whole(Number.MAX_SAFE_INTEGER, 1)), v.maxLength(MAX_CELLS)),
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
  report: reportSchema,
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
  n: whole(Number.MAX_SAFE_INTEGER),
  cells: whole(Number.MAX_SAFE_INTEGER),
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
