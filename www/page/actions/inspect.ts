/** Files are looked at one after the other; nothing is kept of them but the handle. */

import type { InputFacts } from '../library';
import { nameOf } from '../state/assign';
import type { Entry, Problem, Reading } from '../state/entry';
import { isText, labelsOf, MAX_BYTES } from '../state/labels';
import { foreign } from '../text/foreign';
import { type Context, facts } from './context';

let next = 1;

/** A file with its path within what was dropped. */
export interface Dropped {
  file: File;
  path: string;
}

/** A new entry. */
export const entryOf = ({ file, path }: Dropped, example: boolean, how: Reading = {}): Entry => ({
  id: next++,
  file,
  path,
  how,
  slot: null,
  byHand: false,
  example,
  name: nameOf(how.member ?? path),
  facts: null,
  read: 0,
  problem: null,
  labels: null,
});

/** The source of an entry, for the library. */
export function sourceOf(entry: Entry) {
  const file = entry.path.split('/').at(-1) ?? entry.path;
  const name = entry.how.member ? `${entry.path} › ${entry.how.member}` : file;
  return { source: entry.labels ?? entry.file, name, ...entry.how };
}

/** Replaces one entry. */
export function update({ state }: Context, id: number, change: Partial<Entry>): void {
  state.entries.value = state.entries.value.map((entry) =>
    entry.id === id ? { ...entry, ...change } : entry,
  );
}

async function readLabels(entry: Entry): Promise<string[] | Problem> {
  if (entry.file.size > MAX_BYTES)
    return {
      code: 'text_too_long',
      message: `The text file has ${entry.file.size} bytes, more than ${MAX_BYTES}.`,
      hint: 'Save the labels as an integer .npy.',
    };
  return labelsOf(await entry.file.text(), entry.path);
}

/** Facts of labels that came as text. */
function factsOfLabels(entry: Entry, labels: readonly string[]): InputFacts {
  const distinct = new Set(labels).size;
  return {
    name: entry.path,
    kind: 'labels',
    shape: [labels.length],
    dtype: 'text',
    rows: labels.length,
    fitted: labels.length,
    columns: 1,
    bytes: entry.file.size,
    preview: labels.slice(0, 5),
    distinct,
    label_names: [],
    members: [],
    nonfinite: { count: 0, rows: [] },
    constant: distinct === 1,
    notes: [],
  };
}

/** What an entry turns out to be: changed itself, or several arrays in its place. */
async function found(context: Context, entry: Entry): Promise<Partial<Entry> | Entry[]> {
  const known = foreign(entry.path);
  if (known) return { problem: known };
  if (isText(entry.path)) {
    const labels = await readLabels(entry);
    return Array.isArray(labels) ? { labels, facts: factsOfLabels(entry, labels) } : { problem: labels };
  }
  const engine = await context.engine();
  const seen = await engine.inspect(entry.file, entry.how, {
    onProgress: ({ share }) => update(context, entry.id, { read: share }),
  });
  if (seen.members.length < 2 || entry.how.member) return { facts: seen, problem: null };
  return seen.members.map(({ name }) => entryOf(entry, entry.example, { ...entry.how, member: name }));
}

/** Looks at one entry; a file with several arrays becomes several entries. Gives their numbers. */
export async function inspect(context: Context, entry: Entry): Promise<number[]> {
  const { state } = context;
  try {
    const change = await found(context, entry);
    if (!Array.isArray(change)) {
      update(context, entry.id, { ...change, read: 1 });
      return [entry.id];
    }
    state.entries.value = state.entries.value.flatMap((other) => (other.id === entry.id ? change : [other]));
    const ids: number[] = [];
    for (const member of change) ids.push(...(await inspect(context, member)));
    return ids;
  } catch (thrown) {
    update(context, entry.id, { problem: facts(thrown), facts: null, read: 1 });
    return [entry.id];
  }
}
