/** What a report allows to be said: the claims rules of the method, read from the report's own fields. */

import type { Atom } from '../charts/marks';
import type { Estimate, Report } from '../library';

/** Below this many samples a cell of the triple table, synergy is not shown at all. */
export const HIDDEN_BELOW = 0.25;

/** Samples a cell wanted for an interval of synergy that can be believed. */
export const SAMPLES_WANTED = 4;

/** Nothing below this is resolved, bits. */
export const FLOOR_BITS = 0.01;

/** The atoms of a report under their short names. */
export function atomsOf(report: Report): Record<Atom, Estimate> {
  const { unique1, redundancy, unique2, synergy } = report.atoms_bits;
  return { u1: unique1, r: redundancy, u2: unique2, s: synergy };
}

/** Whether the report holds plug-in values only, from which nothing is claimed. */
export const isPlugin = (report: Report): boolean => report.atoms_bits.redundancy.estimate === null;

/** The value to show: the estimate, or the plug-in value where there is none. */
export const valueOf = (estimate: Estimate): number => estimate.estimate ?? estimate.plugin;

export type AtomState = 'claimed' | 'unclaimed' | 'hidden';

/** Whether an atom may be claimed, is left open, or must not be shown. */
export function stateOf(report: Report, atom: Atom): AtomState {
  if (atom === 's' && report.partition.samples_per_triple_cell < HIDDEN_BELOW) return 'hidden';
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
