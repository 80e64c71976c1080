/** Rows of a study as its table shows them: filtered by words, sorted by a column. */

import { naturally } from '../../library';
import { synergyHiddenAt } from '../curves';
import { shareOf } from './matrix';
import type { Row } from './study';

/** Columns of numbers. */
export const NUMBERS = ['n', 'r', 'u1', 'u2', 's', 'i12', 'c1'] as const;
export type NumberColumn = (typeof NUMBERS)[number];

/** The order of a table: a key or a number, up or down. */
export interface Sorting {
  /** null for the order of the study. */
  by: { key: string } | { number: NumberColumn } | null;
  down: boolean;
}

/** The value that a row is sorted by; null stands last, whichever way. */
export function numberIn({ point }: Row, column: NumberColumn): number | null {
  if (!point) return null;
  const { atoms_bits: atoms, information_bits: information } = point;
  const joint = synergyHiddenAt(point);
  const of = {
    r: atoms.redundancy,
    u1: atoms.unique1,
    u2: atoms.unique2,
    s: joint ? null : atoms.synergy,
    i12: joint ? null : information.i12,
    c1: shareOf(point),
  };
  if (column === 'n') return point.n;
  const band = of[column];
  return band && (band.estimate ?? band.plugin);
}

/** Rows all of whose words are in their keys: "clip vqa 5". */
export function filtered(rows: readonly Row[], text: string): Row[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ keys }) => {
    const values = Object.entries(keys).flatMap(([name, value]) => [value, `${name}=${value}`]);
    const all = values.map((value) => value.toLowerCase());
    return words.every((word) =>
      all.some((value) => (/^\d+$/.test(word) ? value === word : value.includes(word))),
    );
  });
}

/** Rows in the wished order. */
export function sorted(rows: readonly Row[], { by, down }: Sorting): Row[] {
  if (by === null) return [...rows];
  const sign = down ? -1 : 1;
  if ('key' in by)
    return [...rows].sort((p, q) => sign * naturally(p.keys[by.key] ?? '', q.keys[by.key] ?? ''));
  const { number } = by;
  return [...rows].sort((p, q) => {
    const [a, b] = [numberIn(p, number), numberIn(q, number)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (a - b);
  });
}

const same = (a: Sorting['by'], b: Sorting['by']): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a heading asks for: numbers from the largest, names from the first; again, the other way. */
export function pressed(now: Sorting, by: NonNullable<Sorting['by']>): Sorting {
  const first = 'number' in by;
  if (!same(now.by, by)) return { by, down: first };
  return now.down === first ? { by, down: !first } : { by: null, down: false };
}
