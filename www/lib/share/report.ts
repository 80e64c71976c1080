/**
 * A report as a nested list, shorter than its JSON: no field names, numbers in steps of 1e-6 bits,
 * interval ends as distances from the estimate, options as differences from those of version 1.
 *
 * Unpacking builds whatever the list says; `sharedSchema` then decides whether it is a report.
 */

import type { Options } from '../types/options';
import type {
  Clustering,
  Estimate,
  Partition,
  Report,
  ReportInput,
  Share,
  SolverReport,
  Strata,
  Stratum,
  Warning,
} from '../types/report';
import { asList, asNumber, asPacked, less, more, type Packed, quantise, restore, rounded } from './numbers';

const STEPS = 1e6;

/** The defaults when version 1 of the link was made. Frozen: links store what differs from them. */
const OPTIONS_V1: Options = {
  k: 'auto',
  ky: 'auto',
  seed: 7,
  names: ['x1', 'x2', 'y'],
  method: 'full',
  seeds: 5,
  n_init: 10,
  max_iterations: 300,
  preparation: { l2: true, centre: false, pca: null, whiten: false },
  tolerance_bits: 1e-6,
  y_quantiles: false,
  drop_nonfinite: false,
  budget_bytes: 2 ** 30,
};

const QUANTITIES = ['i1', 'i2', 'i12', 'union'] as const;
const ATOMS = ['redundancy', 'unique1', 'unique2', 'synergy'] as const;
const SHARES = ['c1', 'c2', 'shapley1', 'shapley2'] as const;
const SLOTS = ['x1', 'x2', 'y'] as const;

function packOptions(options: Options): object {
  const differs = ([key, value]: [string, unknown]): boolean =>
    JSON.stringify(value) !== JSON.stringify(OPTIONS_V1[key as keyof Options]);
  return Object.fromEntries(Object.entries(options).filter(differs));
}

function packHash(hex: string | null): string | null {
  if (hex === null) return null;
  const letters = hex.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
  return btoa(letters).replace(/=+$/, '');
}

function unpackHash(packed: unknown): string | null {
  if (packed === null) return null;
  return [...atob(String(packed))]
    .map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('');
}

/** Methods and levels of estimates, each once. */
class Kinds {
  readonly list: [method: string, level: number][];

  constructor(list: [string, number][] = []) {
    this.list = list;
  }

  indexOf({ method, level }: Estimate): number {
    const at = this.list.findIndex(([m, l]) => m === method && l === level);
    return at >= 0 ? at : this.list.push([method, level]) - 1;
  }
}

/** Value, distance down, distance up. */
function packRange(centre: number | null, lower: number | null, upper: number | null): Packed[] {
  const c = quantise(centre, STEPS);
  const down = quantise(lower, STEPS);
  return [c, down === null ? null : (c ?? 0) - down, less(quantise(upper, STEPS), c)];
}

function unpackRange([centre, down, up]: unknown[]): Record<'estimate' | 'lower' | 'upper', number | null> {
  const c = asPacked(centre);
  const d = asPacked(down);
  return {
    estimate: restore(c, STEPS),
    lower: d === null ? null : restore((c ?? 0) - d, STEPS),
    upper: restore(more(asPacked(up), c), STEPS),
  };
}

function packEstimate(e: Estimate, kinds: Kinds): unknown[] {
  const present = e.present === null ? null : Number(e.present);
  return [
    quantise(e.plugin, STEPS),
    quantise(e.se, STEPS),
    ...packRange(e.estimate, e.lower, e.upper),
    kinds.indexOf(e),
    present,
    ...(e.present_in_seeds ?? []),
  ];
}

function unpackEstimate(packed: unknown, kinds: Kinds): Estimate {
  const [plugin, se, centre, down, up, kind, present, ...seeds] = asList(packed);
  const [method, level] = kinds.list[asNumber(kind)] ?? ['', NaN];
  const { estimate, lower, upper } = unpackRange([centre, down, up]);
  return {
    plugin: restore(asPacked(plugin), STEPS) ?? NaN,
    estimate,
    se: restore(asPacked(se), STEPS),
    lower,
    upper,
    level,
    method,
    present: present === null ? null : present === 1,
    present_in_seeds: seeds.length === 0 ? null : (seeds as [number, number]),
  };
}

