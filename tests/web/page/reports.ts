/**
 * Reports for tests and pictures of views: the numbers of the design's mock, made into reports.
 *
 * For tests only: the page itself has no other numbers than those of the engine.
 */

import type { Estimate, Options, Report, Share, Warning } from '../../../www/page/library';
import { power } from '../../../www/page/text/format';

/** [estimate, lower, upper, plug-in] */
type Quad = readonly [number, number, number, number?];

interface Spec {
  names: [string, string, string];
  n: number;
  k: number;
  ky: number;
  hY: number;
  seed?: number;
  r: Quad;
  u1: Quad;
  u2: Quad;
  s: Quad;
  i1: Quad;
  i2: Quad;
  i12: Quad;
  none?: string[];
  c1: Quad | null;
  phi1: Quad;
  why?: string;
  claim: Report['ranking']['claim'];
  agreement: [number, number];
  gap: number;
  auto?: boolean;
  /** Level, code, fact, effect, action, smaller K. */
  warnings?: [Warning['level'], string, string, string, string, number?][];
}

/** What L2 normalisation does to ordinary embeddings: nothing to remark. */
const EFFECT = { zero_samples: 0, l2_skipped: false, components: null, variance_kept: null };

export const OPTIONS: Options = {
  k: 8,
  ky: 'auto',
  seed: 7,
  names: ['image', 'text', 'label'],
  method: 'full',
  partitions: 10,
  n_init: 2,
  max_iterations: 300,
  preparation: { l2: true, centre: false, pca: null, whiten: false },
  discretiser: 'kmeans',
  gauge: true,
  noise: 0,
  tolerance_bits: 1e-6,
  y_quantiles: false,
  y_ignore: { case: true, space: true, punctuation: true },
  y_scores: 'auto',
  y_least: 'auto',
  drop_nonfinite: false,
  budget_bytes: 2 ** 30,
};

function estimate([value, lower, upper, plugin]: Quad, present: boolean | null): Estimate {
  return {
    plugin: plugin ?? value,
    estimate: value,
    se: (upper - lower) / 4.186,
    se_within: (upper - lower) / 5,
    se_between: (upper - lower) / 7.6,
    lower,
    upper,
    level: 0.95,
    method: 'jackknife',
    present,
    present_in_partitions: present === null ? null : [present ? 10 : 2, 10],
  };
}

const share = (quad: Quad | null, why: string): Share =>
  quad
    ? { status: 'defined', reason: null, estimate: quad[0], lower: quad[1], upper: quad[2] }
    : { status: 'undefined', reason: why, estimate: null, lower: null, upper: null };
const flip = (quad: Quad | null): Quad | null => quad && [1 - quad[0], 1 - quad[2], 1 - quad[1]];

/** A warning as the engine writes it. */
export const warning = (
  level: Warning['level'],
  code: string,
  fact: string,
  effect = '',
  action = '',
  k?: number,
): Warning => ({
  code,
  level,
  message: [fact, effect, action].filter(Boolean).join(' '),
  fact,
  effect,
  action,
  smaller_k: k ?? null,
});

export function reportOf(spec: Spec): Report {
  const has = (atom: string) => !spec.none?.includes(atom);
  const union = spec.u1[0] + spec.r[0] + spec.u2[0];
  const d = spec.i1[0] - spec.i2[0];
  return {
    schema: 'modalens.report/2',
    engine: '0.1.0',
    inputs: {
      x1: {
        name: 'image_layer6.npy',
        shape: [spec.n, 320],
        dtype: 'float16',
        sha256: 'a'.repeat(64),
        preparation: EFFECT,
        repeated: 0,
        answers: null,
        scores: null,
      },
      x2: {
        name: 'text.npy',
        shape: [spec.n, 384],
        dtype: 'float16',
        sha256: 'b'.repeat(64),
        preparation: EFFECT,
        repeated: 0,
        answers: null,
        scores: null,
      },
      y: {
        name: 'label.npy',
        shape: [spec.n],
        dtype: 'int64',
        sha256: 'c'.repeat(64),
        preparation: null,
        repeated: null,
        answers: null,
        scores: null,
      },
    },
    n: spec.n,
    options: { ...OPTIONS, k: spec.auto ? 'auto' : spec.k, names: spec.names, seed: spec.seed ?? 7 },
    estimand:
      `The partial information decomposition of what ${spec.k} K-means codes of ${spec.names[0]} ` +
      `and ${spec.k} K-means codes of ${spec.names[1]} tell of ${spec.names[2]}, averaged over K-means ` +
      `solutions.`,
    partitions: [],
    partition: {
      number: 0,
      k1: spec.k,
      k2: spec.k,
      ky: spec.ky,
      choice: spec.auto ? 'auto' : 'set',
      trade: null,
      seed_agreement: Math.min(...spec.agreement),
      seed_agreement_x1: spec.agreement[0],
      seed_agreement_x2: spec.agreement[1],
      samples_per_triple_cell: spec.n / (spec.k * spec.k * spec.ky),
      occupied_cells: Math.round(spec.k * spec.k * spec.ky * 0.6),
      y_merged: null,
      fitted_on: null,
      x1: null,
      x2: null,
      y: null,
    },
    information_bits: {
      i1: estimate(spec.i1, null),
      i2: estimate(spec.i2, null),
      i12: estimate(spec.i12, null),
      union: estimate([union, union - 0.05, union + 0.05], null),
      h_y: spec.hY,
    },
    atoms_bits: {
      redundancy: estimate(spec.r, has('r')),
      unique1: estimate(spec.u1, has('u1')),
      unique2: estimate(spec.u2, has('u2')),
      synergy: estimate(spec.s, has('s')),
    },
    contribution: {
      c1: share(spec.c1, spec.why ?? ''),
      c2: share(flip(spec.c1), spec.why ?? ''),
      shapley1: share(spec.phi1, ''),
      shapley2: share(flip(spec.phi1), ''),
    },
    ranking: {
      claim: spec.claim,
      difference_bits: estimate([d, d - 0.08, d + 0.08], null),
      same_in_partitions: [10, 10],
    },
    kept: null,
    label_aware: null,
    solver: {
      lower_bits: union - spec.gap / 2,
      upper_bits: union + spec.gap / 2,
      gap_bits: spec.gap,
      iterations: 41,
      matrix_products: 90,
      termination: 'converged',
    },
    warnings: (spec.warnings ?? []).map((parts) => warning(...parts)),
    passed: [
      ...(spec.n < 200
        ? []
        : [warning('pass', 'samples', `${spec.n.toLocaleString('en')} samples, 200 wanted.`)]),
      warning(
        'pass',
        'synergy_correction',
        'Synergy’s correction is uncertain by 0.020 bits, 0.05 tolerated.',
      ),
      warning('pass', 'gap', `Certified to ${power(spec.gap)} bits, 0.001 tolerated.`),
    ],
    strata: null,
    samples: null,
  };
}

