/**
 * Rules of the engine that are needed before there is a report: what K means for so many samples.
 *
 * After a run the report itself says what holds (`warnings`, `passed`).
 */

import { RULES } from '../../lib/types/rules';

export const {
  k_grid: GRID,
  triple_cell_wanted: SAMPLES_WANTED,
  triple_cell_needed: SAMPLES_NEEDED,
  samples_per_pair_cell: SAMPLES_PER_PAIR_CELL,
  fit_samples: FIT_SAMPLES,
  most_codes: MAX_CODES,
  samples_per_value: SAMPLES_PER_VALUE,
  floor_bits: FLOOR_BITS,
  half_width: HALF_WIDTH,
  jackknife_groups: GROUPS,
} = RULES;

/** Samples a cell of the triple table. */
export const perCell = (n: number, k1: number, k2: number, ky: number): number => n / (k1 * k2 * ky);

/** The largest K below the one given with enough samples a cell; null if there is none. */
export function supportedK(n: number, ky: number, below: number): number | null {
  return [...GRID].reverse().find((k) => k < below && perCell(n, k, k, ky) >= SAMPLES_WANTED) ?? null;
}
