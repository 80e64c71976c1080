/** Files come in, get a role, and can be read another way or removed. */

import { batch } from '@preact/signals';
import type { Slot } from '../state/assign';
import type { Entry, Reading } from '../state/entry';
import { assigned, meet } from '../state/meeting';
import type { Offer } from '../state/offer';
import { byPath, fileNames } from '../text/names';
import type { Context } from './context';
import { type Dropped, entryOf, inspect, inspectByRole, update } from './inspect';
import { offerStudy } from './study/plan';

/** Files beyond this many are left out, so that a dropped home folder does no harm. */
const MOST = 200;
const HIDDEN = /(^|\/)(\.|__MACOSX|Thumbs\.db)/i;
/** What lies beside arrays in a folder; chosen one by one such files say what they are. */
const BESIDE = /\/.*\.(md|png|jpe?g|svg|py|ipynb|log|ya?ml|json)$/i;

const isSaved = (path: string): boolean => /\.modalens\.json$/i.test(path);

/** Says which files have gone from use, with the way back. */
function tellReplaced({ state }: Context, before: readonly Entry[], replaced: readonly Entry[]): void {
  if (replaced.length === 0) return;
  state.toast.value = {
    text: `New files in place of ${fileNames(replaced)}.`,
    action: {
      label: 'Put back',
      run: () => {
        state.entries.value = before;
        state.toast.value = null;
      },
    },
  };
}

/**
 * Takes files in and looks at each; an example gives way at once, other files when it is known what the new
 * ones are.
 */
export async function takeIn(context: Context, dropped: readonly Dropped[], example: boolean): Promise<void> {
  const { state } = context;
  const before = state.entries.value;
  const old = example || before.some((entry) => entry.example) ? [] : before;
  const fresh = [...dropped].sort((p, q) => byPath(p.path, q.path)).map((one) => entryOf(one, example));
  batch(() => {
    state.entries.value = [...old, ...fresh];
    state.failure.value = null;
  });
  const ids = new Set<number>();
  for (const entry of fresh) for (const id of await inspect(context, entry)) ids.add(id);
  const now = state.entries.value;
  const met = meet(
    now.filter(({ id }) => !ids.has(id)),
    now.filter(({ id }) => ids.has(id)),
  );
  state.entries.value = met.entries;
  await inspectByRole(context);
  tellReplaced(context, before, [...before.filter(({ slot }) => slot && old.length === 0), ...met.replaced]);
}

/** Files for an analysis, from a drop or a choice. */
export async function addFiles(context: Context, dropped: readonly Dropped[]): Promise<void> {
  const { state } = context;
  const wanted = dropped.filter(
    ({ path }) => dropped.length === 1 || !(HIDDEN.test(path) || BESIDE.test(path) || isSaved(path)),
  );
  if (wanted.length === 0) {
    state.toast.value = {
      text:
        'Nothing in there looks like an array. ' +
        '.npy, .npz, .safetensors, .parquet, .pt, .pkl, .csv, .jsonl and .txt are read.',
    };
    return;
  }
  if (await offerStudy(context, wanted)) return;
  await addEntries(context, wanted);
}

/** Files for one analysis. */
export async function addEntries(context: Context, wanted: readonly Dropped[]): Promise<void> {
  context.state.view.value = 'files';
  await takeIn(context, wanted.slice(0, MOST), false);
}

export const fileActions = (context: Context) => ({
  addFiles: (dropped: readonly Dropped[]) => addFiles(context, dropped),

  /** Files come from another page; an origin that the reader has agreed to is not asked about again. */
  offered(offer: Offer): Promise<void> | undefined {
    if (context.trusted.has(offer.origin)) return addFiles(context, offer.files);
    context.state.offer.value = offer;
    return undefined;
  },

  takeOffer(): Promise<void> | undefined {
    const { state, trusted } = context;
    const offer = state.offer.value;
    if (!offer) return undefined;
    state.offer.value = null;
    trusted.add(offer.origin);
    return addFiles(context, offer.files);
  },

  refuseOffer(): void {
    context.state.offer.value = null;
  },

  remove(id: number): void {
    const { state } = context;
    state.entries.value = state.entries.value.filter((entry) => entry.id !== id);
    if (state.entries.value.length === 0) state.view.value = 'landing';
  },

  /** Gives a role; the file that had it gets the other's in exchange. */
  setSlot(id: number, slot: Slot | null): void {
    const { state } = context;
    const before = state.entries.value.find((entry) => entry.id === id)?.slot ?? null;
    state.entries.value = state.entries.value.map((entry) => {
      if (entry.id === id) return { ...entry, slot, byHand: slot !== null };
      return slot !== null && entry.slot === slot ? { ...entry, slot: before } : entry;
    });
    void inspectByRole(context);
  },

  setName: (id: number, name: string) => update(context, id, { name: name.slice(0, 200) }),

  /** Changes how a file is read, and looks again. */
  async setHow(id: number, how: Reading): Promise<void> {
    const { state } = context;
    const entry = state.entries.value.find((one) => one.id === id);
    if (!entry) return;
    const changed = { ...entry, how: { ...entry.how, ...how }, facts: null, read: 0, problem: null };
    update(context, id, changed);
    await inspect(context, changed);
    state.entries.value = assigned(state.entries.value);
    await inspectByRole(context);
  },

  choose: (what: 'files' | 'folder') => context.ports.choose(what),
});
