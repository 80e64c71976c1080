/** A report cut down to a point of a series. */

import type { Estimate, Report, Share } from '../types/report';
import type { Band, SeriesPoint } from './types';

const bandOf = ({ plugin, estimate, lower, upper }: Estimate): Band => ({ plugin, estimate, lower, upper });

/** A share has no plug-in beside it; its own value stands in. */
function bandOfShare({ status, estimate, lower, upper }: Share): Band | null {
  return status === 'defined' && estimate !== null ? { plugin: estimate, estimate, lower, upper } : null;
}

/** The point of `report` at `at`, called `label`. */
export function pointOf(report: Report, at: number, label: string): SeriesPoint {
  const { information_bits: information, atoms_bits: atoms, contribution, partition } = report;
  return {
    label,
    at,
    n: report.n,
    cells: partition.k1 * partition.k2 * partition.ky,
    h_y: information.h_y,
    i1: bandOf(information.i1),
    i2: bandOf(information.i2),
    i12: bandOf(information.i12),
    union: bandOf(information.union),
    redundancy: bandOf(atoms.redundancy),
    unique1: bandOf(atoms.unique1),
    unique2: bandOf(atoms.unique2),
    synergy: bandOf(atoms.synergy),
    c1: bandOfShare(contribution.c1),
    shapley1: bandOfShare(contribution.shapley1),
  };
}
