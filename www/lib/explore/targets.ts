/**
 * The same inputs against several targets: the label and the model's answer, or outputs with an input masked.
 * What the table of such a study says, in sentences.
 */

import type { Report } from '../types/report';
import type { StudyRow } from './study';
import type { Keys } from './study-files';

/** Name of the key that tells targets apart. */
export const TARGET_KEY = 'y';

const TRUTH = /(^|[_ -])(label|labels|target|targets|truth|true|gold|class|digit|category)($|[_ -])/i;
const MASKED = /(^|[_ -])(no|without|minus|mask|masked)($|[_ -])/i;

/** What a target is, by its name. */
function kindOf(name: string): 'label' | 'output' | 'masked' {
  if (MASKED.test(name)) return 'masked';
  return TRUTH.test(name) ? 'label' : 'output';
}

/** What is needed of a row: of one in a link the claim alone. */
type Claimed = { keys: Keys; claim: Report['ranking']['claim'] | null; names: readonly string[] };

const others = ({ [TARGET_KEY]: _, ...rest }: Keys): string => JSON.stringify(rest);

/** Which modality tells more of a target, in words. */
function more({ claim, names: [a, b] }: Claimed): string {
  return claim === 'x1' ? `${a} more` : claim === 'x2' ? `${b} more` : 'neither more for certain';
}

/** Whether what the data offer and what the model uses rank alike; of one pair of targets. */
function modelOrData(label: Claimed, output: Claimed): string {
  const [first, second] = [more(label), more(output)];
  const [y, answer] = [label.keys[TARGET_KEY], output.keys[TARGET_KEY]];
  const told = `Of ${y} the inputs tell: ${first}; of ${answer}: ${second}.`;
  if (label.claim === null || output.claim === null) return told;
  if (label.claim === output.claim)
    return label.claim === 'none'
      ? `${told} No imbalance is shown in either.`
      : `${told} The data have it so, and the model follows.`;
  return output.claim === 'none'
    ? `${told} An imbalance of the data is not shown in what the model answers.`
    : `${told} The imbalance of the answers is the model's own.`;
}

const MASKING =
  'Each row says what both inputs tell about one output. Masking an input asks what the model does without ' +
  'it, and its drop in accuracy counts that alone: what the other input holds too costs nothing when ' +
  'masked, and is redundant here.';

/** What is to be said of rows with several targets; nothing of others. */
export function targetsNotes(rows: readonly Claimed[]): string[] {
  const several = rows.filter(({ keys }) => keys[TARGET_KEY] !== undefined);
  const groups = new Map<string, Claimed[]>();
  for (const row of several) {
    const key = others(row.keys);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const notes: string[] = [];
  for (const group of groups.values()) {
    const of = (kind: ReturnType<typeof kindOf>): Claimed | undefined =>
      group.find(({ keys }) => kindOf(keys[TARGET_KEY] ?? '') === kind);
    const [label, output] = [of('label'), of('output')];
    if (label && output) notes.push(modelOrData(label, output));
  }
  const masked = several.some(({ keys }) => kindOf(keys[TARGET_KEY] ?? '') === 'masked');
  // Of many groups each has its row; a sentence for each would be a table again.
  return [...(notes.length === 1 ? notes : []), ...(masked ? [MASKING] : [])];
}

/** A row as the notes need it. */
export const claimedOf = ({ keys, report }: StudyRow): Claimed => ({
  keys,
  claim: report && report.atoms_bits.redundancy.estimate !== null ? report.ranking.claim : null,
  names: report?.options.names ?? ['x1', 'x2', 'y'],
});
