/** When two analyses agree: the rules of every verdict, in one place. They describe; they are no calibrated tests. */

import type { Estimate, Report } from '../types/report';

/** What a verdict needs of a report, and what a link keeps of it. */
export type Atomic = Pick<Report, 'atoms_bits'>;

/** Whether two intervals have a point in common; null where there is no interval. */
export function overlap(
  a: Pick<Estimate, 'lower' | 'upper'>,
  b: Pick<Estimate, 'lower' | 'upper'>,
): boolean | null {
  if (a.lower === null || a.upper === null || b.lower === null || b.upper === null) return null;
  return a.lower <= b.upper && b.lower <= a.upper;
}

const ATOMS = ['redundancy', 'unique1', 'unique2', 'synergy'] as const;

/** Whether the intervals of all four atoms overlap; null where one has none. */
export function agree(a: Atomic, b: Atomic): boolean | null {
  const each = ATOMS.map((name) => overlap(a.atoms_bits[name], b.atoms_bits[name]));
  if (each.includes(false)) return false;
  return each.includes(null) ? null : true;
}
