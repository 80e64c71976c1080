/** Which file is x1, x2, y or the strata z, and what it is called, read from file names. */

import { assignByName, type Candidate, SLOTS } from '../../lib/explore/assign';
import { guesses, slotOf, speaks, wordsOf } from '../../lib/inputs/roles';
import type { InputSlot } from '../../lib/types/engine';

export type Slot = InputSlot;
export { assignByName, type Candidate, guesses, SLOTS, slotOf, wordsOf };

/** What a file is called in sentences: the modality's word, or the file's own name. */
export function nameOf(file: string): string {
  const found = guesses(file)[0];
  const word = wordsOf(file).find(speaks);
  if (word) return word;
  if (found && found.word === found.slot) return found.slot.toUpperCase();
  return (file.split('/').at(-1) ?? file).replace(/\.[a-z0-9]+$/i, '').slice(0, 40) || 'x';
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
