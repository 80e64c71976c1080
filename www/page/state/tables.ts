/** Pair tables of counts, for the details view. */

import type { HeatmapData } from '../charts/heatmap';
import type { Counts, Report } from '../library';

export type Pair = 'x1-x2' | 'x1-y' | 'x2-y';

/** Counts of a pair of code arrays, summed over the third; a cell is three codes, of x1, x2 and y. */
export function pairTable({ shape, cells, counts }: Counts, report: Report, pair: Pair): HeatmapData {
  const [k1, k2, ky] = shape;
  const [a, b, y] = report.options.names;
  const [rows, columns] = { 'x1-x2': [k1, k2], 'x1-y': [k1, ky], 'x2-y': [k2, ky] }[pair] as [number, number];
  const table = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  for (let i = 0; i < counts.length; i++) {
    const [c1 = 0, c2 = 0, cy = 0] = cells.slice(3 * i, 3 * i + 3);
    const row = table[pair === 'x2-y' ? c2 : c1];
    const column = pair === 'x1-x2' ? c2 : cy;
    if (row) row[column] = (row[column] ?? 0) + (counts[i] ?? 0);
  }
  const names = { 'x1-x2': [a, b], 'x1-y': [a, y], 'x2-y': [b, y] }[pair] as [string, string];
  return { names, counts: table };
}

/** Samples per code of an input. */
export function sizesOf(counts: Counts, report: Report, slot: 'x1' | 'x2' | 'y'): number[] {
  const table = pairTable(counts, report, slot === 'x2' ? 'x1-x2' : 'x1-y').counts;
  if (slot === 'x1') return table.map((row) => row.reduce((sum, v) => sum + v, 0));
  return (table[0] ?? []).map((_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0));
}
