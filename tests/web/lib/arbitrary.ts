// Reports, series and shared analyses for property tests; numbers lie on the grid of links.
import fc from 'fast-check';
import type { Band, Series, SeriesPoint } from '../../../www/lib/explore/point';
import { digestOf } from '../../../www/lib/share/digest';
import type { Shared, SharedAnalysis, SharedStudy } from '../../../www/lib/share/types';
import type { Estimate, PlainAtoms, Report, Share } from '../../../www/lib/types/report';

/** Where properties and mutations begin; `npm run fuzz` begins elsewhere. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? 20261123);

// A report is large: a failure is told after so long, shrunk as far as it was.
fc.configureGlobal({ seed: SEED, interruptAfterTimeLimit: 30_000, markInterruptAsFailure: true });

const grid = (steps: number, most: number) =>
  fc.integer({ min: -most * steps, max: most * steps }).map((i) => i / steps + 0);
/** Bits as links hold them. */
const bits = grid(1e6, 9);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const text = (length: number) =>
  fc.string({ maxLength: length, unit: 'grapheme' }).map((s) => s.slice(0, length));
const count = (most: number) => fc.integer({ min: 1, max: most });

/** So many of so many partitions. */
const partitions = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 }));

const estimate: fc.Arbitrary<Estimate> = fc.record({
  plugin: bits,
  estimate: maybe(bits),
  se: maybe(bits),
  se_within: maybe(bits),
  se_between: maybe(bits),
  lower: maybe(bits),
  upper: maybe(bits),
  level: fc.constantFrom(0.95, 0.9),
  method: fc.constantFrom('plugin', 'jackknife', 'jackknife+shrinkage'),
  present: maybe(fc.boolean()),
  present_in_partitions: maybe(partitions),
});

const share: fc.Arbitrary<Share> = fc.record({
  status: fc.constantFrom('defined' as const, 'undefined' as const),
  reason: maybe(text(80)),
  estimate: maybe(bits),
  lower: maybe(bits),
  upper: maybe(bits),
});

const input = fc.record({
  name: maybe(text(30)),
  shape: fc.array(count(1e6), { maxLength: 3 }),
  dtype: fc.constantFrom('<f2', '<f4', '|u1'),
  sha256: maybe(
    fc
      .uint8Array({ minLength: 32, maxLength: 32 })
      .map((b) => [...b].map((x) => x.toString(16).padStart(2, '0')).join('')),
  ),
  preparation: maybe(
    fc.record({
      zero_samples: count(1e6),
      l2_skipped: fc.boolean(),
      components: maybe(count(1e6)),
      variance_kept: maybe(grid(1e4, 1)),
    }),
  ),
  repeated: maybe(count(1e6)),
  answers: maybe(fc.record({ spellings: count(1e4), answers: count(1e4) })),
  scores: maybe(
    fc.record({
      form: fc.constantFrom('probabilities' as const, 'log_probabilities' as const, 'logits' as const),
      options: count(4096),
      entropy_bits: bits,
    }),
  ),
});

const clustering = maybe(
  fc.record({
    inertia: fc.integer({ min: 0, max: 9_999_999 }).map((i) => Number((i / 1000).toPrecision(7))),
    restart_spread: fc.integer({ min: 0, max: 9999 }).map((i) => i / 1e4),
    sizes: fc.array(count(1e5), { maxLength: 12 }),
  }),
);

const agreement = maybe(grid(1e4, 1));

const warning = fc
  .record({
    code: text(20),
    level: fc.constantFrom('stop' as const, 'caution' as const, 'pass' as const),
    fact: text(100),
    effect: text(60),
    action: text(40),
    smaller_k: maybe(count(64)),
  })
  .map((parts) => ({
    ...parts,
    message: [parts.fact, parts.effect, parts.action].filter((part) => part !== '').join(' '),
  }));

