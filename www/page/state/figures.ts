/** From a report to the data of its charts. */

import type { AtomDatum, AttributionData, Measured } from '../charts/attribution';
import type { ContributionData, ShareDatum } from '../charts/contribution';
import { ATOMS, type Atom } from '../charts/marks';
import type { Estimate, Report, Share } from '../library';
import { atomsOf, isPlugin, shownValue, stateOf, synergyIsHidden } from '../text/claims';
import { shownOf } from '../text/shown';

/** Exact atoms of a synthetic system, bits. */
export interface Truth {
  redundancy: number;
  unique1: number;
  unique2: number;
  synergy: number;
}

export const truthOf = (truth: Truth): Record<Atom, number> => ({
  u1: truth.unique1,
  r: truth.redundancy,
  u2: truth.unique2,
  s: truth.synergy,
});

const measured = (e: Estimate, shown: string): Measured => ({
  value: shownValue(e),
  shown,
  lower: e.lower,
  upper: e.upper,
});

/** Data of the attribution chart. */
export function attributionOf(report: Report, truth?: Truth | null): AttributionData {
  const { i1, i2, i12, h_y } = report.information_bits;
  const source = atomsOf(report);
  const exact = truth ? truthOf(truth) : null;
  const plugin = isPlugin(report);
  const shown = shownOf(report);
  const atoms = {} as Record<Atom, AtomDatum>;
  for (const atom of ATOMS) {
    const found = source[atom];
    atoms[atom] = {
      ...measured(found, shown[atom]),
      plugin: found.plugin,
      partitions: report.partitions.flatMap(({ atoms_bits }) => {
        const value = atoms_bits.estimate && truthOf(atoms_bits.estimate)[atom];
        return value === null ? [] : [value];
      }),
      state: plugin && atom !== 's' ? 'unclaimed' : stateOf(report, atom),
      ...(exact ? { truth: exact[atom] } : {}),
    };
  }
  const [a, b] = report.options.names;
  return {
    names: [a, b],
    hY: h_y,
    read: report.kept?.both.probe_bits ?? null,
    rest: shown.rest,
    i1: measured(i1, shown.i1),
    i2: measured(i2, shown.i2),
    i12: measured(i12, shown.i12),
    atoms,
  };
}

function share(found: Share): ShareDatum {
  if (found.status === 'undefined' || found.estimate === null)
    return { undefinedBecause: (found.reason ?? 'the data cannot carry it').replace(/\.$/, '') };
  return { value: found.estimate, lower: found.lower, upper: found.upper };
}

/** Data of the contribution chart. */
export function contributionOf(report: Report): ContributionData {
  const [a, b] = report.options.names;
  const { unique1, unique2 } = report.atoms_bits;
  // A share of what no claim carries would be a claim itself.
  const unsteady =
    unique1.present === false && unique2.present === false && report.contribution.c1.status === 'defined';
  const unique: ShareDatum = unsteady
    ? { undefinedBecause: 'nothing unique can be told from zero' }
    : share(report.contribution.c1);
  // A Shapley share is made of I12, which is not shown where synergy is hidden.
  const shapley: ShareDatum = synergyIsHidden(report)
    ? { undefinedBecause: 'there are too few samples for what both tell together' }
    : share(report.contribution.shapley1);
  return { names: [a, b], unique, shapley };
}
