/**
 * How the estimates of two analyses of the same rows vary together.
 *
 * An atom's estimate moves with the samples by the mean of what each sample adds to it (its influence). A
 * report holds the sums of that over a hundred random blocks of rows, dealt by the rows' numbers alone: d in
 * one report and e in another of the same rows have
 *
 * ```text
 * covariance = sum d e = correlation over the blocks * s_d * s_e
 * ```
 *
 * For s the report's own standard error within partitions is taken where it is smaller than sqrt(sum d^2).
 * What else is in an interval (corrections of bias, ties, the choice of partitions) is not taken to vary
 * together.
 */

import { RULES } from '../generated/constants';
import type { AtomName, PlainAtoms, Report, Share } from '../types/report';

/** Half width of the intervals of reports in standard errors. */
export const HALF_WIDTH = RULES.half_width;

/** Atoms that an information is the sum of. */
const PARTS = {
  i1: ['redundancy', 'unique1'],
  i2: ['redundancy', 'unique2'],
  i12: ['redundancy', 'unique1', 'unique2', 'synergy'],
} as const satisfies Record<string, readonly AtomName[]>;

/** How an estimate varies with the samples. */
export interface Varying {
  /** In each block of rows. */
  deviations: readonly number[];
  /** Standard error within partitions, and in all. */
  within: number | null;
  se: number | null;
}

/** Of an atom or an information, bits. */
export function varying(report: Report, name: AtomName | keyof typeof PARTS): Varying {
  const blocks = report.samples?.by_block ?? [];
  const atoms: readonly AtomName[] = name in PARTS ? PARTS[name as keyof typeof PARTS] : [name as AtomName];
  const { se_within: within, se } = { ...report.information_bits, ...report.atoms_bits }[name];
  return {
    deviations: blocks.map((block) => atoms.reduce((sum, atom) => sum + block[atom], 0)),
    within,
    se,
  };
}

/** Of c1 = u1 / (u1 + u2), to first order; its standard error from the half width of its interval. */
export function varyingShare({ samples, atoms_bits }: Report, { estimate, lower, upper }: Share): Varying {
  const [u1, u2] = [atoms_bits.unique1, atoms_bits.unique2].map((one) => one.estimate ?? one.plugin) as [
    number,
    number,
  ];
  const moved = (block: PlainAtoms): number => (block.unique1 * u2 - block.unique2 * u1) / (u1 + u2) ** 2;
  const se =
    estimate === null || lower === null || upper === null ? null : (upper - lower) / (2 * HALF_WIDTH);
  return { deviations: u1 + u2 > 0 ? (samples?.by_block ?? []).map(moved) : [], within: se, se };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** Correlation of two estimates of the same rows; null where one of them does not tell how it varies. */
export function correlation(a: Varying, b: Varying): number | null {
  if (a.deviations.length === 0 || a.deviations.length !== b.deviations.length) return null;
  const parts = [a, b].map(({ deviations, within, se }) => {
    if (within === null || se === null) return null;
    const spread = Math.sqrt(dot(deviations, deviations));
    return { spread, share: se > 0 ? Math.min(spread, within) / se : 0 };
  });
  const [first, second] = parts;
  if (!first || !second) return null;
  // What does not vary at all varies with nothing.
  if (first.spread === 0 || second.spread === 0) return 0;
  const overBlocks = dot(a.deviations, b.deviations) / (first.spread * second.spread);
  return overBlocks * first.share * second.share;
}
