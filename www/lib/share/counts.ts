/**
 * Counts as a short string: every cell of the table in order, one letter for a count below 36, and
 * `.count.` for a larger one. Most cells hold nothing or little, so deflate does the rest.
 */

import type { Counts } from '../types/engine';
import { MAX_CELLS } from './schema';
import { damaged } from './text';

/** `[k1, k2, ky, cells]`. */
export type PackedCounts = [number, number, number, string];

/** Whether a table is small enough to be considered for a link. */
export function mayTravel({ shape }: Counts): boolean {
  return shape[0] * shape[1] * shape[2] <= 60_000;
}

/** Packs counts. */
export function packCounts({ shape, cells, counts }: Counts): PackedCounts {
  const letters: string[] = new Array<string>(shape[0] * shape[1] * shape[2]).fill('0');
  counts.forEach((count, i) => {
    const [a, b, c] = [cells[3 * i]!, cells[3 * i + 1]!, cells[3 * i + 2]!];
    letters[(a * shape[1] + b) * shape[2] + c] = count < 36 ? count.toString(36) : `.${count}.`;
  });
  return [...shape, letters.join('').replace(/0+$/, '')];
}

/** Unpacks counts; throws on anything that is not such a string. */
export function unpackCounts(packed: PackedCounts): Counts {
  const [k1, k2, ky, letters] = packed;
  const size = k1 * k2 * ky;
  if (typeof letters !== 'string' || !(size <= MAX_CELLS)) throw damaged('its counts are not a table');
  const tokens = letters.match(/[0-9a-z]|\.[0-9]{1,15}\./g) ?? [];
  if (tokens.length > size || tokens.reduce((length, token) => length + token.length, 0) !== letters.length) {
    throw damaged('its counts are not a table');
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
