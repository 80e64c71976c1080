/** Pair tables of counts, for the details view. */

import type { Counts, Report } from '../library';
import type { HeatmapData } from '../charts/heatmap';

export type Pair = 'x1-x2' | 'x1-y' | 'x2-y';

/** Counts of a pair of code arrays, summed over the third; cells are in C order [x1][x2][y]. */
export function pairTable({ shape, cells, counts }: Counts, report: Report, pair: Pair): HeatmapData {
  const [k1, k2, ky] = shape;
  const [a, b, y] = report.options.names;
  const [rows, columns] = { 'x1-x2': [k1, k2], 'x1-y': [k1, ky], 'x2-y': [k2, ky] }[pair] as [number, number];
  const table = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? 0;
    const code = [Math.floor(cell / (k2 * ky)), Math.floor(cell / ky) % k2, cell % ky] as const;
    const row = table[pair === 'x2-y' ? code[1] : code[0]];
    const column = pair === 'x1-x2' ? code[1] : code[2];
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