const options = fc.record({
  k: fc.oneof(fc.constant('auto' as const), count(64)),
  ky: fc.oneof(fc.constant('auto' as const), count(64)),
  seed: fc.maxSafeNat(),
  names: fc.tuple(text(20), text(20), text(20)),
  method: fc.constantFrom('full' as const, 'plugin' as const),
  partitions: count(50),
  discretiser: fc.constantFrom('kmeans' as const, 'probe' as const),
  gauge: fc.boolean(),
  noise: fc.constantFrom(0, 0.3),
  n_init: count(1000),
  max_iterations: count(10_000),
  preparation: fc.record({
    l2: fc.boolean(),
    centre: fc.boolean(),
    pca: maybe(count(512)),
    whiten: fc.boolean(),
  }),
  tolerance_bits: fc.constantFrom(1e-6, 1e-3),
  y_quantiles: fc.boolean(),
  y_ignore: fc.record({ case: fc.boolean(), space: fc.boolean(), punctuation: fc.boolean() }),
  y_scores: fc.constantFrom('auto' as const, 'argmax' as const, 'kmeans' as const),
  y_least: fc.oneof(fc.constant('auto' as const), count(100)),
  drop_nonfinite: fc.boolean(),
  budget_bytes: fc.constantFrom(2 ** 30, 4096),
});

const quantified = {
  information_bits: fc.record({ i1: estimate, i2: estimate, i12: estimate, union: estimate, h_y: bits }),
  atoms_bits: fc.record({ redundancy: estimate, unique1: estimate, unique2: estimate, synergy: estimate }),
  ranking: fc.record({
    claim: fc.constantFrom('x1' as const, 'x2' as const, 'none' as const),
    difference_bits: estimate,
    same_in_partitions: maybe(partitions),
  }),
};

const plainAtoms: fc.Arbitrary<PlainAtoms> = fc.record({
  redundancy: bits,
  unique1: bits,
  unique2: bits,
  synergy: bits,
});

const keptBits = fc.record({
  codes_bits: bits,
  probe_bits: bits,
  probe_se: bits,
  share: maybe(grid(1e6, 1)),
});

const groups = fc.array(fc.record({ label: text(20), n: count(1e6), atoms_bits: plainAtoms }), {
  maxLength: 3,
});

const pooled = fc.record({
  seed: count(50),
  k1: count(64),
  k2: count(64),
  ky: count(64),
  inertia1: maybe(grid(1e3, 9)),
  inertia2: maybe(grid(1e3, 9)),
  atoms_bits: fc.record({ plugin: plainAtoms, estimate: maybe(plainAtoms) }),
});

const strata = maybe(
  fc.record({
    input,
    each: fc.array(fc.record({ label: text(20), n: count(1e6), ...quantified }), { maxLength: 3 }),
    mean: maybe(fc.record({ label: fc.constant(null), n: count(1e6), ...quantified })),
    left_out: fc.array(fc.record({ label: text(20), n: count(40) }), { maxLength: 3 }),
    verdict: maybe(
      fc.record({
        verdict: fc.constantFrom('same' as const, 'spurious' as const, 'undecided' as const),
        sentence: text(80),
        differing: fc.array(
          fc.record({
            what: text(20),
            change: fc.constantFrom('vanishes' as const, 'grows' as const),
            pooled_bits: fc.tuple(bits, bits, bits),
            within_bits: fc.tuple(bits, bits, bits),
          }),
          { maxLength: 2 },
        ),
      }),
    ),
  }),
);

const contribution = fc.record({ c1: share, c2: share, shapley1: share, shapley2: share });

