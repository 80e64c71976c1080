/** What tables are made of. */

import type { Report } from '../types/report';

/** A report with the name it has in a table. */
export interface Entry {
  title: string;
  /** What tells it from the other rows, a column each, in place of its title. */
  keys?: Readonly<Record<string, string>>;
  report: Report;
}

/** Headings of what stands at the left of rows: the keys of all entries, or one for titles. */
export function leftColumns(entries: readonly Entry[]): string[] {
  const names = [...new Set(entries.flatMap(({ keys = {} }) => Object.keys(keys)))];
  return names.length > 0 ? names : ['title'];
}

/** What stands at the left of an entry's row, under `columns`. */
export function leftCells({ title, keys }: Entry, columns: readonly string[]): string[] {
  return keys ? columns.map((name) => keys[name] ?? '') : columns.map((_, i) => (i === 0 ? title : ''));
}
