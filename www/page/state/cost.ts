/** What a run will take and what K means for it: pure functions of the files and options. */

import type { Options } from '../library';
import { about, opening, ratio } from '../text/format';
import {
  FIT_SAMPLES,
  GRID,
  perCell,
  SAMPLES_NEEDED,
  SAMPLES_PER_PAIR_CELL,
  SAMPLES_WANTED,
  supportedK,
} from '../text/rules';
import type { Choices } from './app';
import type { Entry } from './entry';
import { type BySlot, INPUTS, labelled, samplesUsed } from './ready';

/** Codes that y will have: its labels, or the number asked for. */
export function codesOfY(y: Entry | null, choices: Choices): number | null {
  if (!y?.facts) return null;
  if (labelled(y) && y.facts.distinct) return choices.ky === 'auto' ? y.facts.distinct : choices.ky;
  return choices.ky === 'auto' ? null : choices.ky;
}

/** What K means for these samples, said before the run. */
export interface KNote {
  level: 'stop' | 'caution' | 'pass';
  lead: string;
  text: string;
  rest: string;
}

export function noteOnK(slots: BySlot, choices: Choices): KNote | null {
  const n = samplesUsed(slots, choices);
  const ky = codesOfY(slots.y, choices);
  if (!n || !ky) return null;
  const fixed = ([slots.x1, slots.x2] as const).map((slot) =>
    slot && labelled(slot) ? (slot.facts?.distinct ?? null) : null,
  );
  const [k1, k2] = fixed;
  if (k1 && k2) {
    const cell = perCell(n, k1, k2, ky);
    const lead = `The labels leave ${ratio(cell)} samples per cell`;
    return cell >= SAMPLES_WANTED
      ? {
          level: 'pass',
          lead: '',
          text: `${lead}, ${SAMPLES_WANTED} wanted for synergy.`,
          rest: 'X1 and X2 are labels: there is no K to choose.',
        }
      : {
          level: cell >= SAMPLES_NEEDED ? 'caution' : 'stop',
          lead,
          text: `, ${SAMPLES_WANTED} wanted for synergy.`,
          rest: 'X1 and X2 are labels: there is no K to choose.',
        };
  }
  const top = largestK(n, ky);
  const auto =
    top >= 2
      ? `Auto tries 2 to ${top} and takes the smallest that predicts as well as the best.`
      : 'Auto has too few samples to choose from.';
  if (choices.k === 'auto') return { level: 'pass', lead: '', text: auto, rest: '' };
  const cell = perCell(n, k1 ?? choices.k, k2 ?? choices.k, ky);
  if (cell >= SAMPLES_WANTED)
    return {
      level: 'pass',
      lead: '',
      text: `K = ${choices.k} leaves ${ratio(cell)} samples per cell, ${SAMPLES_WANTED} wanted for synergy.`,
      rest: auto,
    };
  const better = supportedK(n, ky, choices.k);
  return {
    level: cell >= SAMPLES_NEEDED ? 'caution' : 'stop',
    lead: `K = ${choices.k} leaves ${ratio(cell)} samples per cell`,
    text: `, ${SAMPLES_WANTED} wanted for synergy.`,
    rest: `${better ? `K = ${better} gives ${ratio(perCell(n, better, better, ky))}. ` : ''}${auto}`,
  };
}

/** Largest K of the grid that the samples support. */
export function largestK(n: number, ky: number): number {
  const most = Math.min(Math.floor(Math.sqrt(n / ky)), Math.floor(n / (SAMPLES_PER_PAIR_CELL * ky)));
  return [...GRID].reverse().find((k) => k <= most) ?? 0;
}

/** Codes to offer; what is set is always among them. */
export function offeredK(current: Options['k']): number[] {
  const offered = [2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 128, 256];
  return typeof current === 'number' && !offered.includes(current)
    ? [...offered, current].sort((a, b) => a - b)
    : offered;
}

/** Multiply-adds of the K-means of a run, the bulk of its work. */
export function work(slots: BySlot, choices: Choices): number {
  const n = samplesUsed(slots, choices);
  const ky = codesOfY(slots.y, choices) ?? 8;
  const grid = choices.k === 'auto' ? GRID.filter((k) => k <= Math.max(2, largestK(n, ky))) : [choices.k];
  const headline = choices.k === 'auto' ? Math.max(...grid) : choices.k;
  const restarts = 2;
  const chosen = choices.k === 'auto' ? grid.reduce((sum, k) => sum + k, 0) * restarts : 0;
  const iterations = 15;
  const codes = chosen + headline * choices.partitions * restarts;
  const columns = (['x1', 'x2'] as const).reduce(
    (sum, slot) => sum + (slots[slot]?.facts?.kind === 'labels' ? 0 : (slots[slot]?.facts?.columns ?? 0)),
    0,
  );
  return Math.min(n, FIT_SAMPLES) * columns * codes * iterations;
}

/** Multiply-adds a second of one worker until a run has shown better. */
export const USUAL_SPEED = 1.2e9;

/** How long, in words no finer than the guess; the last run of this visit makes it a figure. */
export function duration(ms: number, measured: boolean): string {
  if (measured) return `${opening(about(ms))}, going by the last run.`;
  if (ms < 8_000) return 'A few seconds.';
  if (ms < 45_000) return 'Less than a minute.';
  if (ms < 300_000) return 'A few minutes.';
  return ms < 3_000_000
    ? 'Up to an hour.'
    : 'More than an hour: fewer partitions, a smaller K or fewer samples help.';
}

/** What a run will take. */
export function cost(
  slots: BySlot,
  choices: Choices,
  workers: number,
  speed: number | null,
): { ms: number; data: number; peak: number } {
  const data = INPUTS.reduce((sum, slot) => sum + (slots[slot]?.facts?.bytes ?? 0), 0);
  const values = INPUTS.reduce(
    (sum, slot) =>
      sum + (slots[slot]?.facts ? (slots[slot]?.facts?.rows ?? 0) * (slots[slot]?.facts?.columns ?? 0) : 0),
    0,
  );
  return {
    ms: 300 + (work(slots, choices) / (speed ?? USUAL_SPEED * workers)) * 1000,
    data,
    peak: 4e6 * workers + values * 4 * Math.min(workers, 2),
  };
}
