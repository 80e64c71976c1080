/**
 * The report of an analysis, `modalens.report/1`: plain data, in bits.
 *
 * The engine writes it; these types and `report.schema.json` describe it. Both sides are tested
 * against the same golden report.
 */

import type { Options } from './options';

/** A quantity in bits with what is known of its error. */
export interface Estimate {
  /** Value of the empirical distribution of the codes, as it is. */
  plugin: number;
  /** Value corrected for bias, projected to the feasible range; null where only the plug-in was computed. */
  estimate: number | null;
  /** Standard error. */
  se: number | null;
  /** Lower end of the interval. */
  lower: number | null;
  /** Upper end of the interval. */
  upper: number | null;
  /** Confidence level of the interval. */
  level: number;
  /** How the estimate was made; `plugin` where it was not corrected. */
  method: string;
  /** Whether the quantity may be claimed to be there; null where no claim was tested. */
  present: boolean | null;
  /** In how many K-means seeds it was claimed, of how many; null where no claim was tested. */
  present_in_seeds: [number, number] | null;
}

/** A share of the whole between 0 and 1, or the reason why there is none. */
export interface Share {
  /** Whether a number may be given. */
  status: 'defined' | 'undefined';
  /** Why it is undefined. */
  reason: string | null;
  /** The share. */
  estimate: number | null;
  /** Lower end of the interval. */
  lower: number | null;
  /** Upper end of the interval. */
  upper: number | null;
}

/** One input as it was read. */
export interface ReportInput {
  /** Name of the file or of the array; null if it is not told. */
  name: string | null;
  /** Rows, then columns. */
  shape: number[];
  /** Item type as NumPy names it. */
  dtype: string;
  /** SHA-256 of the bytes of the file, in hex; null for values that did not come as bytes. */
  sha256: string | null;
  /** What the preparation did; null for labels. */
  preparation: PreparationEffect | null;
}

/** What the preparation of an input did. */
export interface PreparationEffect {
  /** Samples of norm zero, which have no direction and stay zero. */
  zero_samples: number;
  /** Whether L2 normalisation was left out, because samples have one feature. */
  l2_skipped: boolean;
  /** Principal components kept; null without PCA. */
  components: number | null;
  /** Share of the variance that the kept principal components have; null without PCA. */
  variance_kept: number | null;
}

/** One K-means partition. */
export interface Clustering {
  /** Sum of squared distances of samples to their centroids, after preparation. */
  inertia: number;
  /** Worst inertia over the restarts, relative to the best, minus 1. */
  restart_spread: number;
  /** Samples per code. */
  sizes: number[];
}

/** How the samples were discretised. */
export interface Partition {
  /** Codes of x1. */
  k1: number;
  /** Codes of x2. */
  k2: number;
  /** Codes or labels of y. */
  ky: number;
  /** How K was found: `auto`, `set` or `labels`. */
  choice: 'auto' | 'set' | 'labels';
  /** Smaller of the two agreements below; null with labels or one seed. */
  seed_agreement: number | null;
  /** Mean adjusted Rand index between the K-means seeds of x1. */
  seed_agreement_x1: number | null;
  /** Mean adjusted Rand index between the K-means seeds of x2. */
  seed_agreement_x2: number | null;
  /** n / (k1 k2 ky). */
  samples_per_triple_cell: number;
  /** Cells of the triple table that hold a sample. */
  occupied_cells: number;
  /** Fewest samples that K-means saw of an input; null if it saw all. All were coded. */
  fitted_on: number | null;
  /** K-means of x1; null for labels. */
  x1: Clustering | null;
  /** K-means of x2; null for labels. */
  x2: Clustering | null;
  /** K-means of y; null for labels. */
  y: Clustering | null;
}

/** Mutual informations and the entropy of y. */
export interface Information {
  /** I(X1;Y). */
  i1: Estimate;
  /** I(X2;Y). */
  i2: Estimate;
  /** I(X1,X2;Y). */
  i12: Estimate;
  /** Union information, the least I(X1,X2;Y) that keeps both pair marginals. */
  union: Estimate;
  /** H(Y). */
  h_y: number;
}

/** The four atoms of the decomposition. */
export interface Atoms<T = Estimate> {
  /** What both tell. */
  redundancy: T;
  /** What x1 alone tells. */
  unique1: T;
  /** What x2 alone tells. */
  unique2: T;
  /** What only both together tell. */
  synergy: T;
}

