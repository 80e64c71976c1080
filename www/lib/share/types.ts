/** What travels in a link or a file. */

import type { Series } from '../explore/point';
import type { Counts } from '../types/engine';
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

/** What the reader had open: names and values are the page's own. */
export type View = Record<string, string | boolean | number>;

/** Everything that is shared. */
export interface Shared {
  analyses: SharedAnalysis[];
  series: Series[];
  view: View;
  /** Parts that a newer version wrote and this one cannot show. */
  left_out: string[];
}
