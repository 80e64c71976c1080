/** Numbers as they are printed: rounded so that what stands together adds up, and never "-0.00". */

import type { AtomName, Estimate, Report } from '../types/report';

/** `value` with so many decimals; what rounds to zero has no sign. */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** The atoms that each total is the sum of. */
const PARTS = {
  redundancy: ['redundancy'],
  unique1: ['unique1'],
  unique2: ['unique2'],
  synergy: ['synergy'],
  i1: ['redundancy', 'unique1'],
  i2: ['redundancy', 'unique2'],
  i12: ['redundancy', 'unique1', 'unique2', 'synergy'],
} as const satisfies Record<string, readonly AtomName[]>;

/** Quantities that stand in one table and are sums of each other. */
export type Summed = keyof typeof PARTS;

const ALL = Object.keys(PARTS) as Summed[];
const ATOMS = PARTS.i12;

/** Each atom in whole steps, rounded down or up: the sixteen ways to do it. */
function waysToRound(steps: Record<AtomName, number>): Record<AtomName, number>[] {
  return Array.from({ length: 2 ** ATOMS.length }, (_, way) => {
    const rounded = ATOMS.map((name, i) => [name, Math.floor(steps[name]) + ((way >> i) & 1)]);
    return Object.fromEntries(rounded) as Record<AtomName, number>;
  });
}

const sumOf = (name: Summed, atoms: Record<AtomName, number>): number =>
  PARTS[name].reduce((sum, part) => sum + atoms[part], 0);

/** Of an estimate what is printed first. */
export const shownValue = ({ estimate, plugin }: Estimate): number => estimate ?? plugin;

/**
 * The atoms and their totals with so many decimals, such that printed parts add up to printed totals.
 *
 * Rounded one by one, 0.216 + 1.115 = 1.331 would read 0.22 + 1.12 = 1.33. Each atom is rounded up or down,
 * whichever way moves the seven numbers least; none moves by a whole step.
 */
export function addingUp(
  { atoms_bits, information_bits }: Pick<Report, 'atoms_bits' | 'information_bits'>,
  digits: number,
  of: (estimate: Estimate) => number = shownValue,
): Record<Summed, string> {
  const step = 10 ** -digits;
  const all = { ...information_bits, ...atoms_bits };
  const steps = Object.fromEntries(ALL.map((name) => [name, of(all[name]) / step])) as Record<Summed, number>;
  const off = (atoms: Record<AtomName, number>): number[] =>
    ALL.map((name) => sumOf(name, atoms) - steps[name]);
  const cost = (atoms: Record<AtomName, number>): number =>
    off(atoms).reduce((sum, error) => sum + error ** 2, 0);
  const best = waysToRound(steps).reduce((a, b) => (cost(b) < cost(a) ? b : a));
  // Totals that are not the sums of their parts are printed as they are.
  const sums = off(best).every((error) => Math.abs(error) < 1);
  const shown = (name: Summed): string => fixed((sums ? sumOf(name, best) : steps[name]) * step, digits);
  return Object.fromEntries(ALL.map((name) => [name, shown(name)])) as Record<Summed, string>;
}
