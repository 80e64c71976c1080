/** What travels in a link or a file. */

import type { Series, SeriesPoint } from '../explore/point';
import type { Counts } from '../types/engine';
import type { ErrorFacts } from '../types/errors';
import type { Report } from '../types/report';

/** One analysis. */
export interface SharedAnalysis {
  /** Name that its author gave it. */
  title: string | null;
  /** The report; in a link its numbers are rounded to 1e-6 bits. */
  report: Report;
  /** Digest of the report's numbers as they were computed, to say "recomputed: identical". */
  digest: string;
  /** Counts of the headline partition, where they fit. */
  counts: Counts | null;
}

/** Many analyses in one table. */
export interface SharedStudy {
  /** Names of the keys, in the order of the table. */
  columns: string[];
  rows: {
    /** What tells the row from the others. */
    keys: Record<string, string>;
    /** null if the analysis could not be made. */
    point: SeriesPoint | null;
    /** Why not. */
    error: ErrorFacts | null;
  }[];
}

/** What the reader had open: names and values are the page's own. */
export type View = Record<string, string | boolean | number>;

/** Everything that is shared. */
export interface Shared {
  analyses: SharedAnalysis[];
  series: Series[];
  study: SharedStudy | null;
  view: View;
  /** Parts that a newer version wrote and this one cannot show. */
  left_out: string[];
}
