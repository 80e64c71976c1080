/** Reports cut down to the points of a curve: what charts and verdicts need, and what links keep. */

import type { AtomName, Estimate, Information, Ranking, Report, Share } from '../types/report';

/** A quantity of a point of a series, in bits, or a share. */
export interface Band {
  plugin: number;
  estimate: number | null;
  lower: number | null;
  upper: number | null;
  /** Whether it may be claimed to be there; null where no claim was tested. */
  present: boolean | null;
}

/** One analysis of a series, cut down to what its curves and verdicts need. */
export interface SeriesPoint {
  /** What it is called on the axis. */
  label: string;
  /** Where it stands on the axis: K, layer, noise. */
  at: number;
  /** Samples. */
  n: number;
  /** Cells of the triple table, k1 k2 ky. */
  cells: number;
  /** H(Y). */
  h_y: number;
  information_bits: Record<Exclude<keyof Information, 'h_y'>, Band>;
  atoms_bits: Record<AtomName, Band>;
  /** Which source tells more; null in links of version 1. */
  claim: Ranking['claim'] | null;
  /** I(X1;Y) - I(X2;Y); null in links of version 1. */
  difference_bits: Band | null;
  /** Contribution of x1; null where it is undefined. */
  c1: Band | null;
  /** Shapley share of x1; null where it is undefined. */
  shapley1: Band | null;
  /** The whole report, in files; null in links. */
  report: Report | null;
}

/** What varies along a series. */
export type SeriesKind = 'k' | 'layers' | 'noise' | 'seeds' | 'preparation' | 'discretiser' | 'scores';

/** Analyses along an axis. */
export interface Series {
  /** What varies. */
  kind: SeriesKind;
  title: string | null;
  /** Names of x1, x2 and y; null in links of version 1. */
  names: [string, string, string] | null;
  points: SeriesPoint[];
}

const bandOf = ({ plugin, estimate, lower, upper, present }: Estimate): Band => ({
  plugin,
  estimate,
  lower,
  upper,
  present,
});

/** A share has no plug-in beside it; its own value stands in. */
function bandOfShare({ status, estimate, lower, upper }: Share): Band | null {
  if (status === 'undefined' || estimate === null) return null;
  return { plugin: estimate, estimate, lower, upper, present: null };
}

/** The point of `report` at `at`, called `label`. */
export function pointOf(report: Report, at: number, label: string): SeriesPoint {
  const { information_bits: information, atoms_bits: atoms, contribution, partition, ranking } = report;
  return {
    label,
    at,
    n: report.n,
    cells: partition.k1 * partition.k2 * partition.ky,
    h_y: information.h_y,
    information_bits: {
      i1: bandOf(information.i1),
      i2: bandOf(information.i2),
      i12: bandOf(information.i12),
      union: bandOf(information.union),
    },
    atoms_bits: {
      redundancy: bandOf(atoms.redundancy),
      unique1: bandOf(atoms.unique1),
      unique2: bandOf(atoms.unique2),
      synergy: bandOf(atoms.synergy),
    },
    claim: ranking.claim,
    difference_bits: bandOf(ranking.difference_bits),
    c1: bandOfShare(contribution.c1),
    shapley1: bandOfShare(contribution.shapley1),
    report,
  };
}
