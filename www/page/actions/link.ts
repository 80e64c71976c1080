/** An analysis leaves as a link or a file, and comes back: shown at once, then computed again. */

import { batch } from '@preact/signals';
import type { Shared, SharedAnalysis } from '../../lib/share';
import type { AppState, LinkState, Result, View } from '../state/app';
import type { Truth } from '../state/figures';
import { count } from '../text/format';
import { type Context, facts } from './context';

/** Loaded when something is shared or opened. */
const library = () => import('../../lib/share');

const TABS: readonly View[] = ['answer', 'details'];

/** Day as a number, 20261120: what the view part of a link can hold. */
const dayNumber = (time: number): number =>
  Number(new Date(time).toISOString().slice(0, 10).replaceAll('-', ''));

function dayOf(value: unknown): Date | null {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(String(value));
  if (!match) return null;
  const date = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return Number.isNaN(date.getTime()) ? null : date;
}

const ATOMS = ['redundancy', 'unique1', 'unique2', 'synergy'] as const;

function truthIn(view: Shared['view']): Truth | null {
  const values = ATOMS.map((atom) => view[`truth_${atom}`]);
  const [redundancy, unique1, unique2, synergy] = values;
  return typeof redundancy === 'number' &&
    typeof unique1 === 'number' &&
    typeof unique2 === 'number' &&
    typeof synergy === 'number'
    ? { redundancy, unique1, unique2, synergy }
    : null;
}

/** Everything that is shared of a result, with the view as the reader has it. */
async function sharedOf(state: AppState, result: Result, now: number): Promise<Shared> {
  const { shareOne, sharedAnalysis } = await library();
  const tab = state.screen.value;
  const view: Shared['view'] = { made: dayNumber(now) };
  if (TABS.includes(tab) && tab !== 'answer') view.tab = tab;
  if (state.plugin.value) view.plugin = true;
  if (result.truth) for (const atom of ATOMS) view[`truth_${atom}`] = result.truth[atom];
  const { report, extras, title } = result;
  return { ...shareOne(report), analyses: [sharedAnalysis(report, extras ?? undefined, title)], view };
}

/** What was computed again, where only rounded numbers could be compared. */
const sixDigits = ({ partitions }: SharedAnalysis['report']): string =>
  partitions.length > 1
    ? `The partition that is shown, to six digits; the other ${partitions.length - 1} travel as numbers.`
    : 'To the six digits of the link.';

/** Computes the shared report again from its counts, and says whether it is the same. */
async function recompute(context: Context, analysis: SharedAnalysis): Promise<void> {
  const { state } = context;
  const tell = (change: Partial<LinkState>) => {
    if (state.link.value) state.link.value = { ...state.link.value, ...change };
  };
  if (!analysis.counts) return tell({ status: 'no-counts' });
  try {
    const { options } = analysis.report;
    const here = await (await context.engine()).recompute({ options, counts: analysis.counts });
    const { recomputedDifferences, digestOf } = await library();
    const found = recomputedDifferences(analysis.report, here.report);
    const exact = digestOf(here.report) === analysis.digest;
    if (exact || found.length === 0)
      tell({ status: 'identical', detail: exact ? '' : sixDigits(analysis.report) });
    else {
      const [first] = found;
      const [shared, own] = [first?.shared, first?.here].map((v) =>
        v === null || v === undefined ? 'nothing' : String(Number(v.toFixed(6))),
      );
      tell({
        status: 'differs',
        detail: `${first?.name ?? ''}: ${shared} in the ${state.link.value?.from}, ${own} here.`,
      });
    }
    const { result } = state;
    if (result.value?.report === analysis.report)
      result.value = { ...result.value, extras: { ...here.extras, counts: analysis.counts } };
  } catch (thrown) {
    tell({ status: 'failed', detail: facts(thrown).message });
  }
}

