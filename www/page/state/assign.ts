/** Which file is x1, x2, y or the strata z, and what it is called, read from file names. */

import { layerOf } from '../../lib/explore/names';
import { guesses, slotOf, speaks, wordsOf } from '../../lib/inputs/roles';
import type { InputSlot } from '../../lib/types/engine';

export type Slot = InputSlot;
export { guesses, slotOf, wordsOf };

/** The roles, in the order in which they are read. */
export const SLOTS: readonly Slot[] = ['x1', 'x2', 'y', 'z'];

/** What a file is called in sentences: the modality's word, or the file's own name. */
export function nameOf(file: string): string {
  const found = guesses(file)[0];
  const word = wordsOf(file).find(speaks);
  if (word) return word;
  if (found && found.word === found.slot) return found.slot.toUpperCase();
  return (file.split('/').at(-1) ?? file).replace(/\.[a-z0-9]+$/i, '').slice(0, 40) || 'x';
}

/** Number of the layer in a name, to prefer the last one. */
const layerIn = (name: string): number => layerOf(name)?.layer ?? -1;

export interface Candidate {
  name: string;
  slot: Slot | null;
  usable: boolean;
  labels: boolean;
}

/** A candidate that could take a role, with the guess that says so. */
interface Match {
  index: number;
  rank: number;
  layer: number;
}

/** Who could take a role by one of the first `words` words of the name that count most, the best first. */
function matches(candidates: readonly Candidate[], slot: Slot, words: number): Match[] {
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
export function assignByName(candidates: readonly Candidate[]): (Slot | null)[] {
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

/**
 * Roles by name, then, if the usable files left are as many as free roles, these in order, where labels are
 * y.
 */
export function assign(candidates: readonly Candidate[]): (Slot | null)[] {
  const slots = assignByName(candidates);
  const free = (['x1', 'x2', 'y'] as const).filter((slot) => !slots.includes(slot));
  const left = candidates
    .map((candidate, index) => ({ candidate, index }))
    .filter(({ candidate, index }) => slots[index] === null && candidate.usable);
  if (left.length !== free.length) return slots;
  if (free.includes('y')) {
    const labels = left.findIndex(({ candidate }) => candidate.labels);
    const [chosen] = left.splice(labels >= 0 ? labels : left.length - 1, 1);
    if (chosen) slots[chosen.index] = 'y';
  }
  for (const [i, slot] of free.filter((one) => one !== 'y').entries()) {
    const one = left[i];
    if (one) slots[one.index] = slot;
  }
  return slots;
}
