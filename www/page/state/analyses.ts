/** Finished analyses: where each came from, and the list of those that the tab holds. */

import type { Extras, Report, Series } from '../library';
import type { Entry } from './entry';
import type { Truth } from './figures';

/** What an analysis found. */
export interface Result {
  report: Report;
  extras: Extras | null;
  truth: Truth | null;
  /** A title in place of the names, for synthetic systems. */
  title: string | null;
  /** The same under other choices, and at other layers, as far as it was computed. */
  series: readonly Series[];
}

/** What the reader's own files are, held against the hashes. */
export type FilesCheck =
  | { status: 'unchecked' | 'checking' | 'same' }
  | { status: 'different' | 'unknown'; detail: string };

/** Where an analysis came from, if not from a run in this tab. */
export interface Origin {
  from: 'link' | 'file';
  /** The fragment of the link, which stays in the address; null for a file. */
  fragment: string | null;
  /** Day on which it was made, if it says so. */
  made: Date | null;
  engine: string;
  status: 'checking' | 'identical' | 'differs' | 'no-counts' | 'stopped' | 'failed';
  /** Both numbers where they differ, or why the check failed. */
  detail: string;
  files: FilesCheck;
  namesShared: boolean;
}

/** A finished analysis as the tab holds it. */
export interface Analysis extends Result {
  /** The same over a reload, so that the browser's history can name it. */
  id: number;
  origin: Origin | null;
  /** The files that it ran on; none for a link, a saved file, or after a reload. */
  entries: readonly Entry[];
  /** Whether y stays that of the answer over the layers, although its files have layers too. */
  yFixed?: boolean;
}

/** Analyses held at most; the oldest goes first. */
export const MOST_HELD = 12;

/** The analyses with one more, the newest last. */
export const added = (all: readonly Analysis[], one: Analysis): Analysis[] =>
  [...all.filter(({ id }) => id !== one.id), one].slice(-MOST_HELD);

/** The next number that no analysis has. */
export const nextId = (all: readonly Analysis[]): number => 1 + Math.max(0, ...all.map(({ id }) => id));

/** What an analysis is called in lists and in the title of the tab. */
export const titleOf = ({ title, report }: Result): string =>
  title ?? `${report.options.names[0]} × ${report.options.names[1]} → ${report.options.names[2]}`;
