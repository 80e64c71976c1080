/** Numbers of rows. */

import type { Look } from '../types/engine';

/** Rows as the file numbers them, where some of them, ascending, were left out. */
export function atRowsOfFile(look: Omit<Look, 'places'>, dropped: readonly number[]): Look {
  const places = look.rows;
  if (dropped.length === 0) return { ...look, places };
  const kept = (row: number): number => {
    let at = row;
    for (const gone of dropped) {
      if (gone > at) break;
      at += 1;
    }
    return at;
  };
  return { ...look, places, rows: places.map(kept), nearest: look.nearest.map((rows) => rows.map(kept)) };
}
