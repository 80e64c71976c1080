/** Phases of a run as they are called. */

import type { Phase } from '../library';

/** What a phase does, with the reader's own names. */
export function phaseName(id: Phase['id'], names: readonly string[]): string {
  const [a = 'X1', b = 'X2', y = 'Y'] = names;
  return {
    codes_y: `Codes of ${y}`,
    choose_k: 'Choice of K',
    codes_x1: `Codes of ${a}`,
    codes_x2: `Codes of ${b}`,
    solve: 'Count and solve',
    intervals: 'Estimates of partitions',
    probe: 'What a probe reads',
    strata: 'Within strata',
  }[id];
}
