/** Roles by name: which of several files, or arrays of one file, is x1, x2, y or the strata z. */

import { guesses } from '../inputs/roles';
import type { InputSlot } from '../types/engine';
import { layerOf } from './names';

/** The roles, in the order in which they are read. */
export const SLOTS: readonly InputSlot[] = ['x1', 'x2', 'y', 'z'];

/** A file, or an array, that may have a role. */
export interface Candidate {
  name: string;
  slot: InputSlot | null;
  usable: boolean;
  labels: boolean;
}

/** Number of the layer in a name, to prefer the last one. */
const layerIn = (name: string): number => layerOf(name)?.layer ?? -1;

/** A candidate that could take a role, with the guess that says so. */
interface Match {
  index: number;
  rank: number;
  layer: number;
}

/** Who could take a role by one of the first `words` words of the name that count most, the best first. */
function matches(candidates: readonly Candidate[], slot: InputSlot, words: number): Match[] {
  return candidates
    .flatMap((candidate, index): Match[] => {
      const guess = guesses(candidate.name)
        .slice(0, words)
        .find((one) => one.slot === slot);
      const fit = guess && candidate.slot === null && candidate.usable;
      // Strata by a lesser word must at least be labels.
      if (!fit || (words > 1 && slot === 'z' && !candidate.labels)) return [];
      return [{ index, rank: guess.rank, layer: layerIn(candidate.name) }];
    })
    .sort((p, q) => q.rank - p.rank || q.layer - p.layer);
}

/**
 * Roles by name: those that have one keep it; free roles go to the best guess, the last layer where there are
 * several. First by the word that counts most; then, for roles that are still free, by any: "question_type"
 * is Z where X2 is taken.
 */
export function assignByName(candidates: readonly Candidate[]): (InputSlot | null)[] {
  const given = candidates.map((candidate) => ({ ...candidate }));
  for (const words of [1, Infinity]) {
    for (const slot of SLOTS) {
      if (given.some((candidate) => candidate.slot === slot)) continue;
      const best = given[matches(given, slot, words)[0]?.index ?? -1];
      if (best) best.slot = slot;
    }
  }
  return given.map(({ slot }) => slot);
}
