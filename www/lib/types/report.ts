/** The report of an analysis: plain data, in bits. The types are the engine's own, by `npm run generate`. */

import { RULES } from '../generated/constants';
import type { Atoms, Report, Stratum } from '../generated/types';

export type {
  Atoms,
  Clustering,
  Decomposition,
  Estimate,
  Information,
  Partition,
  PlainAtoms,
  PreparationEffect,
  Ranking,
  Report,
  ReportInput,
  Share,
  SolverReport,
  Strata,
  Stratum,
  Warning,
} from '../generated/types';

/** Name of an atom. */
export type AtomName = keyof Atoms;

/** Whether there are too few samples for synergy, and so for I(X1,X2;Y), to be shown at all. */
export const synergyHidden = ({ warnings }: Pick<Report, 'warnings'>): boolean =>
  warnings.some(({ code }) => code === 'synergy_hidden');

/** The same for a stratum, or for the mean over strata: as many samples as a stratum has on average. */
export function stratumSynergyHidden(
  { strata, partition: { k1, k2, ky } }: Pick<Report, 'strata' | 'partition'>,
  { label, n }: Stratum,
): boolean {
  const samples = label === null ? n / Math.max(1, strata?.each.length ?? 1) : n;
  return samples / (k1 * k2 * ky) < RULES.triple_cell_shown;
}
