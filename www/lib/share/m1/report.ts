/**
 * Reports of links of version 1, which keep opening: nested lists without names of fields, numbers in steps
 * of 1e-6 bits, ends of intervals as distances from the estimate, options as differences from those of that
 * version.
 *
 * Unpacking builds whatever the list says; `sharedSchema` then decides whether it is a report.
 */

import { base64ToUint8Array, uint8ArrayToHex } from 'uint8array-extras';
import type { Options } from '../../types/options';
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
} from '../../types/report';
import { asList, asNumber, asPacked, more, restore } from './numbers';

const STEPS = 1e6;

/** What estimates of version 1 are about. */
const ESTIMAND_V1 = 'The partial information decomposition of the codes of one K-means solution.';

/** The defaults of version 1: its links store what differs from them. */
const OPTIONS_V1: Options = {
  k: 'auto',
  ky: 'auto',
  seed: 7,
  names: ['x1', 'x2', 'y'],
  method: 'full',
  partitions: 5,
  n_init: 10,
  max_iterations: 300,
  preparation: { l2: true, centre: false, pca: null, whiten: false },
  discretiser: 'kmeans',
  gauge: false,
  noise: 0,
  tolerance_bits: 1e-6,
  y_quantiles: false,
  y_ignore: { case: false, space: false, punctuation: false },
  y_scores: 'kmeans',
  y_least: 1,
  drop_nonfinite: false,
  budget_bytes: 2 ** 30,
};

const QUANTITIES = ['i1', 'i2', 'i12', 'union'] as const;
const ATOMS = ['redundancy', 'unique1', 'unique2', 'synergy'] as const;
const SHARES = ['c1', 'c2', 'shapley1', 'shapley2'] as const;
const SLOTS = ['x1', 'x2', 'y'] as const;

function unpackHash(packed: unknown): string | null {
  if (packed === null) return null;
  return uint8ArrayToHex(base64ToUint8Array(String(packed)));
}

/** Methods and levels of estimates, each once. */
type Kinds = [method: string, level: number][];

function unpackRange([centre, down, up]: unknown[]): Record<'estimate' | 'lower' | 'upper', number | null> {
  const c = asPacked(centre);
  const d = asPacked(down);
  return {
    estimate: restore(c, STEPS),
    lower: d === null ? null : restore((c ?? 0) - d, STEPS),
    upper: restore(more(asPacked(up), c), STEPS),
  };
}

function unpackEstimate(packed: unknown, kinds: Kinds): Estimate {
  const [plugin, se, centre, down, up, kind, present, ...seeds] = asList(packed);
  const [method, level] = kinds[asNumber(kind)] ?? ['', NaN];
  const { estimate, lower, upper } = unpackRange([centre, down, up]);
  return {
    plugin: restore(asPacked(plugin), STEPS) ?? NaN,
    estimate,
    se: restore(asPacked(se), STEPS),
    se_within: null,
    se_between: null,
    lower,
    upper,
    level,
    method,
    present: present === null ? null : present === 1,
    present_in_partitions: seeds.length === 0 ? null : (seeds as [number, number]),
  };
}

function unpackShare(packed: unknown): Share {
  const [status, centre, down, up, reason = null] = asList(packed);
  return {
    status: status === 1 ? 'defined' : 'undefined',
    reason: reason as string | null,
    ...unpackRange([centre, down, up]),
  };
}

function unpackClustering(packed: unknown): Clustering | null {
  if (packed === null) return null;
  const [inertia, restart_spread, ...sizes] = asList(packed) as number[];
  return { inertia, restart_spread, sizes } as Clustering;
}

function unpackPartition(packed: unknown, n: number): Partition {
  const [k1, k2, ky, choice, all, first, second, occupied_cells, x1, x2, y, fitted_on = null] =
    asList(packed);
  const [seed_agreement, seed_agreement_x1, seed_agreement_x2] = [all, first, second].map((a) =>
    restore(asPacked(a), 1e4),
  ) as [number, number, number];
  const cells = asNumber(k1) * asNumber(k2) * asNumber(ky);
  return {
    number: 0,
    k1,
    k2,
    ky,
    choice,
    seed_agreement,
    seed_agreement_x1,
    seed_agreement_x2,
    samples_per_triple_cell: n / cells,
    occupied_cells,
    y_merged: null,
    trade: null,
    fitted_on,
    x1: unpackClustering(x1),
    x2: unpackClustering(x2),
    y: unpackClustering(y),
  } as Partition;
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

function unpackInput(packed: unknown): ReportInput {
  const [name, shape, dtype, hash, zero_samples, skipped, components, variance_kept] = asList(packed);
  const preparation =
    zero_samples === undefined
      ? null
      : { zero_samples, l2_skipped: skipped === 1, components, variance_kept };
  return { name, shape, dtype, sha256: unpackHash(hash), preparation } as ReportInput;
}

const LEVELS = ['stop', 'caution', 'note', 'pass'] as const;

function unpackWarning(packed: unknown): Warning {
  const [code, level, message, smaller_k = null] = asList(packed);
  const parts = { fact: message, effect: '', action: '' };
  return { code, level: LEVELS[asNumber(level)], message, ...parts, smaller_k } as Warning;
}

/** What a report and a stratum have in common. */
type Quantified = Pick<Report, 'information_bits' | 'atoms_bits' | 'ranking'>;

function unpackQuantities(estimates: unknown, h_y: unknown, claim: unknown, kinds: Kinds): Quantified {
  const list = asList(estimates);
  const estimate = (value: unknown): Estimate => unpackEstimate(value, kinds);
  return {
    information_bits: {
      ...named(QUANTITIES, list.slice(0, 4), estimate),
      h_y: restore(asPacked(h_y), STEPS),
    },
    atoms_bits: named(ATOMS, list.slice(4, 8), estimate),
    ranking: { claim, difference_bits: estimate(list[8]), same_in_partitions: null },
  } as Quantified;
}

function unpackStratum(packed: unknown, kinds: Kinds): Stratum {
  const [label, n, estimates, h_y, claim] = asList(packed);
  return { label, n, ...unpackQuantities(estimates, h_y, claim, kinds) } as Stratum;
}

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
    verdict: null,
  };
}

function named<K extends string, T>(
  names: readonly K[],
  values: readonly unknown[],
  unpack: (value: unknown) => T,
): Record<K, T> {
  return Object.fromEntries(names.map((name, i) => [name, unpack(values[i])])) as Record<K, T>;
}

/** Options, of which one has another name now. */
function unpackOptions({ seeds, ...options }: { seeds?: number }): Options {
  return { ...OPTIONS_V1, ...(seeds === undefined ? {} : { partitions: seeds }), ...options };
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
  const methods = asList(kinds) as Kinds;
  return {
    schema: 'modalens.report/2',
    engine,
    inputs: named(SLOTS, asList(inputs), unpackInput),
    n,
    options: unpackOptions(options as object),
    estimand: ESTIMAND_V1,
    partition: unpackPartition(partition, asNumber(n)),
    // Estimates were those of the one partition that was shown.
    partitions: [],
    ...unpackQuantities(estimates, h_y, claim, methods),
    contribution: named(SHARES, asList(shares), unpackShare),
    kept: null,
    label_aware: null,
    solver: unpackSolver(solver),
    warnings: asList(warnings).map(unpackWarning),
    passed: asList(passed).map(unpackWarning),
    strata: unpackStrata(strata, methods),
    samples: null,
  } as Report;
}
