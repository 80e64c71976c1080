/** Two analyses compared, as far as their reports carry it, and the chart of it. */

import { atomName } from '../../charts/attribution';
import type { DifferencesData } from '../../charts/differences';
import { ATOMS, SYMBOL } from '../../charts/marks';
import { type Compared, type Comparison, compareReports, type Report } from '../../library';
import { synergyIsHidden } from '../../text/claims';

const KEY = { u1: 'unique1', r: 'redundancy', u2: 'unique2', s: 'synergy' } as const;

/** Whether C1 may be said of a report: not where neither unique can be told from zero. */
const steady = ({ atoms_bits: { unique1, unique2 } }: Report): boolean =>
  unique1.present !== false || unique2.present !== false;

/** The comparison without what either report hides. */
export function comparisonOf(a: Report, b: Report): Comparison & { hidden: boolean } {
  const found = compareReports(a, b);
  const hidden = synergyIsHidden(a) || synergyIsHidden(b);
  const left = new Set<Compared>([
    ...(hidden ? (['synergy', 'i12'] as const) : []),
    ...(steady(a) && steady(b) ? [] : (['c1'] as const)),
  ]);
  return { ...found, hidden, differences: found.differences.filter(({ quantity }) => !left.has(quantity)) };
}

/** The atoms of a comparison. */
export function differencesOf({ differences }: Comparison, [a, b]: readonly string[]): DifferencesData {
  const rows = ATOMS.flatMap((atom) => {
    const found = differences.find(({ quantity }) => quantity === KEY[atom]);
    if (!found) return [];
    const { difference: value, lower, upper } = found;
    const name = `${atomName(atom, [a ?? 'X1', b ?? 'X2'])}, ${SYMBOL[atom]}`;
    return [{ atom, name, symbol: SYMBOL[atom], value, lower, upper }];
  });
  return { rows, sides: ['more in A', 'more in B'] };
}
