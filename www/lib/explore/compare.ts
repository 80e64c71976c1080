/**
 * Two analyses side by side: the difference of each quantity with its interval, and whether it is fair to
 * compare them.
 */

import type { AtomName, Report, Share } from '../types/report';
import { correlation, HALF_WIDTH, type Varying, varying, varyingShare } from './paired';
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
  /** Whether both are of the same rows, as far as the hash of an input of both tells. */
  same_samples: boolean;
  /** Whether the intervals know how both vary together with these rows. */
  paired: boolean;
  /** In what they differ that should be alike. */
  differing: Differing[];
  /** How the intervals are made, and what that means for these two. */
  rule: string;
}

const SQUARES = 'their half widths add in squares';

const RULES = {
  paired:
    'The samples are the same rows. Half widths add in squares, less twice their product times the ' +
    'correlation of both, which is found from a hundred blocks of rows.',
  same:
    `The samples are the same rows, but one report does not tell how it varies with them: ${SQUARES}, ` +
    'which is too wide where both err in the same direction, as estimates of the same samples mostly do.',
  other: `The samples are not known to be the same rows: ${SQUARES}, as those of independent estimates do.`,
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

/** A value with its interval, and how it varies with the samples. */
interface Value {
  plugin: number;
  estimate: number | null;
  lower: number | null;
  upper: number | null;
  varying: Varying;
}

const quantityOf = (report: Report, name: Exclude<Compared, 'c1'>): Value => ({
  ...{ ...report.information_bits, ...report.atoms_bits }[name],
  varying: varying(report, name),
});

/** The share c1 likewise; null where it is undefined. */
function shareOf(report: Report): Value | null {
  const share: Share = report.contribution.c1;
  const { status, estimate, lower, upper } = share;
  if (status === 'undefined' || estimate === null) return null;
  return { plugin: estimate, estimate, lower, upper, varying: varyingShare(report, share) };
}

/** Half widths of an interval, below and above. */
const halves = ({ estimate, lower, upper }: Value): [number, number] | null =>
  estimate === null || lower === null || upper === null ? null : [estimate - lower, upper - estimate];

/**
 * The difference of two estimates of this correlation, its interval from theirs: Zou, Toward using confidence
 * intervals to compare correlations (Psychological Methods 2007). Where an interval was widened beyond its
 * standard error, for bias, that part has no correlation.
 */
function difference(quantity: Compared, a: Value, b: Value, correlated: number): ReportDifference {
  const value = (b.estimate ?? b.plugin) - (a.estimate ?? a.plugin);
  const [halvesA, halvesB] = [halves(a), halves(b)];
  if (!halvesA || !halvesB) return { quantity, difference: value, lower: null, upper: null };
  const sampled = (half: number, { varying: { se } }: Value): number =>
    Math.min(half, HALF_WIDTH * (se ?? 0));
  const half = (ofB: number, ofA: number): number =>
    // Rounding may take what is wholly common below zero.
    Math.sqrt(Math.max(ofB ** 2 + ofA ** 2 - 2 * correlated * sampled(ofB, b) * sampled(ofA, a), 0));
  return {
    quantity,
    difference: value,
    lower: value - half(halvesB[0], halvesA[1]),
    upper: value + half(halvesB[1], halvesA[0]),
  };
}

/** Whether some input of both is the same, row by row, as far as its hash tells. */
const ofSameRows = (a: Report, b: Report): boolean =>
  a.n === b.n &&
  (['x1', 'x2', 'y'] as const).some(
    (slot) => a.inputs[slot].sha256 !== null && a.inputs[slot].sha256 === b.inputs[slot].sha256,
  );

/** Compares two reports. */
export function compareReports(a: Report, b: Report): Comparison {
  const same = ofSameRows(a, b);
  const named = QUANTITIES.map((name): [Compared, Value, Value] => [
    name,
    quantityOf(a, name),
    quantityOf(b, name),
  ]);
  const [ca, cb] = [shareOf(a), shareOf(b)];
  const pairs = ca && cb ? [...named, ['c1', ca, cb] as (typeof named)[number]] : named;
  const correlations = pairs.map(([, x, y]) => (same ? correlation(x.varying, y.varying) : null));
  const paired = correlations.every((one) => one !== null);
  return {
    differences: pairs.map(([name, x, y], i) => difference(name, x, y, paired ? (correlations[i] ?? 0) : 0)),
    same_samples: same,
    paired,
    differing: differing([{ report: a }, { report: b }]),
    rule: RULES[paired ? 'paired' : same ? 'same' : 'other'],
  };
}
