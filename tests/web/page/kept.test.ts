/** What a browser keeps of a study: written as rows come, gone when it is said to be forgotten. */

import { describe, expect, it } from 'vitest';
import { createActions } from '../../../www/page/actions';
import type { Context, Ports } from '../../../www/page/actions/context';
import { type KeptRow, keepRow, type StudyStorage } from '../../../www/page/actions/study/storage';
import { AppState } from '../../../www/page/state/app';
import type { Row, Study } from '../../../www/page/state/study/study';

const ROW: Row = {
  keys: { model: 'clip' },
  point: null,
  error: { code: 'unexpected', message: 'Too few.', hint: '' },
};

const STUDY: Study = {
  id: 'one',
  columns: ['model'],
  rows: [ROW],
  patterns: '',
  options: null,
  from: 'run',
  fragment: null,
};

/** A promise that the test settles. */
function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (why: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** A page with a study, and a storage whose parts are answered one by one. */
function page() {
  const state = new AppState();
  state.studies.study.value = STUDY;
  const rows: KeptRow[] = [];
  const marks: boolean[] = [];
  const forgotten = deferred<void>();
  const opened = deferred<StudyStorage>();
  const storage: StudyStorage = {
    read: async () => null,
    write: async () => {},
    add: async (row) => void rows.push(row),
    forget: () => forgotten.promise,
  };
  const studies = { open: () => opened.promise, any: () => false, mark: (any: boolean) => marks.push(any) };
  const context = { state, ports: { studies } as unknown as Ports } as Context;
  const open = () => opened.resolve(storage);
  return { state, context, actions: createActions(context), rows, marks, forgotten, open };
}

describe('a study in the browser', () => {
  it('keeps a row, and says that it is kept', async () => {
    const { state, context, rows, marks, open } = page();
    open();
    await keepRow(context, STUDY, ROW);
    expect(rows).toMatchObject([{ study: 'one', error: { code: 'unexpected' } }]);
    expect(marks).toEqual([true]);
    expect(state.studies.kept.value).toEqual({ state: 'yes' });
  });

  it('is said to be forgotten when nothing of it is left, not before', async () => {
    const { state, actions, forgotten, open } = page();
    open();
    const done = actions.forgetStudy();
    await new Promise((resolve) => setTimeout(resolve));
    expect(state.studies.study.value).toBeNull();
    expect(state.notice.value).toBeNull();
    forgotten.resolve();
    await done;
    expect(state.notice.value).toMatch(/nothing of it is kept/);
  });

  it('that the browser does not let go is not said to be forgotten', async () => {
    const { state, actions, forgotten, open } = page();
    open();
    forgotten.reject(new DOMException('blocked'));
    await actions.forgetStudy();
    expect(state.notice.value).toMatch(/did not let the study go/);
  });

  it('does not come back by a row that was on its way', async () => {
    const { state, context, actions, rows, marks, forgotten, open } = page();
    const late = keepRow(context, STUDY, ROW);
    forgotten.resolve();
    const done = actions.forgetStudy();
    open();
    await Promise.all([late, done]);
    expect(rows).toEqual([]);
    expect(marks).toEqual([false]);
    expect(state.studies.kept.value).toEqual({ state: 'no' });
  });
});
