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

/** Where a report computed here differs from a shared one by more than the rounding of links. */
export function differences(shared: Report, here: Report): Difference[] {
  const mine = numbersOf(here);
  return [...numbersOf(shared)].flatMap(([name, value]) => {
    const own = mine.get(name) ?? null;
    const same =
      value === null || own === null
        ? value === own
        : Math.abs(value - own) <= 1.01e-6 * Math.max(1, Math.abs(own));
    return same ? [] : [{ name, shared: value, here: own }];
  });
}
