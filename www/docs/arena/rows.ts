/** Rows of the arena's tables, for the documentation and for a file that is scored on its page. */

import type { Score, Scores } from '../../lib/arena/score';
import { ATOMS } from '../../lib/arena/truth';

/** What the cells of `arenaRow` are. */
export const HEAD = [
  ...['method', 'answered', 'RMSE R, U1, U2, S', 'bias R, U1, U2, S', 'coverage R, U1, U2, S, %'],
  ...['false synergy', 'seconds'],
];

const each = (score: Score, cell: (atom: Score['atoms'][(typeof ATOMS)[number]]) => string): string =>
  ATOMS.map((atom) => cell(score.atoms[atom])).join(' ');

const signed = (bits: number | null): string =>
  bits === null ? '-' : `${bits < 0 ? '-' : '+'}${Math.abs(bits).toFixed(3)}`;

/** The row of a method over some problems. */
export function arenaRow(name: string, score: Score): string[] {
  const { problems, answered, false_synergy: wrong, seconds } = score;
  const covered = ATOMS.some((atom) => score.atoms[atom].intervals > 0);
  return [
    name,
    `${answered} of ${problems}`,
    each(score, ({ rmse }) => rmse?.toFixed(3) ?? '-'),
    each(score, ({ bias }) => signed(bias)),
    covered ? each(score, ({ coverage }) => (coverage === null ? '-' : (100 * coverage).toFixed(0))) : 'none',
    `${wrong.claimed} of ${wrong.of}`,
    seconds === null ? '-' : seconds.toFixed(1),
  ];
}

/** The score over the problems of one form. */
export const scoreOfForm = ({ forms }: Scores, form: 'counts' | 'embeddings'): Score | undefined =>
  forms.find((one) => one.form === form);