/** Shows what was shared. Nothing is fetched; nothing runs but the decoding and the check. */
async function open(context: Context, shared: Shared, from: LinkState['from']): Promise<void> {
  const { state } = context;
  const [analysis] = shared.analyses;
  if (!analysis)
    throw {
      code: 'nothing_shared',
      message: `This ${from} holds no analysis that this version can show.`,
      hint: 'Open it with a newer version of Modalens.',
    };
  const { report, counts, title } = analysis;
  const { view } = shared;
  batch(() => {
    state.result.value = { report, extras: counts ? { counts } : null, truth: truthIn(view), title };
    state.link.value = {
      from,
      made: dayOf(view.made),
      engine: report.engine,
      status: counts ? 'checking' : 'no-counts',
      detail: '',
      files: 'unchecked',
      namesShared: [report.inputs.x1, report.inputs.x2, report.inputs.y].some(({ name }) => name !== null),
    };
    state.plugin.value = view.plugin === true;
    state.view.value = view.tab === 'details' ? 'details' : 'answer';
  });
  await recompute(context, analysis);
}

export const linkActions = (context: Context) => {
  const { state, ports } = context;

  /** Does it; a failure is said, never thrown away. */
  const said =
    <T>(work: (value: T) => Promise<void>) =>
    async (value: T): Promise<void> => {
      try {
        await work(value);
      } catch (thrown) {
        state.toast.value = { text: `Not shared: ${facts(thrown).message}` };
      }
    };

  async function copyLink(inputNames: boolean): Promise<void> {
    const result = state.shown.value;
    if (!result) return;
    const link = await (await library()).encodeLink(await sharedOf(state, result, Date.now()), {
      inputNames,
    });
    if (!link.fits) {
      state.toast.value = {
        text: `As a link this would have ${count(link.fragment.length)} characters, more than 8,000.`,
        action: { label: 'Save a file instead', run: () => void exportShared(inputNames) },
      };
      return;
    }
    await ports.copy(ports.address() + link.fragment);
    const names = inputNames ? 'with file names' : 'without file names';
    const size = `${count(link.fragment.length)} characters, ${names}${link.counts ? '' : '; counts did not fit'}`;
    const again = { label: 'Include file names', run: () => void copyLink(true) };
    state.toast.value = {
      text: `Link copied: ${size}.`,
      ...(inputNames || result.title ? {} : { action: again }),
    };
  }

  async function exportShared(inputNames: boolean): Promise<void> {
    const result = state.shown.value;
    if (!result) return;
    const { encodeFile } = await library();
    const text = encodeFile(await sharedOf(state, result, Date.now()), { inputNames });
    ports.download('analysis.modalens.json', new Blob([text], { type: 'application/json' }));
  }

  return {
    copyLink: said(copyLink),
    exportShared: said(exportShared),

    async openFragment(fragment: string): Promise<void> {
      try {
        await open(context, await (await library()).decodeLink(fragment), 'link');
      } catch (thrown) {
        state.failure.value = facts(thrown);
        state.toast.value = { text: `${facts(thrown).message} ${facts(thrown).hint}` };
      }
    },

    async openSaved(file: File): Promise<void> {
      try {
        await open(context, (await library()).decodeFile(await file.text()), 'file');
      } catch (thrown) {
        state.toast.value = { text: `${facts(thrown).message} ${facts(thrown).hint}` };
      }
    },

    /** Holds the reader's own files against the hashes of the link. */
    async compareFiles(files: readonly File[]): Promise<void> {
      const { link, result } = state;
      if (!link.value || !result.value) return;
      const hashes = await Promise.all(files.map((file) => ports.hash(file).catch(() => null)));
      const wanted = (['x1', 'x2', 'y'] as const).map(
        (slot) => [slot.toUpperCase(), result.value?.report.inputs[slot].sha256 ?? null] as const,
      );
      const unknown = wanted.filter(([, hash]) => hash === null).map(([slot]) => slot);
      const missing = wanted
        .filter(([, hash]) => hash !== null && !hashes.includes(hash))
        .map(([slot]) => slot);
      const verdict = missing.length
        ? `${missing.join(', ')}: none of your files is the one used.`
        : unknown.length
          ? `${unknown.join(', ')}: the link holds no hash.`
          : 'same';
      link.value = { ...link.value, files: verdict };
    },
  };
};
