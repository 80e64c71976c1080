/** The numbers of the chart as they are written: rounded so that parts add up to the totals beside them. */

import { addingUp } from '../../lib/export/figures';
import type { Atom } from '../charts/marks';
import type { Estimate, Report } from '../library';
import { shownValue, synergyIsHidden } from './claims';
import { bits } from './format';

const QUANTITIES = ['u1', 'r', 'u2', 's', 'i1', 'i2', 'i12', 'union', 'rest', 'difference'] as const;

export type Shown = Record<Atom | (typeof QUANTITIES)[number], string>;

/** What is written of a report, in bits with two decimals; `of` says which value of each estimate. */
export function shownOf(report: Report, of: (estimate: Estimate) => number = shownValue): Shown {
  const found = addingUp(report, 2, of);
  const [u1, r, u2, s] = [found.unique1, found.redundancy, found.unique2, found.synergy].map(Number);
  const [i1 = 0, i2 = 0, i12 = 0] = [found.i1, found.i2, found.i12].map(Number);
  const all = { u1, r, u2, s, i1, i2, i12 };
  const union = (u1 ?? 0) + (r ?? 0) + (u2 ?? 0);
  const rest = Number(report.information_bits.h_y.toFixed(2)) - i12;
  const values: Record<string, number | undefined> = { ...all, union, rest, difference: i1 - i2 };
  const written = Object.fromEntries(QUANTITIES.map((name) => [name, bits(values[name] ?? 0)])) as Shown;
  return synergyIsHidden(report) ? { ...written, rest: '' } : written;
}
