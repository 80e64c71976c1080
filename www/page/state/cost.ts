/** What a run will take and what K means for it: pure functions of the files and options. */

import type { Options } from '../library';
import { about, opening, ratio } from '../text/format';
import {
  FIT_SAMPLES,
  GRID,
  MAX_CODES,
  perCell,
  SAMPLES_NEEDED,
  SAMPLES_PER_PAIR_CELL,
  SAMPLES_PER_VALUE,
  SAMPLES_WANTED,
  supportedK,
} from '../text/rules';
import type { Choices } from './app';
import type { Entry } from './entry';
import { type BySlot, INPUTS, labelled, samplesUsed } from './ready';

/** Whether spellings of one answer are one, as far as that is asked for. */
const ignoresAll = ({ y_ignore: ignored }: Choices): boolean =>
  ignored.case && ignored.space && ignored.punctuation;

/** Values of a y of labels, or options of one of scores; null for numbers to be clustered. */
export function valuesOfY({ facts }: Entry, choices: Choices): number | null {
  if (facts?.kind === 'labels') return ignoresAll(choices) ? facts.answers : facts.distinct;
  const best = choices.y_scores === 'argmax' || (choices.y_scores === 'auto' && facts?.scores);
  return best ? (facts?.columns ?? null) : null;
}

/** Whether rare values of y become one, so that its codes are not known beforehand. */
export function mergesRare(y: Entry, n: number, choices: Choices): boolean {
  const distinct = valuesOfY(y, choices) ?? 0;
  const { y_least: least } = choices;
  return least === 'auto' ? n < SAMPLES_PER_VALUE * distinct || distinct > MAX_CODES : least > 1;
}

/** Codes that y will have: its labels, or the number asked for; null where that is not known. */
export function codesOfY(y: Entry | null, choices: Choices, n = y?.facts?.rows ?? 0): number | null {
  if (!y?.facts) return null;
  const asked = choices.ky === 'auto' ? null : choices.ky;
  const values = valuesOfY(y, choices);
  if (!values) return asked;
  return mergesRare(y, n, choices) ? null : (asked ?? values);
}

/** What K means for these samples, said before the run. */
export interface KNote {
  level: 'stop' | 'caution' | 'pass';
  lead: string;
  text: string;
  rest: string;
}

/** So many samples a cell, held against what synergy wants. */
function noteOn(cell: number, what: string, rest: string): KNote {
  const lead = `${what} ${ratio(cell)} samples per cell`;
  const wanted = `, ${SAMPLES_WANTED} wanted for synergy.`;
  if (cell >= SAMPLES_WANTED) return { level: 'pass', lead: '', text: `${lead}${wanted}`, rest };
  return { level: cell >= SAMPLES_NEEDED ? 'caution' : 'stop', lead, text: wanted, rest };
}

/** What "auto" will do. */
function auto(n: number, ky: number): string {
  const top = largestK(n, ky);
  return top >= 2
    ? `Auto tries 2 to ${top} and takes the smallest that predicts as well as the best.`
    : 'Auto has too few samples to choose from.';
}

export function noteOnK(slots: BySlot, choices: Choices): KNote | null {
  const n = samplesUsed(slots, choices);
  const { x1, x2, y } = slots;
  if (y && n > 0 && valuesOfY(y, choices) && mergesRare(y, n, choices))
    return {
      level: 'pass',
      lead: '',
      text: 'Rare values of Y become one, "other".',
      rest: 'The answer says how many values were left, and what K means for them.',
    };
  const ky = codesOfY(y, choices, n);
  if (!n || !ky) return null;
  const [k1, k2] = [x1, x2].map((entry) =>
    entry && labelled(entry) ? (entry.facts?.distinct ?? null) : null,
  );
  const { k } = choices;
  if (k1 && k2)
    return noteOn(
      perCell(n, k1, k2, ky),
      'The labels leave',
      'X1 and X2 are labels: there is no K to choose.',
    );
  if (k === 'auto') return { level: 'pass', lead: '', text: auto(n, ky), rest: '' };
  const cell = perCell(n, k1 ?? k, k2 ?? k, ky);
  const better = cell < SAMPLES_WANTED ? supportedK(n, ky, k) : null;
  const gives = better ? `K = ${better} gives ${ratio(perCell(n, better, better, ky))}. ` : '';
  return noteOn(cell, `K = ${k} leaves`, `${gives}${auto(n, ky)}`);
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

/** From so long on it is said what would shorten it, ms. */
const LONG = 1_800_000;

/** How long, in whole seconds or minutes; `measured`: by the last run of this visit too. */
export function duration(ms: number, measured: boolean): string {
  const shorter = ms < LONG ? '' : ': fewer partitions, a smaller K or fewer samples help';
  return `${opening(about(ms))}${measured ? ', going by the last run' : ''}${shorter}.`;
}

/** Values that the outline of a sample has for each of its own. */
const OUTLINED = 1 / 16;
/** Bytes of an engine without samples, with a piece of a file; and of what a probe sees of a sample. */
const [ENGINE, PROBED] = [8e6, 5200];

/** Bytes of the samples of an input in memory, and of the draw of them that a fit of K-means sees. */
function held({ facts }: Entry): { samples: number; draw: number } {
  if (!facts) return { samples: 0, draw: 0 };
  const { rows, columns, dtype } = facts;
  const many = rows > FIT_SAMPLES;
  // Many samples of sixteen bits stay so.
  const bytes = many && columns > 1 && dtype.endsWith('float16') ? 2 : 4;
  return {
    samples: rows * columns * (bytes + 4 * OUTLINED),
    draw: many ? 4 * FIT_SAMPLES * columns : 0,
  };
}

/** What a run will hold: bytes of the files, and bytes in memory at its peak. */
export function room(slots: BySlot, workers: number): { data: number; peak: number } {
  const entries = INPUTS.flatMap((slot) => slots[slot] ?? []);
  const data = entries.reduce((sum, { facts }) => sum + (facts?.bytes ?? 0), 0);
  const all = entries.map(held);
  const copy = all.reduce((sum, { samples }) => sum + samples, Math.max(0, ...all.map(({ draw }) => draw)));
  const rows = Math.max(0, ...entries.map(({ facts }) => facts?.rows ?? 0));
  const working = ENGINE + PROBED * Math.min(rows, FIT_SAMPLES);
  return { data, peak: working * workers + copy * Math.min(workers, 2) };
}
