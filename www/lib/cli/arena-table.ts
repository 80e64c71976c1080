/** The scores of the arena for a person. */

import { KINDS } from '../arena/problems';
import type { Score, Scores } from '../arena/score';
import { ATOMS } from '../arena/truth';

const fixed = (value: number | null, digits = 3): string => (value === null ? '-' : value.toFixed(digits));
const percent = (value: number | null): string => (value === null ? '-' : `${(100 * value).toFixed(1)} %`);

function atomLines({ atoms }: Score): string[] {
  return ATOMS.map((atom) => {
    const { answered, bias, rmse, coverage } = atoms[atom];
    const cells = [`${answered}`, fixed(bias), fixed(rmse), percent(coverage)];
    return `  ${atom.padEnd(12)}${cells.map((text) => text.padStart(10)).join('')}`;
  });
}

/** Problems answered, RMSE of each atom, false synergy. */
function kindLine(name: string, { problems, answered, atoms, false_synergy: wrong }: Score): string {
  const cells = [
    `${answered}/${problems}`,
    ...ATOMS.map((atom) => fixed(atoms[atom].rmse)),
    ...ATOMS.map((atom) => percent(atoms[atom].coverage)),
    wrong.of > 0 ? `${wrong.claimed}/${wrong.of}` : '-',
  ];
  return `  ${name.padEnd(10)}${cells.map((text) => text.padStart(9)).join('')}`;
}

/** Scores as tables. */
export function arenaTable({ overall, forms, kinds }: Scores): string {
  const { problems, answered, false_synergy: wrong, seconds } = overall;
  const letters = ['R', 'U1', 'U2', 'S'];
  const head = ['answered', ...letters.map((letter) => `RMSE ${letter}`), ...letters.map((l) => `cov. ${l}`)];
  const share = wrong.of > 0 ? ` (${percent(wrong.claimed / wrong.of)})` : '';
  return [
    `${answered} of ${problems} problems answered${seconds === null ? '' : `, ${fixed(seconds, 1)} s`}`,
    '',
    `  ${''.padEnd(12)}${['answered', 'bias', 'RMSE', 'coverage'].map((text) => text.padStart(10)).join('')}`,
    ...atomLines(overall),
    '',
    `False synergy: ${wrong.claimed} of ${wrong.of} problems without any${share}`,
    '',
    `  ${''.padEnd(10)}${[...head, 'false S'].map((text) => text.padStart(9)).join('')}`,
    ...kinds.map(({ kind, ...score }) => kindLine(kind, score)),
    '',
    ...forms.map(({ form, ...score }) => kindLine(form, score)),
    '',
    ...kinds.map(({ kind }) => `  ${kind.padEnd(10)}  ${KINDS[kind]}`),
  ].join('\n');
}
