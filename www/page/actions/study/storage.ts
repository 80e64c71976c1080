/** A study is kept over a reload: written as its rows come, read when the page opens, forgotten at a word. */

import type { ErrorFacts, Keys, PartialOptions, Report } from '../../library';
import { idOf, type Row, type Study } from '../../state/study/study';
import type { Context } from '../context';
import { library } from '../shared';

/** What is kept of a study besides its rows. */
export interface KeptHead {
  study: string;
  columns: string[];
  keys: Keys[];
  patterns: string;
  options: PartialOptions | null;
  from: Study['from'];
}

/** What is kept of a row: its report, or why there is none. */
export interface KeptRow {
  /** The study that it is of: another tab may have put one in its place. */
  study: string;
  id: string;
  report: Report | null;
  error: ErrorFacts | null;
}

/** Where studies are kept; every call may reject, where there is no room or no leave. */
export interface StudyStorage {
  read(): Promise<{ head: KeptHead; rows: KeptRow[] } | null>;
  write(head: KeptHead, rows: readonly KeptRow[]): Promise<void>;
  add(row: KeptRow): Promise<void>;
  forget(): Promise<void>;
}

/** The storage, and whether there is anything in it: it is not opened for nothing. */
export interface StudyPort {
  open(): Promise<StudyStorage>;
  any(): boolean;
  mark(any: boolean): void;
}

/** A name that no other study has. */
export const newId = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

const NO_ROOM = 'The browser does not keep the study over a reload: it has no room, or storage is forbidden.';

/** A row that is done, as it is kept; null if it is to come. */
function keptRow(study: Study, row: Row): KeptRow | null {
  const report = row.point?.report ?? null;
  return report || row.error ? { study: study.id, id: idOf(row), report, error: row.error } : null;
}

const headOf = ({ id, columns, rows, patterns, options, from }: Study): KeptHead => ({
  study: id,
  columns: [...columns],
  keys: rows.map(({ keys }) => keys),
  patterns,
  options,
  from,
});

/**
 * Does something with the storage for a study, if it is still there when the storage is open: what has been
 * forgotten meanwhile is not written again. A failure is told once, and the study goes on without.
 */
async function attempt(
  { state, ports }: Context,
  { id }: Study,
  work: (storage: StudyStorage) => Promise<void>,
): Promise<void> {
  const { kept, study } = state.studies;
  const there = (): boolean => study.value?.id === id;
  if (kept.value.state === 'failed') return;
  try {
    const storage = await ports.studies.open();
    if (!there()) return;
    await work(storage);
    if (!there()) return;
    ports.studies.mark(true);
    kept.value = { state: 'yes' };
  } catch {
    if (there()) kept.value = { state: 'failed', why: NO_ROOM };
  }
}

/** Keeps the whole study, in place of what was kept. */
export function keepStudy(context: Context): Promise<void> {
  const { study, kept } = context.state.studies;
  if (kept.value.state === 'failed') kept.value = { state: 'no' };
  const { value } = study;
  if (!value || value.from === 'link') return Promise.resolve();
  const rows = value.rows.flatMap((row) => keptRow(value, row) ?? []);
  return attempt(context, value, (storage) => storage.write(headOf(value), rows));
}

/** Keeps one row more. */
export function keepRow(context: Context, study: Study, row: Row): Promise<void> {
  const kept = keptRow(study, row);
  return kept ? attempt(context, study, (storage) => storage.add(kept)) : Promise.resolve();
}

/** Has the browser forget the study; resolved when nothing of it is left there. */
export async function forgetStudy(context: Context): Promise<void> {
  const { state, ports } = context;
  state.studies.kept.value = { state: 'no' };
  ports.studies.mark(false);
  await (await ports.studies.open()).forget();
}

/** Takes back what was kept; reports are checked as those of a file are. */
export async function restoreStudy({ state, ports }: Context): Promise<void> {
  if (!ports.studies.any()) return;
  try {
    const found = await (await ports.studies.open()).read();
    if (!found) return ports.studies.mark(false);
    const { head, rows: kept } = found;
    const own = kept.filter(({ study }) => study === head.study);
    const byId = new Map(own.map((row) => [row.id, row]));
    const all = head.keys.map((keys) => {
      const row = byId.get(idOf({ keys }));
      return { keys, report: row?.report ?? null, error: row?.error ?? null };
    });
    const text = JSON.stringify({ schema: 'modalens.study/1', columns: head.columns, rows: all });
    const { study } = (await library()).decodeFile(text);
    if (!study) return;
    const { patterns, options, from } = head;
    state.studies.study.value = { ...study, id: head.study, patterns, options, from, fragment: null };
    state.studies.kept.value = { state: 'yes' };
  } catch {
    state.notice.value =
      'The study that this browser kept cannot be read: another version wrote it. The next takes its place.';
  }
}