function packShare(share: Share): unknown[] {
  return [
    share.status === 'defined' ? 1 : 0,
    ...packRange(share.estimate, share.lower, share.upper),
    ...(share.reason === null ? [] : [share.reason]),
  ];
}

function unpackShare(packed: unknown): Share {
  const [status, centre, down, up, reason = null] = asList(packed);
  return {
    status: status === 1 ? 'defined' : 'undefined',
    reason: reason as string | null,
    ...unpackRange([centre, down, up]),
  };
}

function packClustering(c: Clustering | null): unknown {
  return c && [rounded(c.inertia, 7), rounded(c.restart_spread, 4), ...c.sizes];
}

function unpackClustering(packed: unknown): Clustering | null {
  if (packed === null) return null;
  const [inertia, restart_spread, ...sizes] = asList(packed) as number[];
  return { inertia, restart_spread, sizes } as Clustering;
}

function packPartition(p: Partition): unknown[] {
  const agreements = [p.seed_agreement, p.seed_agreement_x1, p.seed_agreement_x2].map((a) =>
    quantise(a, 1e4),
  );
  return [
    p.k1,
    p.k2,
    p.ky,
    p.choice,
    ...agreements,
    p.occupied_cells,
    ...SLOTS.map((slot) => packClustering(p[slot])),
    ...(p.fitted_on === null ? [] : [p.fitted_on]),
  ];
}

function unpackPartition(packed: unknown, n: number): Partition {
  const [k1, k2, ky, choice, all, first, second, occupied_cells, x1, x2, y, fitted_on = null] =
    asList(packed);
  const [seed_agreement, seed_agreement_x1, seed_agreement_x2] = [all, first, second].map((a) =>
    restore(asPacked(a), 1e4),
  ) as [number, number, number];
  const cells = asNumber(k1) * asNumber(k2) * asNumber(ky);
  return {
    k1,
    k2,
    ky,
    choice,
    seed_agreement,
    seed_agreement_x1,
    seed_agreement_x2,
    samples_per_triple_cell: n / cells,
    occupied_cells,
    fitted_on,
    x1: unpackClustering(x1),
    x2: unpackClustering(x2),
    y: unpackClustering(y),
  } as Partition;
}

function packSolver(s: SolverReport): unknown[] {
  return [
    quantise(s.lower_bits, STEPS),
    quantise(s.upper_bits, STEPS),
    rounded(s.gap_bits, 4),
    s.iterations,
    rounded(s.matrix_products, 6),
    s.termination[0],
  ];
}

function unpackSolver(packed: unknown): SolverReport {
  const [lower, upper, gap_bits, iterations, matrix_products, how] = asList(packed);
  const terminations: Record<string, SolverReport['termination']> = {
    c: 'converged',
    i: 'iteration_limit',
    s: 'interrupted',
  };
  return {
    lower_bits: restore(asPacked(lower), STEPS),
    upper_bits: restore(asPacked(upper), STEPS),
    gap_bits,
    iterations,
    matrix_products,
    termination: terminations[String(how)],
  } as SolverReport;
}

function packInput(i: ReportInput): unknown[] {
  const { zero_samples, l2_skipped, components, variance_kept } = i.preparation ?? {};
  const effect = i.preparation ? [zero_samples, Number(l2_skipped), components, variance_kept] : [];
  return [i.name, i.shape, i.dtype, packHash(i.sha256), ...effect];
}

function unpackInput(packed: unknown): ReportInput {
  const [name, shape, dtype, hash, zero_samples, skipped, components, variance_kept] = asList(packed);
  const preparation =
    zero_samples === undefined
      ? null
      : { zero_samples, l2_skipped: skipped === 1, components, variance_kept };
  return { name, shape, dtype, sha256: unpackHash(hash), preparation } as ReportInput;
}

const LEVELS = ['stop', 'caution', 'note', 'pass'] as const;

const packWarning = ({ code, level, message, smaller_k }: Warning): unknown[] => [
  code,
  LEVELS.indexOf(level),
  message,
  ...(smaller_k === null ? [] : [smaller_k]),
];

function unpackWarning(packed: unknown): Warning {
  const [code, level, message, smaller_k = null] = asList(packed);
  return { code, level: LEVELS[asNumber(level)], message, smaller_k } as Warning;
}

