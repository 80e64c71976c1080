/** What names of files say of the roles of files: which is x1, x2, y or the strata z. */

import type { InputSlot } from '../types/engine';

const words = (text: string): readonly string[] => text.split(' ');

const Y_WORDS = words(
  'y label labels target targets output outputs out answer answers pred prediction predictions class ' +
    'classes digit category logits response',
);
const X2_WORDS = words(
  'x2 text txt language lang caption captions question prompt name names transcript right bottom b',
);
const Z_WORDS = words(
  'z stratum strata group groups confounder origin type types kind domain subset dataset cohort site batch',
);
const X1_WORDS = words(
  'x1 image images img vision visual picture audio speech sound video frames left top a',
);

/** Words that are a role and nothing else. */
const PLAIN = words('x1 x2 y z a b');

/** Words of a file name without its folder and extension: "run/image_layer6.npy" -> image, layer6. */
export function wordsOf(name: string): string[] {
  const base = (name.split('/').at(-1) ?? name).replace(/\.[a-z0-9]+$/i, '');
  return base
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/** A role that a word of a name speaks for. */
export interface Guess {
  slot: InputSlot;
  word: string;
  rank: number;
}

/** Guesses for one name, the best first; an earlier word of the name counts more, an exact slot name most. */
export function guesses(name: string): Guess[] {
  const parts = wordsOf(name);
  const found: Guess[] = [];
  parts.forEach((part, place) => {
    for (const [slot, list] of [
      ['y', Y_WORDS],
      ['z', Z_WORDS],
      ['x2', X2_WORDS],
      ['x1', X1_WORDS],
    ] as const) {
      if (list.includes(part))
        found.push({
          slot,
          word: part,
          rank:
            (part === slot ? 100 : 50) - place - (part.length === 1 && part !== 'y' && part !== 'z' ? 20 : 0),
        });
    }
  });
  return found.sort((p, q) => q.rank - p.rank);
}

/** The role that a name speaks for first; null if it speaks for none. */
export const slotOf = (name: string): InputSlot | null => guesses(name)[0]?.slot ?? null;

/** Whether a word stands for a modality or for what it tells, rather than for a role alone. */
export const speaks = (word: string): boolean =>
  !PLAIN.includes(word) && [X1_WORDS, X2_WORDS, Y_WORDS].some((list) => list.includes(word));
