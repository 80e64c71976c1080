/** What the attribution chart is given, and what it writes of it. */

import { range } from '../../text/format';
import { fitted, LABELS } from '../gutter';
import type { Atom, Run } from '../marks';
import { textWidth } from '../metrics';

/** A number with its interval, bits, and how it is written: rounded so that parts add up to their total. */
export interface Measured {
  value: number;
  shown: string;
  lower: number | null;
  upper: number | null;
}

/** One atom: claimed (coloured, bold), not claimed (grey), or hidden because the table is too thin. */
export interface AtomDatum extends Measured {
  plugin: number | null;
  /** The estimate of each K-means partition that was pooled. */
  partitions: readonly number[];
  state: 'claimed' | 'unclaimed' | 'hidden';
  truth?: number;
}

export interface AttributionData {
  names: readonly [string, string];
  hY: number;
  /** What a linear probe reads of y at least; null where it was not asked. */
  read: number | null;
  /** What neither tells, as it is written; empty where it is not known. */
  rest: string;
  i1: Measured;
  i2: Measured;
  i12: Measured;
  atoms: Record<Atom, AtomDatum>;
}

export interface AttributionProps {
  data: AttributionData;
  width: number;
  label: string;
  /** Draw plug-in values as open marks. */
  plugin?: boolean;
  /** Draw a dot for each K-means partition below its pooled interval. */
  partitions?: boolean;
  /** The bars alone, for an answer that stands beside another. */
  compact?: boolean;
  /** An answer that stands beside it, on the same scale. */
  beside?: AttributionData;
  /** Plug-in values before any interval: grey, nothing claimed. */
  provisional?: boolean;
  /** The lane that has the tab stop, and what happens on it; without it the chart is a picture. */
  lanes?: { current: Atom; focus: (atom: Atom) => void; open: (atom: Atom) => void };
}

/** "only image", "shared": what an atom is called, within so much room. */
export function atomName(
  atom: Atom,
  names: readonly [string, string],
  room = Infinity,
  bold = false,
): string {
  if (atom === 'r') return LABELS.shared;
  if (atom === 's') return LABELS.together;
  return fitted(LABELS.only, names[atom === 'u1' ? 0 : 1], room, bold);
}

/** What stands at an interval's line. */
export function written(datum: AtomDatum, provisional: boolean): Run[] {
  if (provisional || datum.lower === null || datum.upper === null) return [];
  if (datum.state === 'hidden') return [{ text: 'hidden: too few samples', class: 'm', dx: 8 }];
  const runs: Run[] = [{ text: range(datum.lower, datum.upper), class: 'm', dx: 8 }];
  if (datum.state === 'unclaimed') runs.push({ text: 'no claim', class: 'm', dx: 8 });
  return runs;
}

export const runsWidth = (runs: readonly Run[]): number =>
  runs.reduce((sum, run) => sum + textWidth(run.text) + (run.dx ?? 0), 0);
