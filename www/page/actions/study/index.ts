/** Everything that the views of a study may ask for. */

import { batch } from '@preact/signals';
import type { SharedStudy } from '../../../lib/share';
import { type Keys, pointOf, type Report } from '../../library';
import type { Analysis } from '../../state/analyses';
import type { Arrangement, Quantity } from '../../state/study/matrix';
import { type NumberColumn, pressed } from '../../state/study/rows';
import { columnsOf, idOf, type Row, rowName, type Study, withRow } from '../../state/study/study';
import type { Context } from '../context';
import { addEntries } from '../files';
import { show } from '../held';
import { studyExports } from './exports';
import { analyseModalities, threeModalities } from './modalities';
import { continueStudy, planFiles, runPlan, setPatterns, setPlanName } from './plan';
import { goOn, replaceStudy } from './run';
import { forgetStudy, keepStudy, newId, restoreStudy } from './storage';

/** Opens a study that came as a file or a link. */
export function openStudy(
  context: Context,
  { columns, rows }: SharedStudy,
  from: 'file' | 'link',
  fragment: string | null,
): void {
  replaceStudy(
    context,
    { id: newId(), columns, rows, patterns: '', options: null, from, fragment },
    new Map(),
  );
  context.state.broken.value = null;
  context.state.view.value = 'study';
}

/** Opens the analysis of a row; one that is open already is shown again. */
function openRow(context: Context, id: string): void {
  const { state } = context;
  const study = state.studies.study.value;
  const row = study?.rows.find((one) => idOf(one) === id);
  const report = row?.point?.report;
  if (!study || !row) return;
  if (!report) {
    if (row.point) state.toast.value = { text: 'Reports of single analyses do not travel in links.' };
    return;
  }
  const title = rowName(row, study.columns);
  // After a reload tab and study each have a copy of it.
  const same = (one: Analysis): boolean =>
    one.report === report || (one.title === title && JSON.stringify(one.report) === JSON.stringify(report));
  const held = state.analyses.value.find(same);
  if (held) {
    batch(() => {
      state.current.value = held.id;
      state.view.value = 'answer';
    });
    return;
  }
  show(
    context,
    { report, extras: null, truth: null, title, series: [], origin: null, entries: [] },
    'answer',
  );
}

/** Takes a row into the comparison, or out of it; a third takes the place of the first. */
function compare({ state }: Context, id: string): void {
  const { compared } = state.studies;
  const now = compared.value;
  compared.value = now.includes(id) ? now.filter((one) => one !== id) : [...now, id].slice(-2);
}

const FRESH: Omit<Study, 'id' | 'rows' | 'columns'> = {
  patterns: '',
  options: null,
  from: 'run',
  fragment: null,
};

/** Adds a finished analysis by its keys; one of the same keys gives way. */
function addToStudy(context: Context, report: Report, keys: Keys): void {
  const { state } = context;
  const { studies } = state;
  const row: Row = { keys, error: null, point: pointOf(report, 0, rowName({ keys }, Object.keys(keys))) };
  const before = studies.study.value;
  batch(() => {
    studies.study.value = before
      ? withRow(before, row)
      : { ...FRESH, id: newId(), rows: [row], columns: columnsOf([row]) };
    studies.adding.value = false;
    state.toast.value = {
      text: `Added to the study: ${rowName(row, Object.keys(keys))}.`,
      action: { label: 'Open the study', run: () => (state.view.value = 'study') },
    };
  });
  void keepStudy(context);
}

export const studyActions = (context: Context) => {
  const { state } = context;
  const { studies } = state;
  return {
    ...studyExports(context),
    restoreStudy: () => restoreStudy(context),
    planFiles: () => planFiles(context),
    analyseModalities: () => analyseModalities(context),
    threeModalities: () => threeModalities(context),
    setPatterns: (text: string) => setPatterns(context, text),
    setPlanName: (at: 0 | 1 | 2, name: string) => setPlanName(context, at, name),
    runPlan: () => runPlan(context),
    continueStudy: () => continueStudy(context),
    /** Leaves the plan for an analysis of one set of the files. */
    onlyOne: () => addEntries(context, studies.plan.value?.files ?? []),
    goOn: () => goOn(context),
    stopStudy: () => studies.running.value?.cancel(),

    /** Forgets the study, in the page and in the browser. */
    async forgetStudy(): Promise<void> {
      batch(() => {
        studies.running.value?.cancel();
        studies.study.value = null;
        studies.plan.value = null;
        studies.inputs.value = new Map();
        studies.compared.value = [];
        state.view.value = 'landing';
      });
      state.notice.value = await forgetStudy(context).then(
        () => 'The study is forgotten: nothing of it is kept in this browser.',
        () => 'The browser did not let the study go. Clear the data of this site in its settings.',
      );
    },

    openRow: (id: string) => openRow(context, id),
    compare: (id: string) => compare(context, id),
    endComparison(): void {
      studies.compared.value = [];
    },
    arrange(part: Partial<Arrangement>): void {
      studies.arrangement.value = { ...studies.arrangement.value, ...part };
    },
    showMultiple(quantity: Exclude<Quantity, 'all'>): void {
      studies.multiple.value = quantity;
    },
    sortBy(by: { key: string } | { number: NumberColumn }): void {
      studies.sorting.value = pressed(studies.sorting.value, by);
    },
    filterRows(text: string): void {
      studies.filter.value = text;
    },
    name(adding: boolean): void {
      studies.adding.value = adding;
    },
    addToStudy(keys: Keys): void {
      const report = state.result.value?.report;
      if (report) addToStudy(context, report, keys);
    },
  };
};
