/** Whether an analysis recovered the truth of a synthetic system, in words. */

import { ATOMS, type Atom } from '../charts/marks';
import type { Report } from '../library';
import type { Result } from '../state/analyses';
import { truthOf } from '../state/figures';
import { atomsOf, stateOf } from './claims';
import { list } from './format';
import { FLOOR_BITS } from './rules';
import type { Sentence } from './sentence';

const said = (atom: Atom, names: readonly string[]): string =>
  ({ u1: names[0] ?? '', u2: names[1] ?? '', r: 'shared information', s: 'synergy' })[atom];

/** How many of the four intervals hold the truth, as the opening of a sentence. */
const HOLD = [
  'No interval holds the truth;',
  'One of four intervals holds the truth;',
  'Two of four intervals hold the truth;',
  'Three of four intervals hold the truth;',
  'All four intervals hold the truth.',
] as const;

/** Atoms whose interval leaves the truth out. */
function missedBy(report: Report, exact: Record<Atom, number>): Atom[] {
  const atoms = atomsOf(report);
  return ATOMS.filter((atom) => {
    const { lower, upper } = atoms[atom];
    return lower === null || upper === null || exact[atom] < lower || upper < exact[atom];
  });
}

/** What the solver may leave of an atom that is not there, bits. */
const ROUNDING = 1e-6;

/** What is claimed or not, and whether rightly. */
function claims(
  report: Report,
  exact: Record<Atom, number>,
  missed: readonly Atom[],
  name: (atoms: Atom[]) => string,
): string[] {
  const wrong = ATOMS.filter((atom) => stateOf(report, atom) === 'claimed' && exact[atom] <= ROUNDING);
  const open = ATOMS.filter((atom) => stateOf(report, atom) === 'unclaimed');
  const right = open.filter((atom) => exact[atom] <= FLOOR_BITS);
  // Where the truth is missed, it is not for want of samples.
  const silent = open.filter((atom) => exact[atom] > FLOOR_BITS && !missed.includes(atom));
  return [
    wrong.length > 0 ? `Something is claimed for ${name(wrong)}, wrongly.` : '',
    wrong.length === 0 && right.length > 0 ? `Nothing is claimed for ${name(right)}, rightly.` : '',
    silent.length > 0 ? `With so few samples nothing is claimed for ${name(silent)}.` : '',
  ];
}

/** "All four intervals hold the truth. Nothing is claimed for text, rightly." */
export function recovered({ report, truth }: Result): Sentence {
  if (!truth) return { lead: '', rest: '' };
  const exact = truthOf(truth);
  const missed = missedBy(report, exact);
  const name = (atoms: Atom[]) => list(atoms.map((atom) => said(atom, report.options.names)));
  const misses = missed.length > 0 ? `${name(missed)} ${missed.length > 1 ? 'miss' : 'misses'} it.` : '';
  return {
    lead: HOLD[ATOMS.length - missed.length] ?? '',
    rest: [misses, ...claims(report, exact, missed, name)].filter(Boolean).join(' '),
  };
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
