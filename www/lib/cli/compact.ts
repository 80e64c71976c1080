/** Tables with a row for each of many decompositions: layers, strata. */

import type { Atoms, Estimate, Information } from '../types/report';

/** A decomposition with what stands at the left of its row. */
export interface Row {
  title: string;
  atoms_bits: Atoms;
  information_bits: Information;
  /** Whether there are too few samples for synergy, and so for the total. */
  hidden?: boolean;
}

const value = ({ estimate, plugin, present }: Estimate): string =>
  `${(estimate ?? plugin).toFixed(3)}${present ? '*' : ' '}`.padStart(12);

/** Atoms and total in bits; a star says that an atom is present. */
export function compactTable(
  left: string,
  names: readonly string[],
  rows: readonly Row[],
  method: 'full' | 'plugin',
): string {
  const width = Math.max(10, left.length, ...rows.map(({ title }) => title.length)) + 2;
  const [a, b] = names.map((name) => name.slice(0, 11)) as [string, string];
  const head = [
    left.padEnd(width),
    ...['R ', `${a} `, `${b} `, 'S ', 'total '].map((name) => name.padStart(12)),
  ].join('');
  const lines = rows.map(({ title, atoms_bits: atoms, information_bits: { i12 }, hidden }) => {
    const joint = [atoms.synergy, i12].map((estimate) => (hidden ? 'hidden '.padStart(12) : value(estimate)));
    return [
      title.padEnd(width),
      ...[atoms.redundancy, atoms.unique1, atoms.unique2].map(value),
      ...joint,
    ].join('');
  });
  const hidden = rows.some((row) => row.hidden) ? ['hidden: too few samples'] : [];
  return [
    head,
    ...lines,
    '',
    ...hidden,
    method === 'plugin' ? 'bits, plug-in values' : 'bits; * present',
  ].join('\n');
}