export const EMOJI = reportOf({
  names: ['image', 'text', 'label'],
  n: 1906,
  k: 8,
  ky: 9,
  hY: 3.06,
  r: [1.09, 1.03, 1.15, 1.09],
  u1: [0.15, 0.12, 0.19, 0.17],
  u2: [0.33, 0.27, 0.39, 0.34],
  s: [0.21, 0.16, 0.26, 0.25],
  i1: [1.24, 1.19, 1.3, 1.26],
  i2: [1.42, 1.35, 1.49, 1.43],
  i12: [1.78, 1.73, 1.83, 1.85],
  c1: [0.31, 0.24, 0.39],
  phi1: [0.45, 0.43, 0.47],
  claim: 'x2',
  agreement: [0.81, 0.84],
  gap: 8e-7,
  warnings: [
    [
      'caution',
      'samples_per_triple_cell',
      '3.3 samples per cell, 4 wanted.',
      'The interval of synergy may be too narrow.',
      'Run K = 6, or bring 2,304 samples.',
      6,
    ],
  ],
});

/** Purely redundant, n = 120: almost nothing may be claimed. */
export const WEAK = reportOf({
  names: ['audio', 'text', 'answer'],
  n: 120,
  k: 8,
  ky: 2,
  hY: 1,
  none: ['u1', 'u2', 's'],
  r: [0.57, 0.37, 0.78, 0.64],
  u1: [0.03, -0.03, 0.1, 0.03],
  u2: [0.02, -0.02, 0.07, 0.01],
  s: [0, -0.08, 0.05, 0.07],
  i1: [0.6, 0.42, 0.79],
  i2: [0.59, 0.4, 0.79],
  i12: [0.62, 0.45, 0.8],
  c1: null,
  phi1: [0.51, 0.42, 0.59],
  why: 'neither is shown to know anything of its own',
  claim: 'none',
  agreement: [0.97, 0.96],
  gap: 3e-7,
  warnings: [
    [
      'stop',
      'samples_per_triple_cell',
      '0.94 samples per cell, 4 wanted.',
      'The size of synergy cannot be trusted.',
      'Run K = 2, or bring 512 samples.',
      2,
    ],
    ['caution', 'samples', '120 samples, 200 wanted.', 'All intervals are rough.', 'Bring more samples.'],
    [
      'note',
      'contribution_undefined',
      'Contributions are undefined, because what either modality alone knows cannot be told from zero.',
      '',
      'Compare the modalities by their Shapley shares, or by I(X1;Y) and I(X2;Y).',
    ],
  ],
});

/** Gated fusion, asymmetric; n = 2,000, seed 3. */
export const GATED = reportOf({
  names: ['image', 'text', 'y'],
  n: 2000,
  k: 8,
  ky: 4,
  hY: 2,
  none: ['u2'],
  seed: 3,
  r: [0.39, 0.34, 0.44, 0.4],
  u1: [0.7, 0.61, 0.8, 0.7],
  u2: [0, -0.01, 0.01, 0],
  s: [0.3, 0.24, 0.35, 0.35],
  i1: [1.09, 1.02, 1.17],
  i2: [0.39, 0.34, 0.44],
  i12: [1.39, 1.33, 1.45],
  c1: [0.99, 0.95, 1],
  phi1: [0.75, 0.7, 0.8],
  claim: 'x1',
  agreement: [0.99, 0.99],
  gap: 4e-7,
});

export const GATED_TRUTH = { redundancy: 0.3673, unique1: 0.7863, unique2: 0, synergy: 0.2727 };

/** Plug-in values alone, before any interval. */
export function pluginOnly(report: Report): Report {
  const strip = (e: Estimate): Estimate => ({
    ...e,
    estimate: null,
    se: null,
    se_within: null,
    se_between: null,
    lower: null,
    upper: null,
    method: 'plugin',
    present: null,
    present_in_partitions: null,
  });
  const { i1, i2, i12, union, h_y } = report.information_bits;
  const { redundancy, unique1, unique2, synergy } = report.atoms_bits;
  return {
    ...report,
    options: { ...report.options, method: 'plugin' },
    information_bits: { i1: strip(i1), i2: strip(i2), i12: strip(i12), union: strip(union), h_y },
    atoms_bits: {
      redundancy: strip(redundancy),
      unique1: strip(unique1),
      unique2: strip(unique2),
      synergy: strip(synergy),
    },
    ranking: {
      claim: 'none',
      difference_bits: strip(report.ranking.difference_bits),
      same_in_partitions: null,
    },
  };
}
