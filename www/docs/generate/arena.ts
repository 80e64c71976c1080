/** The tables of the arena: the answers in `tests/bench/arena/submissions`, scored as the command does. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS, type Kind } from '../../lib/arena/problems';
import { type Score, type Scores, scoresOf } from '../../lib/arena/score';
import { readSubmission } from '../../lib/arena/submission';
import { ATOMS, MANIFEST } from '../../lib/arena/truth';
import { table } from './cells';

/** Who answered, by the name of the file. */
const METHODS = {
  ours: 'Modalens',
  aware: 'Modalens, label-aware codes',
  plugin: 'plug-in, Modalens',
  dit: 'plug-in, dit (cone)',
  cvx: 'plug-in, CVX model',
  gaussian: 'Gaussian, MMI',
} as const;

const HEAD = [
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

type Scored = [name: string, scores: Scores][];

function scored(root: string): Scored {
  const ids = new Set(MANIFEST.map(({ id }) => id));
  return Object.entries(METHODS).flatMap(([file, name]) => {
    const path = join(root, 'tests/bench/arena/submissions', `${file}.csv`);
    if (!existsSync(path)) return [];
    return [[name, scoresOf(readSubmission(readFileSync(path, 'utf8'), ids), MANIFEST)]];
  });
}

/** Every method that answers problems of this form. */
function formTable(methods: Scored, form: 'counts' | 'embeddings'): string {
  const rows = methods.flatMap(([name, { forms }]) => {
    const score = forms.find((one) => one.form === form);
    return score && score.answered > 0 ? [arenaRow(name, score)] : [];
  });
  return table(HEAD, rows);
}

/** RMSE of synergy by kind and method; in parentheses how many are answered, where not all are. */
function kindTable(methods: Scored): string {
  const cellOf = ({ kinds }: Scores, kind: Kind): string => {
    const score = kinds.find((one) => one.kind === kind);
    const rmse = score?.atoms.synergy.rmse;
    if (!score || rmse === null || rmse === undefined) return '-';
    return `${rmse.toFixed(3)}${score.answered < score.problems ? ` (${score.answered})` : ''}`;
  };
  const rows = (Object.keys(KINDS) as Kind[]).map((kind) => [
    `${kind}: ${KINDS[kind]}`,
    String(MANIFEST.filter((entry) => entry.kind === kind).length),
    ...methods.map(([, scores]) => cellOf(scores, kind)),
  ]);
  return table(['RMSE of S', 'problems', ...methods.map(([name]) => name)], rows);
}

/** A table of the arena by its name: `counts`, `embeddings`, or `kinds`. */
export function arenaTables(root: string): (which: string) => string {
  const methods = scored(root);
  return (which) => {
    if (which === 'kinds') return kindTable(methods);
    if (which === 'counts' || which === 'embeddings') return formTable(methods, which);
    throw new Error(`The arena has no table "${which}".`);
  };
}
