/**
 * Two analyses side by side: the difference of each quantity with its interval, and whether it is fair to
 * compare them.
 */

import type { AtomName, Estimate, Report } from '../types/report';
import { type Differing, differing } from './study';

/** A quantity that two reports have. */
export type Compared = AtomName | 'i1' | 'i2' | 'i12';

/** The second report's value less the first's, bits. */
export interface ReportDifference {
  quantity: Compared;
  difference: number;
  /** null after plug-in runs. */
  lower: number | null;
  upper: number | null;
}

/** Two reports compared. */
export interface Comparison {
  differences: ReportDifference[];
  /** Whether both are of the same y, sample by sample, as far as its hash tells. */
  same_samples: boolean;
  /** In what they differ that should be alike. */
  differing: Differing[];
  rule: string;
}

const RULE =
  'Intervals are those of a difference of independent estimates: their half widths add in squares. Of the ' +
  'same samples ' +
  'the true interval is no wider where both estimates err in the same direction.';

const QUANTITIES: readonly Compared[] = ['redundancy', 'unique1', 'unique2', 'synergy', 'i1', 'i2', 'i12'];

const of = ({ atoms_bits, information_bits }: Report, name: Compared): Estimate =>
  ({ ...information_bits, ...atoms_bits })[name];

function difference(quantity: Compared, a: Estimate, b: Estimate): ReportDifference {
  const value = (b.estimate ?? b.plugin) - (a.estimate ?? a.plugin);
  const ends = [a.estimate, a.lower, a.upper, b.estimate, b.lower, b.upper];
  if (!ends.every((end) => end !== null)) return { quantity, difference: value, lower: null, upper: null };
  const [ea, la, ua, eb, lb, ub] = ends as [number, number, number, number, number, number];
  return {
    quantity,
    difference: value,
    lower: value - Math.hypot(eb - lb, ua - ea),
    upper: value + Math.hypot(ub - eb, ea - la),
  };
}

/** Compares two reports. */
export function compareReports(a: Report, b: Report): Comparison {
  const [ya, yb] = [a.inputs.y.sha256, b.inputs.y.sha256];
  return {
    differences: QUANTITIES.map((name) => difference(name, of(a, name), of(b, name))),
    same_samples: ya !== null && ya === yb && a.n === b.n,
    differing: differing([{ report: a }, { report: b }]),
    rule: RULE,
  };
}
