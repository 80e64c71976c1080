/** Which file is x1, x2, y or the strata z, and what it is called, read from file names. */

import { layerOf } from '../../lib/explore/names';
import { guesses, speaks, wordsOf } from '../../lib/inputs/roles';
import type { InputSlot } from '../../lib/types/engine';

export type Slot = InputSlot;
export { wordsOf };

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

/**
 * Roles for the candidates: those that have one keep it; free slots go to the best guess by name (the last layer
 * where there are several), then, if the number of usable files left is that of the free slots, to these in order,
 * where a one-column file is y. Strata are taken by name alone.
 */
export function assign(candidates: readonly Candidate[]): (Slot | null)[] {
  const slots = candidates.map((candidate) => candidate.slot);
  const taken = () => new Set(slots.filter((slot) => slot !== null));
  // First by the word that counts most; then, for roles that are still free, by any: "question_type" is Z where X2 is taken.
  for (const words of [1, Infinity]) {
    for (const slot of ['x1', 'x2', 'y', 'z'] as const) {
      if (taken().has(slot)) continue;
      const found = candidates
        .map((candidate, index) => ({
          index,
          candidate,
          guess: guesses(candidate.name)
            .slice(0, words)
            .find((one) => one.slot === slot),
        }))
        .filter(
          ({ index, candidate, guess }) =>
            slots[index] === null &&
            candidate.usable &&
            guess &&
            (words === 1 || slot !== 'z' || candidate.labels),
        )
        .sort(
          (p, q) =>
            (q.guess?.rank ?? 0) - (p.guess?.rank ?? 0) ||
            layerIn(q.candidate.name) - layerIn(p.candidate.name),
        );
      if (found[0]) slots[found[0].index] = slot;
    }
  }
  const free = (['x1', 'x2', 'y'] as const).filter((slot) => !taken().has(slot));
  const left = candidates
    .map((candidate, index) => ({ candidate, index }))
    .filter(({ candidate, index }) => slots[index] === null && candidate.usable);
  if (free.length > 0 && left.length === free.length) {
    const rest = [...left];
    if (free.includes('y')) {
      const labels = rest.findIndex(({ candidate }) => candidate.labels);
      const [chosen] = rest.splice(labels >= 0 ? labels : rest.length - 1, 1);
      if (chosen) slots[chosen.index] = 'y';
    }
    free
      .filter((slot) => slot !== 'y')
      .forEach((slot, i) => {
        const one = rest[i];
        if (one) slots[one.index] = slot;
      });
  }
  return slots;
}
