/**
 * Rules of the engine that are needed before there is a report: what K means for so many samples.
 *
 * After a run the report itself says what holds (`warnings`, `passed`). A test reads these numbers from the
 * engine's source, so that they cannot drift apart.
 */

/** Grid on which K is chosen. */
export const GRID = [2, 4, 6, 8, 12, 16, 24, 32] as const;

/** Samples a cell of the triple table: wanted, and needed for any size of synergy. */
export const SAMPLES_WANTED = 4;
export const SAMPLES_NEEDED = 1;

/** Samples a cell of a pair table that a K must leave to be tried. */
export const SAMPLES_PER_PAIR_CELL = 16;

/** Restarts of K-means while K is being chosen. */
export const SELECTION_RESTARTS = 3;

/** Strata at most. */
export const MAX_STRATA = 64;

/** Nothing below this is resolved, bits. */
export const FLOOR_BITS = 0.01;

/** Samples a cell of the triple table. */
export const perCell = (n: number, k1: number, k2: number, ky: number): number => n / (k1 * k2 * ky);

/** The largest K below the one given with enough samples a cell; null if there is none. */
export function supportedK(n: number, ky: number, below: number): number | null {
  return [...GRID].reverse().find((k) => k < below && perCell(n, k, k, ky) >= SAMPLES_WANTED) ?? null;
}
