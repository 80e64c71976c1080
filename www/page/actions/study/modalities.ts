/** More than two modalities, analysed as rows of a study: each against all others, and every two. */

import type { Report } from '../../library';
import { part } from '../../part';
import type { Entry } from '../../state/entry';
import { modalitiesIn, REST } from '../../state/study/modalities';
import { idOf, type Study } from '../../state/study/study';
import { type Context, facts } from '../context';
import { takeIn } from '../files';
import { sourceOf } from '../inspect';
import { optionsOf } from '../options';
import { replaceStudy, shownRow } from './run';
import { keepRow, newId } from './storage';

const COLUMNS = ['x1', 'x2'] as const;

/** The rows to come, in the order in which they are computed. */
function planned(names: readonly string[]): Study['rows'] {
  const against = names.map((x1) => ({ x1, x2: REST }));
  const pairs = names.flatMap((x1, i) => names.slice(i + 1).map((x2) => ({ x1, x2 })));
  return [...against, ...pairs].map((keys) => ({ keys, point: null, error: null }));
}

const keysOf = ({ options: { names } }: Report) => ({ x1: names[0], x2: names[1] });

/** Puts a row that is done into the study, if it is still the one that is open. */
function arrive(context: Context, own: Study, report: Report): void {
  const { studies } = context.state;
  const now = studies.study.value;
  const at = own.rows.findIndex((row) => idOf(row) === idOf({ keys: keysOf(report) }));
  if (now?.id !== own.id || at < 0) return;
  const row = shownRow({ keys: keysOf(report), report, error: null }, at, COLUMNS);
  studies.study.value = { ...now, rows: now.rows.with(at, row) };
  if (studies.running.value) studies.running.value = { ...studies.running.value, share: 0 };
  void keepRow(context, own, row);
}

/** Samples of the example: enough that every unique is told from zero. */
const SAMPLES = 1500;

/**
 * Three modalities whose answer is known: image and text each decide one bit of y with 10 and 20 % errors,
 * audio a third with 10 %. Nothing is shared, so that what only each knows is all that it knows.
 */
async function generated(context: Context): Promise<{ files: File[]; truth: Record<string, number> }> {
  const engine = await context.engine();
  const how = { n: SAMPLES, sigma: 1, d: 32 };
  const two = await engine.generate('H_asym', { ...how, seed: 5 });
  const third = await engine.generate('D_unq1', { ...how, seed: 6 });
  const y = { data: two.y.data.map((bits, i) => 2 * bits + (third.y.data[i] ?? 0)), shape: two.y.shape };
  const { encodeNpy } = await part(() => import('../../../lib/inline'));
  const arrays = { image: two.x1, text: two.x2, audio: third.x1, label: y };
  const files = Object.entries(arrays).map(
    ([name, { data, shape }]) => new File([encodeNpy(data, shape)], `${name}.npy`),
  );
  const { unique1: image, unique2: text } = two.truth;
  return { files, truth: { image, text, audio: third.truth.unique1 } };
}

/** The example of three modalities. */
export async function threeModalities(context: Context): Promise<void> {
  const { state } = context;
  state.view.value = 'opening';
  try {
    const { files, truth } = await generated(context);
    await takeIn(
      context,
      files.map((file) => ({ file, path: file.name })),
      true,
    );
    await analyseModalities(context, truth);
  } catch (thrown) {
    state.view.value = 'landing';
    state.notice.value = facts(thrown).message;
  }
}

/** Analyses all files that hold embeddings; `truth` is what only each knows, where that is known. */
export async function analyseModalities(
  context: Context,
  truth: Readonly<Record<string, number>> = {},
): Promise<void> {
  const { state, ports } = context;
  const { studies } = state;
  const { y } = state.bySlot.value;
  const x = modalitiesIn(state.entries.value, y);
  if (!y || x.length === 0 || studies.running.value) return;
  const names = x.map(({ name }: Entry) => name);
  const { names: _, ...options } = optionsOf(state.choices.value, ['', '', '']);
  const study: Study = {
    ...{ id: newId(), columns: COLUMNS, rows: planned(names), patterns: '' },
    ...{ options: null, from: 'run' as const, fragment: null },
  };
  replaceStudy(context, study, new Map());
  studies.truth.value = truth;
  state.view.value = 'study';
  const abort = new AbortController();
  const cancel = (): void => {
    abort.abort();
    studies.running.value = null;
  };
  const began = ports.now();
  studies.running.value = { share: 0, began, before: 0, now: began, cancel };
  try {
    const engine = await context.engine();
    await engine.modalities(
      { x: x.map(sourceOf), y: sourceOf(y), names: [...names, y.name || 'Y'] },
      options,
      {
        signal: abort.signal,
        onProgress({ share, part }) {
          const running = studies.running.value;
          if (running?.cancel !== cancel) return;
          const within = part ? share * part.count - part.index : 0;
          studies.running.value = { ...running, share: Math.min(Math.max(within, 0), 1), now: ports.now() };
        },
        onPart: ({ report }) => arrive(context, study, report),
      },
    );
  } catch (thrown) {
    if (!abort.signal.aborted) studies.failure.value = facts(thrown);
  }
  if (!abort.signal.aborted) studies.running.value = null;
}
