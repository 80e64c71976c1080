/** An analysis leaves as a link or a file, and comes back: shown at once, then computed again. */

import { batch } from '@preact/signals';
import type { Shared } from '../../lib/share';
import type { Analysis, FilesCheck, Origin } from '../state/analyses';
import type { Toast } from '../state/app';
import { count, list } from '../text/format';
import { type Context, facts, say } from './context';
import { amend, show } from './held';
import { recompute } from './recompute';
import { dayNumber, library, opened, sharedOf } from './shared';
import { openStudy } from './study';

/** Shows what was shared, then checks it. Nothing is fetched; nothing runs but the decoding and the check. */
function open(context: Context, shared: Shared, from: Origin['from'], fragment: string | null): void {
  if (shared.study) {
    openStudy(context, shared.study, from, fragment);
    return;
  }
  const { analysis, result, origin, view, plugin } = opened(shared, from, fragment);
  const { id } = show(context, { ...result, origin, entries: [] }, view);
  context.state.plugin.value = plugin;
  void recompute(context, id, analysis);
}

/** What the reader's files are to the hashes of a report. */
function verdict({ report, origin }: Analysis, hashes: readonly (string | null)[]): FilesCheck {
  const wanted = (['x1', 'x2', 'y'] as const).map((slot) => ({
    slot: slot.toUpperCase(),
    hash: report.inputs[slot].sha256,
  }));
  const missing = wanted.filter(({ hash }) => hash !== null && !hashes.includes(hash));
  const unknown = wanted.filter(({ hash }) => hash === null);
  const names = (some: typeof wanted) => list(some.map(({ slot }) => slot));
  if (missing.length)
    return { status: 'different', detail: `${names(missing)}: none of your files is the one used.` };
  if (unknown.length)
    return { status: 'unknown', detail: `${names(unknown)}: the ${origin?.from} holds no hash.` };
  return { status: 'same' };
}

/** Holds the reader's own files against the hashes of what is shown. */
async function compareFiles(context: Context, files: readonly File[]): Promise<void> {
  const { state, ports } = context;
  const analysis = state.result.value;
  if (!analysis?.origin) return;
  const tell = (check: FilesCheck) =>
    amend(context, analysis.id, ({ origin }) => ({ origin: origin && { ...origin, files: check } }));
  tell({ status: 'checking' });
  const hashes = await Promise.all(files.map((file) => ports.hash(file).catch(() => null)));
  tell(verdict(analysis, hashes));
}

/**
 * Opens a link or a file; what cannot be opened is said where it would have stood, until something else is
 * opened.
 */
async function tryOpening(
  context: Context,
  from: Origin['from'],
  fragment: string | null,
  decode: () => Promise<Shared>,
): Promise<void> {
  const { state } = context;
  batch(() => {
    state.opening.value = from;
    state.view.value = 'opening';
  });
  try {
    open(context, await decode(), from, fragment);
  } catch (thrown) {
    batch(() => {
      state.broken.value = { from, fragment, problem: facts(thrown) };
      state.view.value = 'broken';
    });
  }
}

/** What is shown, as it is shared today. */
async function toShare({ state }: Context): Promise<Shared | null> {
  const result = state.shown.value;
  if (!result) return null;
  const tab = state.screen.value;
  return sharedOf(result, {
    made: dayNumber(Date.now()),
    ...(state.aboutResult.value ? { tab } : {}),
    ...(state.plugin.value ? { plugin: true } : {}),
  });
}

/** Saves what is shown as a file, and says what came of it. */
async function exportShared(context: Context, inputNames: boolean): Promise<string> {
  try {
    const shared = await toShare(context);
    if (!shared) return 'There is nothing to export.';
    const text = (await library()).encodeFile(shared, { inputNames });
    context.ports.download('analysis.modalens.json', new Blob([text], { type: 'application/json' }));
    return 'Saved analysis.modalens.json.';
  } catch (thrown) {
    return `Not exported. ${facts(thrown).message}`;
  }
}

/** A link of what is shown, copied, with what is to be said of it. */
async function newLink(context: Context, inputNames: boolean): Promise<Toast | null> {
  const { state, ports } = context;
  const shared = await toShare(context);
  if (!shared) return null;
  const link = await (await library()).encodeLink(shared, { inputNames });
  const length = count(link.fragment.length);
  if (!link.fits) {
    const save = async () => say(context, await exportShared(context, inputNames));
    return {
      text: `As a link this would have ${length} characters, more than 8,000.`,
      action: { label: 'Save a file instead', run: () => void save() },
    };
  }
  await ports.copy(ports.address() + link.fragment);
  const names = inputNames ? 'with file names' : 'without file names';
  const text = `Link copied: ${length} characters, ${names}${link.counts ? '' : '; counts did not fit'}.`;
  if (inputNames || state.shown.value?.title) return { text };
  return { text, action: { label: 'Include file names', run: () => void copyLink(context, true) } };
}

/** Copies a link; an analysis that came by one is passed on as it came. */
async function copyLink(context: Context, inputNames: boolean): Promise<void> {
  const { state, ports } = context;
  const fragment = state.origin.value?.fragment;
  try {
    if (fragment) {
      await ports.copy(ports.address() + fragment);
      return say(context, 'Link copied, as you got it.');
    }
    say(context, 'Making the link …');
    state.toast.value = await newLink(context, inputNames);
  } catch (thrown) {
    say(context, `Not shared: ${facts(thrown).message}`);
  }
}

export const linkActions = (context: Context) => ({
  copyLink: (inputNames: boolean) => copyLink(context, inputNames),
  exportShared: (inputNames: boolean) => exportShared(context, inputNames),
  openFragment: (fragment: string) =>
    tryOpening(context, 'link', fragment, async () => (await library()).decodeLink(fragment)),
  openSaved: (file: File) =>
    tryOpening(context, 'file', null, async () => (await library()).decodeFile(await file.text())),
  stopRecomputing: () => context.recomputing.get(context.state.current.value ?? -1)?.abort(),
  compareFiles: (files: readonly File[]) => compareFiles(context, files),
});
