/** What a report allows to be said: the claims rules of the method, read from the report's own fields. */

import { synergyHidden as synergyIsHidden } from '../../lib/types/report';
import type { Atom } from '../charts/marks';
import type { Estimate, Report } from '../library';

export { synergyIsHidden };

/** The atoms of a report under their short names. */
export function atomsOf(report: Pick<Report, 'atoms_bits'>): Record<Atom, Estimate> {
  const { unique1, redundancy, unique2, synergy } = report.atoms_bits;
  return { u1: unique1, r: redundancy, u2: unique2, s: synergy };
}

/** Whether the report holds plug-in values only, from which nothing is claimed. */
export const isPlugin = (report: Report): boolean => report.atoms_bits.redundancy.estimate === null;

/** The value to show: the estimate, or the plug-in value where there is none. */
export const shownValue = (estimate: Estimate): number => estimate.estimate ?? estimate.plugin;

export type AtomState = 'claimed' | 'unclaimed' | 'hidden';

/** Whether an atom may be claimed, is left open, or must not be shown. */
export function stateOf(report: Report, atom: Atom): AtomState {
  if (atom === 's' && synergyIsHidden(report)) return 'hidden';
  return atomsOf(report)[atom].present === true ? 'claimed' : 'unclaimed';
}

/** The atom that is most of what both know: its lower end exceeds half of the upper end of I12. */
export function mostOf(report: Report): Atom | null {
  const upper = report.information_bits.i12.upper;
  if (upper === null) return null;
  const atoms = atomsOf(report);
  for (const atom of ['r', 'u1', 'u2', 's'] as const) {
    const lower = atoms[atom].lower;
    if (lower !== null && lower > upper / 2 && stateOf(report, atom) === 'claimed') return atom;
  }
  return null;
}
