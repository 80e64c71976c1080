/**
 * The answer in plain words, with no claim that the report does not carry.
 *
 * Rules: a ranking only if the report claims one; "present" only where the lower end lies above the
 * floor in enough seeds; "most" only if one atom's lower end exceeds half of the upper end of I12; where
 * nothing is claimed, "cannot be told from zero", never "there is none".
 */

import type { Atom } from '../charts/marks';
import type { Estimate, Report } from '../library';
import { atomsOf, isPlugin, mostOf, stateOf } from './claims';
import { bits, count, opening, range } from './format';

/** A bold opening and what follows it. */
export interface Sentence {
  lead: string;
  rest: string;
}

export const plain = ({ lead, rest }: Sentence): string => `${lead} ${rest}`.trim();

const span = (estimate: Estimate): string => range(estimate.lower ?? 0, estimate.upper ?? 0);
const most = (estimate: Estimate): string => `at most ${bits(estimate.upper ?? 0)}`;

/** Everything said about redundancy and synergy, and about an atom that is most of the whole. */
function others(report: Report): string {
  const { names } = report.options;
  const atoms = atomsOf(report);
  const top = mostOf(report);
  const said: string[] = [];
  const open: string[] = [];
  if (top === 'r') said.push('most of what they know is shared');
  else if (stateOf(report, 'r') === 'claimed') said.push(`they share ${span(atoms.r)} bits`);
  else open.push('shared information');
  if (top === 'u1' || top === 'u2')
    said.unshift(`most of what they know, only ${names[top === 'u1' ? 0 : 1]} knows`);
  const synergy = stateOf(report, 's');
  if (top === 's') said.push('most of what they know appears only when both are seen');
  else if (synergy === 'claimed') said.push(`${span(atoms.s)} bits appear only when both are seen`);
  else if (synergy === 'unclaimed') open.push('synergy');
  const tail = unresolved(open, synergy === 'unclaimed' ? atoms.s : null, synergy === 'hidden');
  const head = said.join(', and ');
  return `${opening([head, tail].filter(Boolean).join('; '))}.`;
}

function unresolved(open: readonly string[], synergy: Estimate | null, hidden: boolean): string {
  const parts: string[] = [];
  if (open.length === 2)
    parts.push('neither shared information nor synergy can be told from zero at this sample size');
  else if (open[0] === 'synergy' && synergy)
    parts.push(`synergy cannot be told from zero (${most(synergy)} bits)`);
  else if (open[0]) parts.push(`${open[0]} cannot be told from zero`);
  if (hidden) parts.push('synergy is hidden, with too few samples for it');
  return parts.join('; ');
}

function ranked(report: Report, winner: 'x1' | 'x2'): Sentence {
  const atoms = atomsOf(report);
  const [w, l]: [Atom, Atom] = winner === 'x1' ? ['u1', 'u2'] : ['u2', 'u1'];
  const [a, b] = winner === 'x1' ? [0, 1] : [1, 0];
  const { names } = report.options;
  const lead = `${opening(names[a] ?? '')} contributes more than ${names[b] ?? ''}:`;
  const loser = stateOf(report, l) === 'claimed' ? span(atoms[l]) : most(atoms[l]);
  const { lower, upper } = report.ranking.difference_bits;
  const ends = [Math.abs(lower ?? 0), Math.abs(upper ?? 0)].sort((p, q) => p - q) as [number, number];
  const own =
    stateOf(report, w) === 'claimed'
      ? `${span(atoms[w])} against ${loser} bits of its own.`
      : `by ${range(...ends)} bits.`;
  return { lead, rest: `${own} ${others(report)}` };
}

function unranked(report: Report): Sentence {
  const atoms = atomsOf(report);
  const [a, b] = report.options.names;
  const claimed = (['r', 'u1', 'u2', 's'] as const).filter((atom) => stateOf(report, atom) === 'claimed');
  const n = count(report.n);
  if (claimed.length === 0) {
    return {
      lead: `With ${n} samples nothing can be told from zero.`,
      rest: 'Neither is shown to contribute more.',
    };
  }
  if (claimed.length === 1 && claimed[0] === 'r') {
    return {
      lead: `${opening(a)} and ${b} share ${span(atoms.r)} bits.`,
      rest: `With ${n} samples nothing else can be told from zero, and neither is shown to contribute more.`,
    };
  }
  if (claimed.length === 1 && claimed[0] === 's') {
    return {
      lead: `${opening(a)} and ${b} tell ${span(atoms.s)} bits only together.`,
      rest: `With ${n} samples nothing else can be told from zero, and neither is shown to contribute more.`,
    };
  }
  const lead = 'Neither is shown to contribute more';
  const [one, two] = [stateOf(report, 'u1') === 'claimed', stateOf(report, 'u2') === 'claimed'];
  if (!one && !two) return { lead: `${lead}.`, rest: others(report) };
  const own = (known: boolean, estimate: Estimate) => (known ? span(estimate) : most(estimate));
  return {
    lead: `${lead}:`,
    rest: `${a} has ${own(one, atoms.u1)}, ${b} ${own(two, atoms.u2)} bits of its own. ${others(report)}`,
  };
}

/** The sentence of a report. */
export function sentence(report: Report): Sentence {
  if (isPlugin(report)) {
    const { i12, h_y } = report.information_bits;
    return {
      lead: 'Plug-in values only: nothing is claimed.',
      rest:
        `They are biased upwards. Together, ${report.options.names[0]} and ${report.options.names[1]} ` +
        `seem to tell ${bits(i12.plugin)} of ${bits(h_y)} bits.`,
    };
  }
  const { claim } = report.ranking;
  return claim === 'none' ? unranked(report) : ranked(report, claim);
}
