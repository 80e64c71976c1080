/** What changes over the layers of a model, in a sentence. */

import { atomName } from '../charts/attribution';
import type { Atom } from '../charts/marks';
import type { Series, SeriesPoint, Stability } from '../library';
import { atomAt, namesOf } from '../state/curves';
import { bits, list, opening } from './format';
import type { Sentence } from './sentence';

const ATOMS: readonly Atom[] = ['r', 'u1', 'u2', 's'];

/** An atom that is another at the last layer than at the first: their intervals have no point in common. */
interface Change {
  atom: Atom;
  from: number;
  to: number;
}

function changes(first: SeriesPoint, last: SeriesPoint): Change[] {
  return ATOMS.flatMap((atom) => {
    const [a, b] = [atomAt(first, atom), atomAt(last, atom)];
    if (a.lower === null || a.upper === null || b.lower === null || b.upper === null) return [];
    const apart = a.upper < b.lower || b.upper < a.lower;
    return apart ? [{ atom, from: a.estimate ?? a.plugin, to: b.estimate ?? b.plugin }] : [];
  }).sort((p, q) => Math.abs(q.to - q.from) - Math.abs(p.to - p.from));
}

/** What an atom is in a sentence. */
function what(atom: Atom, names: readonly [string, string]): string {
  if (atom === 'r') return 'what is shared';
  return atom === 's' ? 'what both tell only together' : `what ${atomName(atom, names)} tells`;
}

/** "what is shared of label rises from 0.26 to 0.90 bits"; y and the unit are named once. */
function saying(
  { atom, from, to }: Change,
  [a, b, y]: readonly [string, string, string],
  first: boolean,
): string {
  const verb = to > from ? 'rises' : 'falls';
  const ends = `from ${bits(from)} to ${bits(to)}`;
  return first
    ? `${what(atom, [a, b])} of ${y} ${verb} ${ends} bits`
    : `${what(atom, [a, b])} ${verb} ${ends}`;
}

function lead(series: Series, { crossings }: Stability, found: readonly Change[]): string {
  const [a, b] = namesOf(series);
  const [crossing] = crossings;
  if (crossing) {
    const { from, to, leads } = crossing;
    return `${opening(leads === 'x1' ? a : b)} takes the lead between layers ${from} and ${to}:`;
  }
  const shared = found.find(({ atom }) => atom === 'r');
  if (shared) return `Deeper layers share ${shared.to > shared.from ? 'more' : 'less'}:`;
  return found.length > 0 ? 'The layers differ:' : 'The layers cannot be told apart by their ends:';
}

/** The sentence over the curves; with layers still to come, of those that are there. */
export function depthSentence(series: Series, stability: Stability, whole: boolean): Sentence {
  const [first, last] = [series.points[0], series.points.at(-1)];
  const names = namesOf(series);
  if (!first || !last || first === last) return { lead: 'One layer so far.', rest: '' };
  const found = changes(first, last);
  // The lead speaks of what is shared: it comes first.
  const two = found.slice(0, 2).sort((p, q) => Number(q.atom === 'r') - Number(p.atom === 'r'));
  const said = two.map((change, i) => saying(change, names, i === 0));
  const ends = `from layer ${first.at} to ${last.at}`;
  return {
    lead: whole ? lead(series, stability, found) : 'So far:',
    rest: said.length > 0 ? `${ends}, ${said.join(', and ')}.` : `${ends}, every atom’s intervals overlap.`,
  };
}

/** "2 with 3, and 5 with 6" */
export function agreeing({ agree, of }: Stability): string {
  if (of === 0) return 'There are no neighbours yet.';
  if (agree.length === 0) return 'No two neighbouring layers agree on all four atoms.';
  const pairs = list(agree.map(([a, b]) => `${a} with ${b}`));
  return `Neighbouring layers that agree on all four atoms: ${pairs}.`;
}

/** Where U1 and U2 change places. */
export function crossing({ points, ...series }: Series, { crossings }: Stability): string {
  const [a, b] = namesOf(series);
  const name = (leads: 'x1' | 'x2'): string => (leads === 'x1' ? a : b);
  if (crossings.length > 0)
    return crossings
      .map(
        ({ from, to, leads }) =>
          `U₁ and U₂ cross between layers ${from} and ${to}: from there on ${name(leads)} is first.`,
      )
      .join(' ');
  const claims = new Set(points.map(({ claim }) => claim));
  const [only] = (['x1', 'x2'] as const).filter((claim) => claims.has(claim));
  if (!only) return 'No layer ranks either first.';
  const where = points.every(({ claim }) => claim === only) ? 'every layer' : 'every layer that ranks';
  return `U₁ and U₂ do not cross: ${name(only)} is first at ${where}.`;
}
