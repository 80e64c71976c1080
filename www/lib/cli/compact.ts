/** Tables with a row for each of many decompositions: layers, strata. */

import { addingUp } from '../export/figures';
import type { Atoms, Estimate, Information } from '../types/report';

/** A decomposition with what stands at the left of its row. */
export interface Row {
  title: string;
  atoms_bits: Atoms;
  information_bits: Information;
  /** Whether there are too few samples for synergy, and so for the total. */
  hidden?: boolean;
}

const WIDTH = 12;

const cell = (shown: string, { present }: Estimate): string =>
  `${shown}${present ? '*' : ' '}`.padStart(WIDTH);

function line(row: Row, width: number): string {
  const { title, atoms_bits: atoms, information_bits: information, hidden } = row;
  const shown = addingUp(row, 3);
  const pairs = (['redundancy', 'unique1', 'unique2'] as const).map((name) => cell(shown[name], atoms[name]));
  const joint = hidden
    ? ['hidden ', 'hidden '].map((word) => word.padStart(WIDTH))
    : [cell(shown.synergy, atoms.synergy), cell(shown.i12, information.i12)];
  return [title.padEnd(width), ...pairs, ...joint].join('').trimEnd();
}

/** Atoms and total in bits; a star says that an atom is present. */
export function compactTable(
  left: string,
  names: readonly string[],
  rows: readonly Row[],
  method: 'full' | 'plugin',
): string {
  const width = Math.max(10, left.length, ...rows.map(({ title }) => title.length)) + 2;
  const [a, b] = names.map((name) => name.slice(0, WIDTH - 1)) as [string, string];
  const head = ['R ', `${a} `, `${b} `, 'S ', 'total '].map((name) => name.padStart(WIDTH));
  return [
    [left.padEnd(width), ...head].join('').trimEnd(),
    ...rows.map((row) => line(row, width)),
    '',
    ...(rows.some((row) => row.hidden) ? ['hidden: too few samples'] : []),
    method === 'plugin' ? 'bits, plug-in values' : 'bits; * present',
  ].join('\n');
}
