/** From a comparison to its chart. */

import { atomName } from '../../charts/attribution';
import type { DifferencesData } from '../../charts/differences';
import { ATOMS, SYMBOL } from '../../charts/marks';
import type { Comparison } from '../../library';

const KEY = { u1: 'unique1', r: 'redundancy', u2: 'unique2', s: 'synergy' } as const;

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
