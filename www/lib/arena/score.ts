/** Scores of answers against the truth: bias, root mean square error, coverage, false synergy, time. */

import type { AtomName } from '../types/report';
import { KINDS, type Kind, type Problem } from './problems';
import type { Answer, Estimated } from './submission';
import { ATOMS, type Entry, ZERO_BITS } from './truth';

/** Without an interval, synergy above this is a claim that there is some. */
export const CLAIM_BITS = 0.01;

/** How well one atom is estimated, over the problems where it is. */
export interface AtomScore {
  answered: number;
  /** Mean error, bits; null without answers. */
  bias: number | null;
  /** Root mean square error, bits. */
  rmse: number | null;
  /** Answers with an interval. */
  intervals: number;
  /** Share of the intervals that hold the truth. */
  coverage: number | null;
}

/** The score over some problems. */
export interface Score {
  problems: number;
  /** Problems of which all four atoms are estimated. */
  answered: number;
  atoms: Record<AtomName, AtomScore>;
  /** Of the answered problems without synergy, those where there is said to be some. */
  false_synergy: { of: number; claimed: number };
  /** Time of all that is answered; null where it is told of none. */
  seconds: number | null;
}

/** What `modalens arena score` finds. */
export interface Scores {
  schema: 'modalens.arena/1';
  overall: Score;
  forms: ({ form: Problem['form'] } & Score)[];
  kinds: ({ kind: Kind } & Score)[];
  /** Problems that are not, or not wholly, answered. */
  missing: string[];
}

interface Pair {
  entry: Entry;
  answer: Answer | undefined;
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Whether all four atoms are estimated. */
const whole = ({ answer }: Pair): boolean => ATOMS.every((atom) => answer?.atoms[atom]);

function atomScore(pairs: readonly Pair[], atom: AtomName): AtomScore {
  const found = pairs.flatMap(({ entry, answer }) => {
    const said = answer?.atoms[atom];
    return said ? [{ said, truth: entry.truth[atom] }] : [];
  });
  const errors = found.map(({ said, truth }) => said.estimate - truth);
  const square = mean(errors.map((error) => error * error));
  const held = found.flatMap(({ said: { interval }, truth }) =>
    interval ? [interval[0] <= truth + ZERO_BITS && truth - ZERO_BITS <= interval[1] ? 1 : 0] : [],
  );
  return {
    answered: found.length,
    bias: mean(errors),
    rmse: square === null ? null : Math.sqrt(square),
    intervals: held.length,
    coverage: mean(held),
  };
}

const claims = ({ estimate, interval }: Estimated): boolean =>
  interval ? interval[0] > ZERO_BITS : estimate > CLAIM_BITS;

function falseSynergy(pairs: readonly Pair[]): Score['false_synergy'] {
  const said = pairs.flatMap(({ entry, answer }) =>
    entry.truth.synergy < ZERO_BITS && answer?.atoms.synergy ? [answer.atoms.synergy] : [],
  );
  return { of: said.length, claimed: said.filter(claims).length };
}

function scoreOf(pairs: readonly Pair[]): Score {
  const times = pairs.flatMap(({ answer }) => answer?.seconds ?? []);
  return {
    problems: pairs.length,
    answered: pairs.filter(whole).length,
    atoms: Object.fromEntries(ATOMS.map((atom) => [atom, atomScore(pairs, atom)])) as Score['atoms'],
    false_synergy: falseSynergy(pairs),
    seconds: times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0),
  };
}

/** The scores of answers to the problems of a manifest. */
export function scoresOf(answers: readonly Answer[], manifest: readonly Entry[]): Scores {
  const given = new Map(answers.map((answer) => [answer.id, answer]));
  const pairs = manifest.map((entry) => ({ entry, answer: given.get(entry.id) }));
  const forms = (['counts', 'embeddings'] as const).map((form) => ({
    form,
    ...scoreOf(pairs.filter(({ entry }) => entry.form === form)),
  }));
  const kinds = (Object.keys(KINDS) as Kind[]).map((kind) => ({
    kind,
    ...scoreOf(pairs.filter(({ entry }) => entry.kind === kind)),
  }));
  return {
    schema: 'modalens.arena/1',
    overall: scoreOf(pairs),
    forms,
    kinds: kinds.filter(({ problems }) => problems > 0),
    missing: pairs.filter((pair) => !whole(pair)).map(({ entry }) => entry.id),
  };
}
