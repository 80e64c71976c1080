/** A report cut down to a point of a series. */

import type { Estimate, Report, Share } from '../types/report';
import type { Band, SeriesPoint } from './types';

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