export const report: fc.Arbitrary<Report> = fc.record({
  schema: fc.constant('modalens.report/2' as const),
  engine: fc.constant('0.1.0'),
  inputs: fc.record({ x1: input, x2: input, y: input }),
  n: count(1e6),
  options,
  estimand: text(200),
  partitions: fc.array(pooled, { maxLength: 4 }),
  partition: fc.record({
    number: count(50),
    k1: count(64),
    k2: count(64),
    ky: count(64),
    choice: fc.constantFrom('auto' as const, 'set' as const, 'labels' as const),
    trade: maybe(
      fc.record({
        reason: fc.constantFrom('best' as const, 'enough_samples' as const, 'enough_kept' as const),
        tried: fc.array(
          fc.record({
            k: count(32),
            i1_bits: bits,
            i2_bits: bits,
            i12_bits: bits,
            samples_per_triple_cell: bits,
            synergy_width_bits: maybe(bits),
          }),
          { maxLength: 8 },
        ),
      }),
    ),
    seed_agreement: agreement,
    seed_agreement_x1: agreement,
    seed_agreement_x2: agreement,
    samples_per_triple_cell: fc.integer({ min: 0, max: 9_000_000 }).map((i) => i / 1e6),
    occupied_cells: count(1e6),
    y_merged: maybe(
      fc.record({ least: count(100), values: count(4096), merged: count(4096), samples: count(1e6) }),
    ),
    fitted_on: maybe(count(1e6)),
    x1: clustering,
    x2: clustering,
    y: clustering,
  }),
  ...quantified,
  contribution,
  kept: maybe(fc.record({ x1: keptBits, x2: keptBits, both: keptBits })),
  label_aware: maybe(fc.record({ n: count(1e6), ...quantified, contribution, comparison: text(200) })),
  samples: maybe(
    fc.record({
      by_label: groups,
      by_stratum: groups,
      by_block: fc.array(plainAtoms, { maxLength: 2 }),
    }),
  ),
  solver: fc.record({
    lower_bits: bits,
    upper_bits: bits,
    gap_bits: fc.integer({ min: 0, max: 9999 }).map((i) => Number((i * 1e-10).toPrecision(4))),
    iterations: count(1e6),
    matrix_products: count(999_999),
    termination: fc.constantFrom('converged' as const, 'iteration_limit' as const),
  }),
  warnings: fc.array(warning, { maxLength: 6 }),
  passed: fc.array(warning, { maxLength: 6 }),
  strata,
});

const counts = fc.tuple(count(8), count(8), count(6)).chain(([a, b, c]) =>
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: a * b * c - 1 }), count(100_000)), {
      selector: ([cell]) => cell,
      maxLength: 60,
    })
    .map((cells) => {
      const sorted = cells.sort(([p], [q]) => p - q);
      return {
        shape: [a, b, c] as [number, number, number],
        cells: sorted.flatMap(([cell]) => [Math.floor(cell / (b * c)), Math.floor(cell / c) % b, cell % c]),
        counts: sorted.map(([, n]) => n),
      };
    }),
);

const analysis: fc.Arbitrary<SharedAnalysis> = fc
  .record({ title: maybe(text(40)), report, counts: maybe(counts) })
  .map((a) => ({ ...a, digest: digestOf(a.report) }));

/** Numbers of curves as links hold them: four decimals, fewer where they are large. */
const step = grid(1e3, 12);
const band: fc.Arbitrary<Band> = fc.record({
  plugin: step,
  estimate: maybe(step),
  lower: maybe(step),
  upper: maybe(step),
  present: maybe(fc.boolean()),
});
const point: fc.Arbitrary<SeriesPoint> = fc.record({
  label: text(20),
  at: step,
  n: count(1e6),
  cells: count(1e6),
  h_y: step,
  information_bits: fc.record({ i1: band, i2: band, i12: band, union: band }),
  atoms_bits: fc.record({ redundancy: band, unique1: band, unique2: band, synergy: band }),
  claim: maybe(fc.constantFrom('x1' as const, 'x2' as const, 'none' as const)),
  difference_bits: maybe(band),
  c1: maybe(band),
  shapley1: maybe(band),
  report: fc.constant(null),
});

export const series: fc.Arbitrary<Series> = fc.record({
  kind: fc.constantFrom('k' as const, 'layers' as const, 'noise' as const),
  title: maybe(text(40)),
  names: maybe(fc.tuple(text(20), text(20), text(20))),
  points: fc.array(point, { maxLength: 12 }),
});

const study: fc.Arbitrary<SharedStudy> = fc.record({
  columns: fc.array(text(10), { maxLength: 3 }),
  rows: fc.array(
    fc.record({
      keys: fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }), text(20), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
      point: maybe(point),
      error: maybe(
        fc.record({
          code: fc.constantFrom('truncated' as const, 'usage' as const),
          message: text(60),
          hint: text(60),
        }),
      ),
    }),
    { maxLength: 4 },
  ),
});

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);

export const shared: fc.Arbitrary<Shared> = fc.record({
  analyses: fc.array(analysis, { maxLength: 3 }),
  series: fc.array(series, { maxLength: 2 }),
  study: maybe(study),
  view: fc.dictionary(word, fc.oneof(word, fc.boolean(), fc.integer()), {
    maxKeys: 5,
    noNullPrototype: true,
  }),
  left_out: fc.constant([]),
});
