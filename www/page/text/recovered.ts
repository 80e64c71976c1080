/** Whether an analysis recovered the truth of a synthetic system, in words. */

import { ATOMS, type Atom } from '../charts/marks';
import type { Result } from '../state/analyses';
import { truthOf } from '../state/figures';
import { atomsOf, stateOf } from './claims';
import { list, words } from './format';
import { FLOOR_BITS } from './rules';
import type { Sentence } from './sentence';

const said = (atom: Atom, names: readonly string[]): string =>
  ({ u1: names[0] ?? '', u2: names[1] ?? '', r: 'shared information', s: 'synergy' })[atom];

/** "All four intervals hold the truth. Nothing is claimed for text, rightly." */
export function recovered({ report, truth }: Result): Sentence {
  if (!truth) return { lead: '', rest: '' };
  const exact = truthOf(truth);
  const atoms = atomsOf(report);
  const held = ATOMS.filter((atom) => {
    const { lower, upper } = atoms[atom];
    return lower !== null && upper !== null && lower <= exact[atom] && exact[atom] <= upper;
  });
  const missed = ATOMS.filter((atom) => !held.includes(atom));
  const lead =
    held.length === 4
      ? 'All four intervals hold the truth.'
      : `${held.length === 0 ? 'No interval holds' : held.length === 1 ? 'One of four intervals holds' : `${words(held.length).replace(/^./, (c) => c.toUpperCase())} of four intervals hold`} the truth;`;
  const misses = missed.length
    ? `${list(missed.map((atom) => said(atom, report.options.names)))} ${missed.length > 1 ? 'miss' : 'misses'} it.`
    : '';
  const open = ATOMS.filter((atom) => stateOf(report, atom) === 'unclaimed');
  const right = open.filter((atom) => exact[atom] <= FLOOR_BITS);
  const wrong = ATOMS.filter((atom) => stateOf(report, atom) === 'claimed' && exact[atom] === 0);
  const silent = open.filter((atom) => exact[atom] > FLOOR_BITS);
  const parts = [misses];
  if (wrong.length)
    parts.push(
      `Something is claimed for ${list(wrong.map((atom) => said(atom, report.options.names)))}, wrongly.`,
    );
  else if (right.length)
    parts.push(
      `Nothing is claimed for ${list(right.map((atom) => said(atom, report.options.names)))}, rightly.`,
    );
  if (silent.length)
    parts.push(
      `With so few samples nothing is claimed for ${list(silent.map((atom) => said(atom, report.options.names)))}.`,
    );
  return { lead, rest: parts.filter(Boolean).join(' ') };
}

/** Range of hits that 95 % of experiments with true 95 % intervals fall into; null for too few to say. */
export function expectedHits(n: number): [number, number] | null {
  if (n < 10) return null;
  let mass = 0.05 ** n;
  let below = 0;
  let low: number | null = null;
  for (let k = 0; k <= n; k++) {
    below += mass;
    if (low === null && below > 0.025) low = k;
    mass *= ((n - k) / (k + 1)) * 19;
  }
  return [low ?? 0, n];
}
