/** Files come in, get a role and are looked at; nothing is kept of them but the handle. */

import { batch } from '@preact/signals';
import type { InputFacts } from '../library';
import type { Entry, Problem, Reading } from '../state/app';
import { assign, nameOf, type Slot } from '../state/assign';
import { isText, labelsOf, MAX_BYTES } from '../state/labels';
import { foreign } from '../text/foreign';
import { type Context, facts } from './context';

let next = 1;

/** Files beyond this many are left out, so that a dropped home folder does no harm. */
const MOST = 200;
const IGNORED = /(^|\/)(\.|__MACOSX|Thumbs\.db)|\.(md|png|jpe?g|svg|py|ipynb|log|ya?ml|jsonl?)$/i;

const isSaved = (path: string): boolean => /\.modalens\.json$/i.test(path);

export interface Dropped {
  file: File;
  path: string;
}

/** Replaces one entry. */
export function update({ state }: Context, id: number, change: Partial<Entry>): void {
  state.entries.value = state.entries.value.map((entry) =>
    entry.id === id ? { ...entry, ...change } : entry,
  );
}

function entryOf({ file, path }: Dropped, how: Reading = {}): Entry {
  return {
    id: next++,
    file,
    path,
    how,
    slot: null,
    name: nameOf(how.member ?? path),
    facts: null,
    problem: null,
    labels: null,
  };
}

/** The source of an entry, for the library. */
export function sourceOf(entry: Entry) {
  const name = entry.how.member
    ? `${entry.path} › ${entry.how.member}`
    : (entry.path.split('/').at(-1) ?? entry.path);
  return { source: entry.labels ?? entry.file, name, ...entry.how };
}

/** Gives free roles by name; what the reader chose stays. */
function assignAll({ state }: Context): void {
  const entries = state.entries.value;
  const slots = assign(
    entries.map((entry) => ({
      name: entry.how.member ?? entry.path,
      slot: entry.slot,
      usable: entry.problem === null && entry.facts !== null,
      labels: entry.labels !== null || entry.facts?.columns === 1,
    })),
  );
  state.entries.value = entries.map((entry, i) => ({ ...entry, slot: slots[i] ?? null }));
}

async function readLabels(entry: Entry): Promise<string[] | Problem> {
  if (entry.file.size > MAX_BYTES)
    return {
      code: 'text_too_long',
      message: `The text file has ${entry.file.size} bytes, more than ${MAX_BYTES}.`,
      hint: 'Save the labels as an integer .npy.',
    };
  const found = labelsOf(await entry.file.text(), entry.path);
  return Array.isArray(found) ? found : found;
}

/** Facts of labels that came as text. */
function factsOfLabels(entry: Entry, labels: readonly string[]): InputFacts {
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
    distinct: new Set(labels).size,
    label_names: [],
    members: [],
    nonfinite: { count: 0, rows: [] },
    constant: new Set(labels).size === 1,
    notes: [],
  };
}

/** Looks at one entry; a file with several arrays becomes several entries. */
async function inspect(context: Context, entry: Entry): Promise<void> {
  const { state } = context;
  try {
    const known = foreign(entry.path);
    if (known) return update(context, entry.id, { problem: known });
    if (isText(entry.path)) {
      const labels = await readLabels(entry);
      return Array.isArray(labels)
        ? update(context, entry.id, { labels, facts: factsOfLabels(entry, labels) })
        : update(context, entry.id, { problem: labels });
    }
    const found = await (await context.engine()).inspect(entry.file, entry.how);
    if (found.members.length > 1 && !entry.how.member) {
      const members = found.members.map((member) => entryOf(entry, { ...entry.how, member: member.name }));
      state.entries.value = state.entries.value.flatMap((other) =>
        other.id === entry.id ? members : [other],
      );
      for (const member of members) await inspect(context, member);
      return;
    }
    update(context, entry.id, { facts: found, problem: null });
  } catch (thrown) {
    update(context, entry.id, { problem: facts(thrown), facts: null });
  }
}

/** Takes files in: shows them at once, then looks at each. */
export async function addFiles(context: Context, dropped: readonly Dropped[]): Promise<void> {
  const { state } = context;
  const wanted = dropped.filter(
    ({ path }) => dropped.length === 1 || (!IGNORED.test(path) && !isSaved(path)),
  );
  if (wanted.length === 0) {
    state.toast.value = {
      text: 'Nothing in there looks like an array. .npy, .npz, .safetensors, .csv and .txt are read.',
    };
    return;
  }
  const entries = wanted.slice(0, MOST).map((one) => entryOf(one));
  batch(() => {
    state.entries.value = [...state.entries.value, ...entries];
    state.failure.value = null;
    state.view.value = 'files';
  });
  for (const entry of entries) await inspect(context, entry);
  assignAll(context);
}

export const fileActions = (context: Context) => ({
  addFiles: (dropped: readonly Dropped[]) => addFiles(context, dropped),

  remove(id: number): void {
    const { state } = context;
    state.entries.value = state.entries.value.filter((entry) => entry.id !== id);
    if (state.entries.value.length === 0) state.view.value = 'landing';
  },

  /** Gives a role; the file that had it loses it. */
  setSlot(id: number, slot: Slot | null): void {
    const { state } = context;
    const before = state.entries.value.find((entry) => entry.id === id)?.slot ?? null;
    state.entries.value = state.entries.value.map((entry) => {
      if (entry.id === id) return { ...entry, slot };
      return slot !== null && entry.slot === slot ? { ...entry, slot: before } : entry;
    });
  },

  setName: (id: number, name: string) => update(context, id, { name: name.slice(0, 200) }),

  /** Changes how a file is read, and looks again. */
  async setHow(id: number, how: Reading): Promise<void> {
    const entry = context.state.entries.value.find((one) => one.id === id);
    if (!entry) return;
    const changed = { ...entry, how: { ...entry.how, ...how }, facts: null, problem: null };
    update(context, id, changed);
    await inspect(context, changed);
    assignAll(context);
  },

  choose: (what: 'files' | 'folder') => context.ports.choose(what),
});
