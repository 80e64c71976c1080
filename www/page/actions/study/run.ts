/** The rows of a study are computed one after the other; what is there is not computed again. */

import { batch } from '@preact/signals';
import { type Inputs, pointOf, type StudyInput, type StudyRow } from '../../library';
import type { Slot } from '../../state/assign';
import { type Plan, type PlannedRow, ready } from '../../state/study/plan';
import { idOf, isDone, progressOf, type Row, rowName, type Study } from '../../state/study/study';
import { type Context, facts } from '../context';
import { optionsOf } from '../options';
import { keepRow, keepStudy, newId } from './storage';

/** The inputs of a planned row, from the files of the plan. */
function inputsOf({ files }: PlannedRow, all: ReadonlyMap<string, File>): Inputs | null {
  const source = (slot: Slot) => {
    const one = files[slot];
    const file = one && all.get(one.path);
    return (
      file && { source: file, name: one.path.split('/').at(-1), ...(one.member && { member: one.member }) }
    );
  };
  const [x1, x2, y, z] = (['x1', 'x2', 'y', 'z'] as const).map(source);
  return x1 && x2 && y ? { x1, x2, y, ...(z && { z }) } : null;
}

/** Inputs of the rows that can be made, by id. */
export function inputsIn(plan: Plan): Map<string, Inputs> {
  const files = new Map(plan.files.map(({ path, file }) => [path, file]));
  return new Map(
    ready(plan).flatMap((row) => {
      const inputs = inputsOf(row, files);
      return inputs ? [[idOf(row), inputs] as const] : [];
    }),
  );
}

/** A row as the study shows it. */
export const shownRow = ({ keys, report, error }: StudyRow, at: number, columns: readonly string[]): Row => ({
  keys,
  point: report && pointOf(report, at, rowName({ keys }, columns).slice(0, 100)),
  error,
});

/** A row of a plan before it is made. */
function rowOf({ keys, problem }: PlannedRow): Row {
  const hint = 'Add the file, or change the pattern.';
  return {
    keys,
    point: null,
    error: problem === null ? null : { code: 'missing_input', message: `${problem}.`, hint },
  };
}

/** The study that a plan makes, with the options as they are chosen. */
export function studyOfPlan({ state }: Context, plan: Plan): Study {
  const rows = plan.rows.map(rowOf);
  const { columns, patterns, names } = plan;
  const options = optionsOf(state.choices.value, names);
  return { id: newId(), columns, rows, patterns, options, from: 'run', fragment: null };
}

/** Rows that failed and whose files are here may be tried again. */
export function retried(study: Study, inputs: ReadonlyMap<string, Inputs>): Study {
  const rows = study.rows.map((row) => (row.error && inputs.has(idOf(row)) ? { ...row, error: null } : row));
  return { ...study, rows };
}

/** What is left of a study and can be made. */
function wanted({ study, inputs, plan }: Context['state']['studies']): StudyInput[] {
  const own = new Map(plan.value?.rows.map((row) => [idOf(row), row.options]));
  return (study.value?.rows ?? []).flatMap((row) => {
    const given = inputs.value.get(idOf(row));
    const options = own.get(idOf(row));
    return isDone(row) || !given ? [] : [{ keys: row.keys, inputs: given, ...(options && { options }) }];
  });
}

/** Computes what is left. Rows come as they are done, and are kept. */
export async function goOn(context: Context): Promise<void> {
  const { state, ports } = context;
  const { studies } = state;
  const study = studies.study.value;
  if (!study?.options || studies.running.value) return;
  const left = wanted(studies);
  if (left.length === 0) return;
  const abort = new AbortController();
  const cancel = (): void => {
    abort.abort();
    studies.running.value = null;
  };
  const began = ports.now();
  batch(() => {
    studies.failure.value = null;
    studies.running.value = { share: 0, began, before: progressOf(study).done, now: began, cancel };
  });
  const follow = {
    signal: abort.signal,
    onProgress({ share, part }: { share: number; part?: { index: number; count: number } }) {
      const running = studies.running.value;
      if (running?.cancel !== cancel) return;
      const within = part ? share * part.count - part.index : 0;
      studies.running.value = { ...running, share: Math.min(Math.max(within, 0), 1), now: ports.now() };
    },
  };
  const arrivals = new Arrivals(context, study);
  try {
    const engine = await context.engine();
    for await (const found of engine.study(left, study.options, follow)) arrivals.take(found);
  } catch (thrown) {
    if (!abort.signal.aborted) studies.failure.value = facts(thrown);
  }
  arrivals.show();
  if (!abort.signal.aborted) studies.running.value = null;
}

/** Time between two drawings of rows that arrive, ms: the larger the study, the longer one takes. */
const drawnEvery = (rows: number): number => Math.max(250, 2 * rows);

/** Rows of a study as they are done: each is kept at once, and shown soon. */
class Arrivals {
  readonly #context: Context;
  readonly #study: Study;
  readonly #places: ReadonlyMap<string, number>;
  #fresh: Row[] = [];
  #shown = -Infinity;

  constructor(context: Context, study: Study) {
    this.#context = context;
    this.#study = study;
    this.#places = new Map(study.rows.map((row, i) => [idOf(row), i]));
  }

  take(found: StudyRow): void {
    const row = shownRow(found, this.#places.get(idOf(found)) ?? 0, this.#study.columns);
    this.#fresh.push(row);
    void keepRow(this.#context, this.#study, row);
    if (this.#context.ports.now() - this.#shown >= drawnEvery(this.#places.size)) this.show();
  }

  /** Puts what has arrived into the study, if it is still the one that is open. */
  show(): void {
    const { studies } = this.#context.state;
    const { study, running } = studies;
    const fresh = this.#fresh.splice(0);
    this.#shown = this.#context.ports.now();
    if (study.value?.id !== this.#study.id || fresh.length === 0) return;
    const rows = [...study.value.rows];
    for (const row of fresh) rows[this.#places.get(idOf(row)) ?? rows.length] = row;
    batch(() => {
      study.value = { ...study.value!, rows };
      if (running.value) running.value = { ...running.value, share: 0, now: this.#shown };
    });
  }
}

/** Puts a study in the place of the one that is there, with the way back. */
export function replaceStudy(context: Context, next: Study, inputs: ReadonlyMap<string, Inputs>): void {
  const { state } = context;
  const { studies } = state;
  const before = { study: studies.study.value, inputs: studies.inputs.value };
  studies.running.value?.cancel();
  const put = (study: Study, files: ReadonlyMap<string, Inputs>): void => {
    batch(() => {
      studies.study.value = study;
      studies.inputs.value = files;
      studies.compared.value = [];
      studies.failure.value = null;
      studies.filter.value = '';
    });
    void keepStudy(context);
  };
  put(next, inputs);
  const { study } = before;
  if (!study) return;
  state.toast.value = {
    text: `In place of the study of ${study.rows.length} analyses.`,
    action: {
      label: 'Put back',
      run() {
        studies.running.value?.cancel();
        put(study, before.inputs);
        state.toast.value = null;
      },
    },
  };
}
