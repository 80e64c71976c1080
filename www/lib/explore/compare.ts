/**
 * Two analyses side by side: the difference of each quantity with its interval, and whether it is fair to
 * compare them.
 */

import type { AtomName, Estimate, Report, Share } from '../types/report';
import { type Differing, differing } from './study';

/** A quantity that two reports have: bits, and the share c1. */
export type Compared = AtomName | 'i1' | 'i2' | 'i12' | 'c1';

/** The second report's value less the first's, bits; of c1 a share. */
export interface ReportDifference {
  quantity: Compared;
  difference: number;
  /** null after plug-in runs. */
  lower: number | null;
  upper: number | null;
}

/** Two reports compared. */
export interface Comparison {
  /** Without c1 where it is undefined in either. */
  differences: ReportDifference[];
  /** Whether both are of the same y, sample by sample, as far as its hash tells. */
  same_samples: boolean;
  /** In what they differ that should be alike. */
  differing: Differing[];
  /** How the intervals are made, and what that means for these two. */
  rule: string;
}

const SQUARES =
  'Intervals are those of a difference of independent estimates: their half widths add in squares.';

const RULES = {
  same:
    `The samples are the same rows. ${SQUARES} A report holds no replicates of single samples to pair, so ` +
    'this is conservative where both estimates err in the same direction, as those of the same samples ' +
    'mostly do: the true interval is no wider.',
  other: `The samples are not known to be the same rows. ${SQUARES}`,
};

const QUANTITIES: readonly Exclude<Compared, 'c1'>[] = [
  'redundancy',
  'unique1',
  'unique2',
  'synergy',
  'i1',
  'i2',
  'i12',
];

const of = (
  { atoms_bits, information_bits }: Report,
  name: Exclude<Compared, 'c1'>,
): Pick<Estimate, 'plugin' | 'estimate' | 'lower' | 'upper'> =>
  ({ ...information_bits, ...atoms_bits })[name];

/** A share as an estimate; null where it is undefined. */
const shareOf = ({ status, estimate, lower, upper }: Share): ReturnType<typeof of> | null =>
  status === 'undefined' || estimate === null ? null : { plugin: estimate, estimate, lower, upper };

function difference(
  quantity: Compared,
  a: ReturnType<typeof of>,
  b: ReturnType<typeof of>,
): ReportDifference {
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
  const same = ya !== null && ya === yb && a.n === b.n;
  const [ca, cb] = [shareOf(a.contribution.c1), shareOf(b.contribution.c1)];
  return {
    differences: [
      ...QUANTITIES.map((name) => difference(name, of(a, name), of(b, name))),
      ...(ca && cb ? [difference('c1', ca, cb)] : []),
    ],
    same_samples: same,
    differing: differing([{ report: a }, { report: b }]),
    rule: same ? RULES.same : RULES.other,
  };
}
