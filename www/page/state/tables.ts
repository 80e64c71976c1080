/** Pair tables of counts, for the details view. Only what holds samples is held: codes may be thousands. */

import type { HeatmapData } from '../charts/heatmap';
import type { Counts, Report } from '../library';

export type Pair = 'x1-x2' | 'x1-y' | 'x2-y';
type Slot = 'x1' | 'x2' | 'y';

/** Where the code of an input stands among the three of a cell. */
const PLACE: Record<Slot, 0 | 1 | 2> = { x1: 0, x2: 1, y: 2 };

/** Counts of a pair of code arrays, summed over the third; a cell is three codes, of x1, x2 and y. */
export function pairTable({ shape, cells, counts }: Counts, report: Report, pair: Pair): HeatmapData {
  const [down, across] = (pair.split('-') as [Slot, Slot]).map((slot) => PLACE[slot]) as [
    0 | 1 | 2,
    0 | 1 | 2,
  ];
  const columns = shape[across];
  const sums = new Map<number, number>();
  for (let i = 0; i < counts.length; i++) {
    const place = (cells[3 * i + down] ?? 0) * columns + (cells[3 * i + across] ?? 0);
    sums.set(place, (sums.get(place) ?? 0) + (counts[i] ?? 0));
  }
  return {
    names: [report.options.names[down], report.options.names[across]],
    shape: [shape[down], columns],
    pairs: [...sums].map(([place, n]) => [Math.floor(place / columns), place % columns, n]),
  };
}

/** Samples per code of an input. */
export function sizesOf({ shape, cells, counts }: Counts, slot: Slot): number[] {
  const sizes = new Array<number>(shape[PLACE[slot]]).fill(0);
  for (let i = 0; i < counts.length; i++) {
    const code = cells[3 * i + PLACE[slot]] ?? 0;
    sizes[code] = (sizes[code] ?? 0) + (counts[i] ?? 0);
  }
  return sizes;
}
