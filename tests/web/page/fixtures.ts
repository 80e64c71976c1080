/**
 * Reports and states for tests and pictures of views: the numbers of the design's mock, made into reports.
 *
 * For tests only: the page itself has no other numbers than those of the engine.
 */

import type {
  Estimate,
  Extras,
  InputFacts,
  Options,
  Report,
  Share,
  SystemInfo,
  Warning,
} from '../../../www/page/library';
import type { Result } from '../../../www/page/state/analyses';
import type { Repetition } from '../../../www/page/state/app';
import type { Entry } from '../../../www/page/state/entry';
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

export function extrasOf({ k, ky }: { k: number; ky: number }): Extras {
  const cells: number[] = [];
  const counts: number[] = [];
  for (let cell = 0; cell < k * k * ky; cell++) {
    const value = Math.max(
      0,
      Math.round(
        9 * Math.exp(-Math.abs((cell % k) - Math.floor(cell / (k * ky)))) * (1 + Math.sin(cell * 1.7)) - 0.6,
      ),
    );
    if (value) {
      cells.push(Math.floor(cell / (k * ky)), Math.floor(cell / ky) % k, cell % ky);
      counts.push(value);
    }
  }
  const trace = Array.from({ length: 42 }, (_, i): [number, number, number] => [
    i,
    1.57 - 0.4 * 0.7 ** i - 4e-7,
    1.57 + 0.3 * 0.7 ** i + 4e-7,
  ]);
  return {
    counts: { shape: [k, k, ky], cells, counts },
    codes: { x1: new Uint32Array(4), x2: new Uint32Array(4), y: new Uint32Array(4) },
    codebooks: {},
    trace,
  };
}

export const result = (report: Report, more: Partial<Result> = {}): Result => ({
  report,
  extras: extrasOf({ k: report.partition.k1, ky: report.partition.ky }),
  truth: null,
  title: null,
  series: [],
  ...more,
});

const facts = (
  name: string,
  shape: number[],
  dtype: string,
  bytes: number,
  preview: string[],
  distinct?: number,
): InputFacts => ({
  name,
  kind: distinct ? 'labels' : 'numbers',
  shape,
  dtype,
  rows: shape[0] ?? 0,
  fitted: shape[0] ?? 0,
  columns: shape[1] ?? 1,
  bytes,
  preview,
  distinct: distinct ?? null,
  answers: distinct ?? null,
  scores: null,
  target: { spellings: null, scores: null },
  label_names: [],
  members: [],
  repeated: null,
  column: null,
  features: [],
  ids: null,
  nonfinite: { count: 0, rows: [] },
  constant: false,
  notes: [],
});

let id = 1;
export const entry = (
  path: string,
  slot: Entry['slot'],
  name: string,
  found: InputFacts | null,
  problem: Entry['problem'] = null,
): Entry => ({
  id: id++,
  file: new File([], path),
  path,
  how: {},
  slot,
  byHand: false,
  example: false,
  name,
  facts: found,
  read: found || problem ? 1 : 0,
  problem,
});

export const FILES: Entry[] = [
  entry(
    'image_layer6.npy',
    'x1',
    'image',
    facts('image_layer6.npy', [1906, 320], 'float16', 1219968, [
      '0.113',
      '-0.087',
      '0.402',
      '0.000',
      '0.251',
    ]),
  ),
  entry(
    'text.npy',
    'x2',
    'text',
    facts('text.npy', [1906, 384], 'float16', 1463936, ['-0.021', '0.064', '-0.010', '0.055', '0.038']),
  ),
  entry('label.npy', 'y', 'label', facts('label.npy', [1906], 'int64', 15376, ['6', '6', '6', '6', '6'], 9)),
];

const system = (title: string, r: number, u1: number, u2: number, s: number, h_y: number): SystemInfo => ({
  name: title,
  title,
  description: '',
  group: 'vision_language',
  rho: 0.3,
  strengths: null,
  shape: [8, 8, 4],
  truth: { redundancy: r, unique1: u1, unique2: u2, synergy: s },
  within: null,
  h_y,
});

export const SYSTEMS: SystemInfo[] = [
  system('Additive, symmetric', 0.697, 0, 0, 0.573, 2),
  system('Additive, asymmetric', 0.242, 1.117, 0, 0.073, 2),
  system('Concatenation, symmetric', 0.057, 0.489, 0.489, 0, 1.97),
  system('Concatenation, asymmetric', 0.056, 0.66, 0.172, 0, 1.99),
  system('Gated, symmetric', 0.681, 0, 0.151, 0.672, 2),
  system('Gated, asymmetric', 0.367, 0.786, 0, 0.273, 2),
  system('Cross-attention, text to image', 0, 0.263, 0, 0.402, 1),
  system('Cross-attention, image to text', 0, 0, 0.263, 0.402, 1),
  system('Cross-attention, symmetric', 0.085, 0, 0, 0.331, 1),
  system('Image only', 0, 1.497, 0, 0, 2),
  system('Redundant', 1.497, 0, 0, 0, 2),
];
const gated = SYSTEMS[5];
if (gated)
  gated.description =
    'Gated fusion, asymmetric: a bit of text picks image with probability 0.95 or 0.60; 5 % of answers are ' +
    'random.';

/** Forty repetitions around the truth, two of them missing it. */
export const REPETITIONS: Repetition[] = Array.from({ length: 40 }, (_, i) => {
  const wave = (k: number) => Math.sin(i * 2.4 + k) * 0.045;
  const around = (truth: number, half: number, k: number) =>
    [truth + wave(k) - half, truth + wave(k) + half] as const;
  return {
    u1: around(0.786 + (i === 28 ? -0.14 : 0), 0.09, 1),
    r: around(0.367 + (i === 28 ? 0.1 : 0), 0.05, 2),
    u2: [-0.001, 0.01],
    s: around(0.273, 0.05, 3),
  };
});
