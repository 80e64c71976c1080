/** The tables of the arena: the answers in `tests/bench/arena/submissions`, scored as the command does. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS, type Kind } from '../../lib/arena/problems';
import { type Scores, scoresOf } from '../../lib/arena/score';
import { readSubmission } from '../../lib/arena/submission';
import { MANIFEST } from '../../lib/arena/truth';
import { arenaRow, HEAD, scoreOfForm } from '../arena/rows';
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
  const rows = methods.flatMap(([name, scores]) => {
    const score = scoreOfForm(scores, form);
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