/** What a report and a stratum have in common. */
type Quantified = Pick<Report, 'information_bits' | 'atoms_bits' | 'ranking'>;

function packQuantities(q: Quantified, kinds: Kinds): unknown[] {
  return [
    ...QUANTITIES.map((name) => q.information_bits[name]),
    ...ATOMS.map((name) => q.atoms_bits[name]),
    q.ranking.difference_bits,
  ].map((estimate) => packEstimate(estimate, kinds));
}

function unpackQuantities(estimates: unknown, h_y: unknown, claim: unknown, kinds: Kinds): Quantified {
  const list = asList(estimates);
  const estimate = (value: unknown): Estimate => unpackEstimate(value, kinds);
  return {
    information_bits: {
      ...named(QUANTITIES, list.slice(0, 4), estimate),
      h_y: restore(asPacked(h_y), STEPS),
    },
    atoms_bits: named(ATOMS, list.slice(4, 8), estimate),
    ranking: { claim, difference_bits: estimate(list[8]) },
  } as Quantified;
}

const packStratum = (s: Stratum, kinds: Kinds): unknown[] => [
  s.label,
  s.n,
  packQuantities(s, kinds),
  quantise(s.information_bits.h_y, STEPS),
  s.ranking.claim,
];

function unpackStratum(packed: unknown, kinds: Kinds): Stratum {
  const [label, n, estimates, h_y, claim] = asList(packed);
  return { label, n, ...unpackQuantities(estimates, h_y, claim, kinds) } as Stratum;
}

const packStrata = (s: Strata, kinds: Kinds): unknown[] => [
  packInput(s.input),
  s.each.map((each) => packStratum(each, kinds)),
  s.mean && packStratum(s.mean, kinds),
  s.left_out.map(({ label, n }) => [label, n]),
];

function unpackStrata(packed: unknown, kinds: Kinds): Strata | null {
  if (packed === undefined) return null;
  const [input, each, mean, leftOut] = asList(packed);
  return {
    input: unpackInput(input),
    each: asList(each).map((stratum) => unpackStratum(stratum, kinds)),
    mean: mean === null ? null : unpackStratum(mean, kinds),
    left_out: asList(leftOut).map((small) => {
      const [label, n] = asList(small);
      return { label, n };
    }) as Strata['left_out'],
  };
}

/** Packs a report; strata, which few reports have, come last. */
export function packReport(r: Report): unknown[] {
  const kinds = new Kinds();
  const estimates = packQuantities(r, kinds);
  const strata = r.strata ? [packStrata(r.strata, kinds)] : [];
  return [
    r.engine,
    r.n,
    SLOTS.map((slot) => packInput(r.inputs[slot])),
    packOptions(r.options),
    packPartition(r.partition),
    kinds.list,
    estimates,
    quantise(r.information_bits.h_y, STEPS),
    SHARES.map((name) => packShare(r.contribution[name])),
    r.ranking.claim,
    packSolver(r.solver),
    r.warnings.map(packWarning),
    r.passed.map(packWarning),
    ...strata,
  ];
}

function named<K extends string, T>(
  names: readonly K[],
  values: readonly unknown[],
  unpack: (value: unknown) => T,
): Record<K, T> {
  return Object.fromEntries(names.map((name, i) => [name, unpack(values[i])])) as Record<K, T>;
}

/** Unpacks what may be a report. */
export function unpackReport(packed: unknown): Report {
  const [
    engine,
    n,
    inputs,
    options,
    partition,
    kinds,
    estimates,
    h_y,
    shares,
    claim,
    solver,
    warnings,
    passed,
    strata,
  ] = asList(packed);
  const methods = new Kinds(asList(kinds) as [string, number][]);
  return {
    schema: 'modalens.report/1',
    engine,
    inputs: named(SLOTS, asList(inputs), unpackInput),
    n,
    options: { ...OPTIONS_V1, ...(options as object) },
    partition: unpackPartition(partition, asNumber(n)),
    ...unpackQuantities(estimates, h_y, claim, methods),
    contribution: named(SHARES, asList(shares), unpackShare),
    solver: unpackSolver(solver),
    warnings: asList(warnings).map(unpackWarning),
    passed: asList(passed).map(unpackWarning),
    strata: unpackStrata(strata, methods),
  } as Report;
}
