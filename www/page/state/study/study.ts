/** A study: many analyses in one table, those that are done and those that are still to come. */

import type { ErrorFacts, Keys, PartialOptions, SeriesPoint } from '../../library';

/** An analysis of a study; to come while it has neither a point nor an error. */
export interface Row {
  keys: Keys;
  /** What was found, with its report where that is here: links carry none. */
  point: SeriesPoint | null;
  /** Why it could not be made. */
  error: ErrorFacts | null;
}

export interface Study {
  /** Tells it from other studies that this browser kept. */
  id: string;
  /** Names of the keys, in the order of the table. */
  columns: readonly string[];
  rows: readonly Row[];
  /** How names are read, to find the files again; empty for the usual way. */
  patterns: string;
  /** Options of all rows; null where the study came from elsewhere. */
  options: PartialOptions | null;
  from: 'run' | 'file' | 'link';
  /** The fragment of the link that it came by, which stays in the address. */
  fragment: string | null;
}

/** What is told of rows under way. */
export interface Studying {
  /** Share of the row that is computed now. */
  share: number;
  /** When it began, and rows that were done then; for the time left. */
  began: number;
  before: number;
  now: number;
  cancel: () => void;
}

/** What tells a row from the others, as one text; the order of its columns does not count. */
export const idOf = ({ keys }: { keys: Keys }): string =>
  JSON.stringify(Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1)));

/** "clip, vqa, 5": a row by its keys. */
export const rowName = ({ keys }: { keys: Keys }, columns: readonly string[]): string =>
  columns
    .flatMap((name) => keys[name] || [])
    .join(', ')
    .slice(0, 200) || 'analysis';

export const isDone = ({ point, error }: Row): boolean => point !== null || error !== null;

/** Rows that are done, and those of them that failed. */
export function progressOf({ rows }: Pick<Study, 'rows'>): { done: number; failed: number; all: number } {
  return {
    done: rows.filter(isDone).length,
    failed: rows.filter(({ error }) => error !== null).length,
    all: rows.length,
  };
}

/** Columns of rows, in the order in which they first appear. */
export const columnsOf = (rows: readonly { keys: Keys }[]): string[] => [
  ...new Set(rows.flatMap(({ keys }) => Object.keys(keys))),
];

/** The study with one row more, or with that row in place of the one of the same keys. */
export function withRow(study: Study, row: Row): Study {
  const id = idOf(row);
  const at = study.rows.findIndex((one) => idOf(one) === id);
  const rows = at < 0 ? [...study.rows, row] : study.rows.with(at, row);
  return { ...study, rows, columns: at < 0 ? columnsOf(rows) : study.columns };
}

/** Names of the modalities and of y, if all rows have the same; X1, X2 and Y otherwise. */
export function namesIn({ rows }: Pick<Study, 'rows'>): [string, string, string] {
  const all = rows.flatMap(({ point }) => (point?.report ? [point.report.options.names] : []));
  const [first] = all;
  const same = first && all.every((names) => names.join('\n') === first.join('\n'));
  return same ? [first[0], first[1], first[2]] : ['X1', 'X2', 'Y'];
}
