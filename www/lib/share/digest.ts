/**
 * The numbers of a report that its counts determine, and their digest.
 *
 * Two reports whose digests agree have the same numbers bit for bit (FNV-1a over the doubles; a guard
 * against differences between machines, not against forgery).
 */

import type { Estimate, Report, Share } from '../types/report';

const ofEstimate = (e: Estimate): (number | null)[] => [e.plugin, e.estimate, e.se, e.lower, e.upper];
const ofShare = (s: Share): (number | null)[] => [
  s.status === 'defined' ? 1 : 0,
  s.estimate,
  s.lower,
  s.upper,
];

/** Numbers by name; null where there is none. */
export function numbersOf(report: Report): Map<string, number | null> {
  const { information_bits: information, atoms_bits: atoms, contribution, ranking, solver } = report;
  const numbers = new Map<string, number | null>();
  const add = (name: string, fields: readonly string[], values: readonly (number | null)[]): void => {
    for (const [i, value] of values.entries()) numbers.set(`${name}.${fields[i]}`, value);
  };
  const estimates = {
    ...pick(information, ['i1', 'i2', 'i12', 'union']),
    ...atoms,
    difference: ranking.difference_bits,
  };
  for (const [name, estimate] of Object.entries(estimates)) {
    add(name, ['plugin', 'estimate', 'se', 'lower', 'upper'], ofEstimate(estimate));
  }
  for (const name of ['c1', 'c2', 'shapley1', 'shapley2'] as const) {
    add(name, ['status', 'estimate', 'lower', 'upper'], ofShare(contribution[name]));
  }
  add('solver', ['lower', 'upper', 'gap'], [solver.lower_bits, solver.upper_bits, solver.gap_bits]);
  numbers.set('h_y', information.h_y);
  numbers.set('n', report.n);
  return numbers;
}

function pick<T, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;
}

/** Digest of the numbers, 16 hex digits. */
export function digestOf(report: Report): string {
  const values = [...numbersOf(report).values()];
  // No number of a report is infinite, so infinity can stand for null; -0 counts as 0.
  const doubles = new Float64Array(values.map((value) => (value === null ? Infinity : value + 0)));
  let hash = 0xcbf29ce484222325n;
  for (const byte of new Uint8Array(doubles.buffer)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/** A number that two reports do not agree on. */
export interface Difference {
  name: string;
  shared: number | null;
  here: number | null;
}

const ATOMS = ['redundancy', 'unique1', 'unique2', 'synergy'] as const;

/** Whether two numbers are the same but for the rounding of links. */
function alike(value: number | null, own: number | null): boolean {
  if (value === null || own === null) return value === own;
  return Math.abs(value - own) <= 1.01e-6 * Math.max(1, Math.abs(own));
}

/**
 * Where a shared report differs from what was computed here of the counts of the partition that it shows. The
 * other partitions travel as numbers: that they give the pooled values is checked as well.
 */
export function recomputedDifferences(shared: Report, here: Report): Difference[] {
  const { partitions, partition, atoms_bits: pooled, solver } = shared;
  const [theirs, ours] = [partitions[partition.number], here.partitions[0]];
  if (partitions.length < 2 || !theirs || !ours) return differences(shared, here);
  const found: Difference[] = [];
  const compare = (name: string, value: number | null, own: number | null): void => {
    if (!alike(value, own)) found.push({ name, shared: value, here: own });
  };
  const mean = (of: (one: Report['partitions'][number]) => number): number =>
    partitions.reduce((sum, one) => sum + of(one), 0) / partitions.length;
  const estimates = ATOMS.map((atom) => mean((one) => one.atoms_bits.estimate?.[atom] ?? Number.NaN));
  for (const [i, atom] of ATOMS.entries()) {
    compare(`${atom}.plugin`, theirs.atoms_bits.plugin[atom], ours.atoms_bits.plugin[atom]);
    const [their, our] = [theirs.atoms_bits.estimate?.[atom], ours.atoms_bits.estimate?.[atom]];
    compare(`${atom}.estimate`, their ?? null, our ?? null);
    const plugin = mean((one) => one.atoms_bits.plugin[atom]);
    compare(`${atom}.plugin, mean`, pooled[atom].plugin, plugin);
    // Values that no distribution can have are moved for display, and cannot be compared then.
    if (estimates.every((value) => value >= 0))
      compare(`${atom}.estimate, mean`, pooled[atom].estimate, estimates[i] ?? null);
  }
  compare('solver.lower', solver.lower_bits, here.solver.lower_bits);
  compare('solver.upper', solver.upper_bits, here.solver.upper_bits);
  compare('n', shared.n, here.n);
  return found;
}

/** Where a report computed here differs from a shared one by more than the rounding of links. */
export function differences(shared: Report, here: Report): Difference[] {
  const mine = numbersOf(here);
  return [...numbersOf(shared)].flatMap(([name, value]) => {
    const own = mine.get(name) ?? null;
    return alike(value, own) ? [] : [{ name, shared: value, here: own }];
  });
}