/** Name of an atom. */
export type AtomName = keyof Atoms;

/** Certificate of the headline solution. */
export interface SolverReport {
  /** Certified lower bound of the union information. */
  lower_bits: number;
  /** Certified upper bound. */
  upper_bits: number;
  /** Distance of the bounds. */
  gap_bits: number;
  /** Iterations done. */
  iterations: number;
  /** Matrix products done, the unit of work. */
  matrix_products: number;
  /** Why the solver stopped. */
  termination: 'converged' | 'iteration_limit' | 'interrupted';
}

/** How far to trust something, and what to do. */
export interface Warning {
  /** Stable name. */
  code: string;
  /** `stop`: do not report the number; `caution`: report it with care; `note`: good to know; `pass`: as it should be. */
  level: 'stop' | 'caution' | 'note' | 'pass';
  /** Fact, threshold, effect, action; fact and threshold alone where all is well. */
  message: string;
  /** A K with which it would not be said; null if there is none. */
  smaller_k: number | null;
}

/** Whether there are too few samples for synergy, and so for I(X1,X2;Y), to be shown at all. */
export const synergyHidden = ({ warnings }: Pick<Report, 'warnings'>): boolean =>
  warnings.some(({ code }) => code === 'synergy_hidden');

/** The decomposition of one stratum, or the mean over strata. */
export interface Stratum {
  /** Label of the stratum; null for the mean. */
  label: string | null;
  /** Samples. */
  n: number;
  /** Mutual informations in bits. */
  information_bits: Information;
  /** The atoms in bits. */
  atoms_bits: Atoms;
  /** Which source tells more about y. */
  ranking: Ranking;
}

/** The decomposition within strata, to be read beside that of all samples. */
export interface Strata {
  /** The labels of the strata as they were read. */
  input: ReportInput;
  /** Each stratum that has enough samples, by label. */
  each: Stratum[];
  /** Mean of these, weighted by their samples; null if there is none. */
  mean: Stratum | null;
  /** Strata with too few samples. */
  left_out: { label: string; n: number }[];
}

/** Which source tells more about y, where the data say so. */
export interface Ranking {
  /** The source, or `none`. */
  claim: 'x1' | 'x2' | 'none';
  /** I(X1;Y) - I(X2;Y). */
  difference_bits: Estimate;
}

/** Samples per cell of the triple table below which synergy is not shown. */
const LEAST_PER_CELL = 0.25;

/** The same for a stratum, or for the mean over strata: as many samples as a stratum has on average. */
export function stratumSynergyHidden(
  { strata, partition: { k1, k2, ky } }: Pick<Report, 'strata' | 'partition'>,
  { label, n }: Stratum,
): boolean {
  const samples = label === null ? n / Math.max(1, strata?.each.length ?? 1) : n;
  return samples / (k1 * k2 * ky) < LEAST_PER_CELL;
}

/** The report of one analysis. */
export interface Report {
  /** Version of this format. */
  schema: 'modalens.report/1';
  /** Version of the engine that wrote it. */
  engine: string;
  /** The inputs as they were read. */
  inputs: { x1: ReportInput; x2: ReportInput; y: ReportInput };
  /** Samples used. */
  n: number;
  /** All options, defaults filled in. */
  options: Options;
  /** How the samples were discretised. */
  partition: Partition;
  /** Mutual informations in bits. */
  information_bits: Information;
  /** The atoms in bits. */
  atoms_bits: Atoms;
  /** Shares of the two modalities: of the unique information (c), of the joint information (Shapley). */
  contribution: { c1: Share; c2: Share; shapley1: Share; shapley2: Share };
  /** Which source tells more about y, where the data say so. */
  ranking: Ranking;
  /** Certificate of the solution. */
  solver: SolverReport;
  /** How far to trust the report, worst first. */
  warnings: Warning[];
  /** What was checked and is as it should be. */
  passed: Warning[];
  /** The decomposition within strata; null if none were given. */
  strata: Strata | null;
}

/** Exact plug-in decomposition of a table. */
export interface Decomposition {
  /** The atoms in bits. */
  atoms_bits: Atoms<number>;
  /** Mutual informations in bits. */
  information_bits: { i1: number; i2: number; i12: number; union: number };
  /** Certificate of the solution. */
  solver: SolverReport;
}
