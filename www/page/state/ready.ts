/** Whether a run may start, and if not, why; pure functions of the files and options. */

import { count, list } from '../text/format';
import { MAX_CODES } from '../text/rules';
import type { Choices } from './app';
import { SLOTS, type Slot } from './assign';
import type { Entry } from './entry';

export type BySlot = Record<Slot, Entry | null>;

/** What every run needs. */
export const INPUTS = ['x1', 'x2', 'y'] as const satisfies readonly Slot[];
const upper = (slot: Slot): string => slot.toUpperCase();

/** Whether an entry is used as labels. */
export const labelled = (entry: Entry): boolean => entry.facts?.kind === 'labels';

/** Whether a run may start. */
export type Readiness = { state: 'ready'; why: null } | { state: 'reading' | 'blocked'; why: string };

const READY: Readiness = { state: 'ready', why: null };
const because = (why: string): Readiness => ({ state: 'blocked', why });

/** Whether a run may start; if not, one sentence with what to do. */
export function readiness(slots: BySlot, entries: readonly Entry[], choices: Choices): Readiness {
  const waiting = entries.filter((entry) => entry.facts === null && entry.problem === null);
  if (waiting.length > 0)
    return {
      state: 'reading',
      why: waiting.length === 1 ? 'one file' : `${count(waiting.length)} files`,
    };
  const why =
    missing(slots) ?? mismatch(slots) ?? unusable(slots, choices) ?? tooMany(slots, choices) ?? strata(slots);
  return why === null ? READY : because(why);
}

/** What is not there, or not readable. */
function missing(slots: BySlot): string | null {
  const bad = SLOTS.find((slot) => slots[slot]?.problem);
  if (bad) return `${upper(bad)} cannot be read; see beside the file. Give its role to another file.`;
  const free = INPUTS.filter((slot) => !slots[slot]);
  if (free.length > 0)
    return `No file for ${list(free.map(upper))} yet. Drop one, or choose the role of a file.`;
  const open = INPUTS.find((slot) => slots[slot]?.facts?.kind === null);
  if (!open) return null;
  return slots[open]?.facts?.shape.length === 3
    ? `${upper(open)} has three dimensions. Choose how to read it, beside the file.`
    : `${upper(open)} holds several arrays or columns. Choose one, beside the file.`;
}

/** "X1 and X2 have 1,906 rows, Y has 1,905." */
function mismatch(slots: BySlot): string | null {
  const groups = new Map<number, Slot[]>();
  for (const slot of INPUTS) {
    const n = slots[slot]?.facts?.rows ?? 0;
    groups.set(n, [...(groups.get(n) ?? []), slot]);
  }
  if (groups.size === 1) return null;
  const [first = '', ...others] = [...groups].map(
    ([n, some]) => `${list(some.map(upper))} ${some.length > 1 ? 'have' : 'has'} ${count(n)}`,
  );
  return `${first} rows, ${others.join(', ')}. Rows must match one to one.${remedy(slots, groups)}`;
}

/** What to do where one input has other rows than the two others. */
function remedy(slots: BySlot, groups: ReadonlyMap<number, readonly Slot[]>): string {
  const [[rows = 0] = [], [, [odd] = []] = []] = [...groups].sort((p, q) => q[1].length - p[1].length);
  if (groups.size > 2 || !odd) return '';
  const { shape = [] } = slots[odd]?.facts ?? {};
  return shape.length === 2 && shape[1] === rows
    ? ` ${upper(odd)} looks transposed: save it with a row for each sample.`
    : ` Drop ${odd === 'y' ? 'a' : 'an'} ${upper(odd)} with ${count(rows)} rows.`;
}

/** Values from which nothing can be computed. */
function unusable(slots: BySlot, choices: Choices): string | null {
  const holes = SLOTS.filter((slot) => (slots[slot]?.facts?.nonfinite.count ?? 0) > 0);
  if (holes.length > 0 && !choices.drop_nonfinite) {
    const { count: rows = 0 } = slots[holes[0] ?? 'x1']?.facts?.nonfinite ?? {};
    const what = holes.length > 1 || rows > 1 ? 'them' : 'it';
    const verb = holes.length > 1 ? 'hold' : 'holds';
    return `${list(holes.map(upper))} ${verb} NaN or infinity. Leave ${what} out, beside the file.`;
  }
  const constant = INPUTS.find((slot) => slots[slot]?.facts?.constant);
  if (constant === 'y')
    return 'Y is the same for all samples: there is nothing to explain. Choose another Y.';
  return constant
    ? `${upper(constant)} is the same for all samples: it tells nothing. Choose another ${upper(constant)}.`
    : null;
}

/** More codes than there can be. Rare values of Y become one by themselves. */
function tooMany(slots: BySlot, choices: Choices): string | null {
  const many = (['x1', 'x2'] as const).find((slot) => (slots[slot]?.facts?.distinct ?? 0) > MAX_CODES);
  if (many) {
    const found = count(slots[many]?.facts?.distinct ?? 0);
    const most = count(MAX_CODES);
    return `${upper(many)} has ${found} different labels; ${most} are possible. Merge the rare ones.`;
  }
  const clustered = (['x1', 'x2'] as const).some((slot) => slots[slot] && !labelled(slots[slot]));
  const n = samplesUsed(slots, choices);
  const { k } = choices;
  return clustered && k !== 'auto' && k > n
    ? `K = ${count(k)} needs as many samples at least, and there are ${count(n)}. Choose a smaller K.`
    : null;
}

function strata({ x1, z }: BySlot): string | null {
  const facts = z?.facts;
  const n = x1?.facts?.rows ?? 0;
  if (!facts) return null;
  if (facts.kind !== 'labels')
    return 'Z holds numbers. Strata are labels: whole numbers or text, one a sample.';
  if (facts.rows !== n)
    return `X1, X2 and Y have ${count(n)} rows, Z has ${count(facts.rows)}. Rows must match one to one.`;
  return null;
}

/** Samples that are left once those with NaN or infinity have gone, where they may go. */
export function samplesUsed(slots: BySlot, { drop_nonfinite }: Pick<Choices, 'drop_nonfinite'>): number {
  const rows = slots.x1?.facts?.rows ?? 0;
  if (!drop_nonfinite) return rows;
  const gone = new Set(SLOTS.flatMap((slot) => [...(slots[slot]?.facts?.nonfinite_rows ?? [])]));
  return rows - gone.size;
}
