/** Which file is x1, x2, y or the strata z, and what it is called, read from file names. */

export type Slot = 'x1' | 'x2' | 'y' | 'z';

const Y_WORDS = [
  'y',
  'label',
  'labels',
  'target',
  'targets',
  'output',
  'outputs',
  'out',
  'answer',
  'answers',
  'pred',
  'prediction',
  'predictions',
  'class',
  'classes',
  'digit',
  'category',
  'logits',
  'response',
];
const X2_WORDS = [
  'x2',
  'text',
  'txt',
  'language',
  'lang',
  'caption',
  'captions',
  'question',
  'prompt',
  'name',
  'names',
  'transcript',
  'right',
  'bottom',
  'b',
];
const Z_WORDS = [
  'z',
  'stratum',
  'strata',
  'group',
  'groups',
  'confounder',
  'origin',
  'type',
  'types',
  'kind',
  'domain',
  'subset',
  'dataset',
  'cohort',
  'site',
  'batch',
];
const X1_WORDS = [
  'x1',
  'image',
  'images',
  'img',
  'vision',
  'visual',
  'picture',
  'audio',
  'speech',
  'sound',
  'video',
  'frames',
  'left',
  'top',
  'a',
];

/** Words of a file name without its folder and extension: "run/image_layer6.npy" -> image, layer6. */
export function wordsOf(name: string): string[] {
  const base = (name.split('/').at(-1) ?? name).replace(/\.[a-z0-9]+$/i, '');
  return base
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

interface Guess {
  slot: Slot;
  word: string;
  rank: number;
}

/** Guesses for one name, the best first; an earlier word of the name counts more, an exact slot name most. */
function guesses(name: string): Guess[] {
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

const PLAIN = ['x1', 'x2', 'y', 'z', 'a', 'b'];

/** What a file is called in sentences: the modality's word, or the file's own name. */
export function nameOf(file: string): string {
  const found = guesses(file)[0];
  const word = wordsOf(file).find(
    (part) =>
      !PLAIN.includes(part) && (X1_WORDS.includes(part) || X2_WORDS.includes(part) || Y_WORDS.includes(part)),
  );
  if (word) return word;
  if (found && found.word === found.slot) return found.slot.toUpperCase();
  return (file.split('/').at(-1) ?? file).replace(/\.[a-z0-9]+$/i, '').slice(0, 40) || 'x';
}

/** Number of the layer in a name ("image_layer12" -> 12), to prefer the last one. */
const layerOf = (name: string): number => Number(/(?:layer|block|stage)[_-]?(\d+)/i.exec(name)?.[1] ?? -1);

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
            layerOf(q.candidate.name) - layerOf(p.candidate.name),
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
