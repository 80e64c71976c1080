/** What travels in a link or a file. */

import type { Counts } from '../types/engine';
import type { AtomName, Information, Ranking, Report } from '../types/report';

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

/** A quantity of a point of a series, in bits, or a share. */
export interface Band {
  plugin: number;
  estimate: number | null;
  lower: number | null;
  upper: number | null;
  /** Whether it may be claimed to be there; null where no claim was tested. */
  present: boolean | null;
}

/** One analysis of a series, cut down to what its curves and verdicts need. */
export interface SeriesPoint {
  /** What it is called on the axis. */
  label: string;
  /** Where it stands on the axis: K, layer, noise. */
  at: number;
  /** Samples. */
  n: number;
  /** Cells of the triple table, k1 k2 ky. */
  cells: number;
  /** H(Y). */
  h_y: number;
  information_bits: Record<Exclude<keyof Information, 'h_y'>, Band>;
  atoms_bits: Record<AtomName, Band>;
  /** Which source tells more; null in links of version 1. */
  claim: Ranking['claim'] | null;
  /** I(X1;Y) - I(X2;Y); null in links of version 1. */
  difference_bits: Band | null;
  /** Contribution of x1; null where it is undefined. */
  c1: Band | null;
  /** Shapley share of x1; null where it is undefined. */
  shapley1: Band | null;
  /** The whole report, in files; null in links. */
  report: Report | null;
}

/** Analyses along an axis. */
export interface Series {
  /** What varies. */
  kind: 'k' | 'layers' | 'noise' | 'seeds' | 'preparation' | 'discretiser';
  title: string | null;
  /** Names of x1, x2 and y; null in links of version 1. */
  names: [string, string, string] | null;
  points: SeriesPoint[];
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
