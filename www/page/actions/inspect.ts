/** Files are looked at one after the other; nothing is kept of them but the handle. */

import { roleMembers } from '../../lib/explore/archive';
import { nameOf } from '../state/assign';
import { type Entry, isTable, type Reading } from '../state/entry';
import { type Context, facts } from './context';

/**
 * So many arrays of one file become rows of their own, and more where their names tell roles; else, and of a
 * table's columns, one is chosen.
 */
const FEW = 12;
const MOST = 400;

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
});

/** The source of an entry, for the library. */
export function sourceOf(entry: Entry) {
  const file = entry.path.split('/').at(-1) ?? entry.path;
  const part = entry.how.member ?? entry.how.column;
  return { source: entry.file, name: part ? `${entry.path} › ${part}` : file, ...entry.how };
}

/** Replaces one entry. */
export function update({ state }: Context, id: number, change: Partial<Entry>): void {
  state.entries.value = state.entries.value.map((entry) =>
    entry.id === id ? { ...entry, ...change } : entry,
  );
}

/** The arrays of a file that become rows: those with a role in their names, or all of a few. */
function rowsIn(names: readonly string[]): string[] {
  const told = roleMembers(names);
  if (told.length > 0 && told.length <= MOST) return told;
  return names.length <= FEW ? [...names] : [];
}

/** What an entry turns out to be: changed itself, or several arrays in its place. */
async function found(context: Context, entry: Entry): Promise<Partial<Entry> | Entry[]> {
  const engine = await context.engine();
  const seen = await engine.inspect(entry.file, entry.how, {
    onProgress: ({ share }) => update(context, entry.id, { read: share }),
  });
  const several = seen.kind === null && seen.members.length > 1 && !entry.how.member;
  const names = several && !isTable(entry) ? rowsIn(seen.members.map(({ name }) => name)) : [];
  if (names.length === 0) return { facts: seen, problem: null };
  return names.map((name) => entryOf(entry, entry.example, { ...entry.how, member: name }));
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

/** Looks again at tables whose role tells which columns are meant, where none was chosen. */
export async function inspectByRole(context: Context): Promise<void> {
  for (const entry of context.state.entries.value) {
    const several = isTable(entry) && (entry.facts?.members.length ?? 0) > 1;
    if (!several || entry.how.column || !entry.slot || entry.how.role === entry.slot) continue;
    const changed = { ...entry, how: { ...entry.how, role: entry.slot } };
    update(context, entry.id, changed);
    await inspect(context, changed);
  }
}
