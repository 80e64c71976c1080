/**
 * Counts as a short string: every cell of the table in order, one letter for a count below 36, and
 * `.count.` for a larger one. Most cells hold nothing or little, so deflate does the rest.
 */

import type { Counts } from '../types/engine';
import { Damage } from './damage';

/** `[k1, k2, ky, cells]`. */
export type PackedCounts = [number, number, number, string];

/** Cells of a table that a link may hold: computing a report again from more would take seconds. */
export const MAX_LINK_CELLS = 20_000;

/** Whether a table is small enough to be considered for a link. */
export function mayTravel({ shape }: Counts): boolean {
  return shape[0] * shape[1] * shape[2] <= MAX_LINK_CELLS;
}

/** Packs counts. */
export function packCounts({ shape, cells, counts }: Counts): PackedCounts {
  const place = (i: number): number =>
    (cells[3 * i]! * shape[1] + cells[3 * i + 1]!) * shape[2] + cells[3 * i + 2]!;
  const last = counts.length - 1;
  const letters: string[] = new Array<string>(last < 0 ? 0 : place(last) + 1).fill('0');
  counts.forEach((count, i) => {
    letters[place(i)] = count < 36 ? count.toString(36) : `.${count}.`;
  });
  return [...shape, letters.join('')];
}

/** Unpacks counts; throws on anything that is not such a string. */
export function unpackCounts(packed: PackedCounts): Counts {
  const [k1, k2, ky, letters] = packed;
  const size = k1 * k2 * ky;
  if (typeof letters !== 'string' || !(size <= MAX_LINK_CELLS))
    throw new Damage('its counts are not a table');
  const tokens = letters.match(/[0-9a-z]|\.[0-9]{1,15}\./g) ?? [];
  if (tokens.length > size || tokens.reduce((length, token) => length + token.length, 0) !== letters.length) {
    throw new Damage('its counts are not a table');
  }
  const cells: number[] = [];
  const counts: number[] = [];
  tokens.forEach((token, cell) => {
    const count = token.length === 1 ? parseInt(token, 36) : Number(token.slice(1, -1));
    if (count === 0) return;
    cells.push(Math.floor(cell / (k2 * ky)), Math.floor(cell / ky) % k2, cell % ky);
    counts.push(count);
  });
  return { shape: [k1, k2, ky], cells, counts };
}
