/** `modalens modalities`. */

import { analysesOf, type Modalities } from '../../explore/modalities';
import { addingUp } from '../../export/figures';
import { shareModalities } from '../../share';
import type { PartialOptions } from '../../types/options';
import { type Report, type Share, synergyHidden } from '../../types/report';
import { plain } from '../../words';
import type { Command, Context, Given } from '../command';
import { compactTable, type Row } from '../compact';
import { listOf } from '../flags';
import { OPTION_FLAGS, optionsOf } from '../inputs';
import { usage } from '../outcome';
import { JSON_FLAGS, REPORT_FLAGS, show } from '../output';
import { withProgress } from '../progress';

const titleOf = ({ options: { names } }: Report): string => `${plain(names[0])}, ${plain(names[1])}`;

function rowOf(report: Report): Row {
  return { title: titleOf(report), hidden: synergyHidden(report), ...report };
}

/** A pair within the codes of the third modality. */
function withinRows(report: Report): Row[] {
  const { strata } = report;
  return strata?.mean ? [{ title: `  given ${plain(strata.input.name ?? '')}`, ...strata.mean }] : [];
}

function shareText({ estimate, lower, upper, reason }: Share): string {
  if (estimate === null) return `undefined, because ${reason}`;
  const interval = lower !== null && upper !== null ? `   ${lower.toFixed(2)} to ${upper.toFixed(2)}` : '';
  return `${estimate.toFixed(2)}${interval}`;
}

/** The table for a person. */
function textOf({ names, contributions, one_vs_rest, pairs }: Modalities): string {
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const alone = names.map((name, i) => {
    const { i1 } = addingUp(one_vs_rest[i]!, 3);
    return `${plain(name).padEnd(width)}${i1.padStart(8)}   ${shareText(contributions[i]!)}`;
  });
  const { method } = one_vs_rest[0]!.options;
  return [
    `${''.padEnd(width)}${'alone'.padStart(8)}   contribution C = U / sum of all U`,
    ...alone,
    '',
    'Each against all others together',
    compactTable('', ['only it', 'only rest'], one_vs_rest.map(rowOf), method),
    '',
    'Every two',
    compactTable(
      '',
      ['only first', 'only 2nd'],
      pairs.flatMap((report) => [rowOf(report), ...withinRows(report)]),
      method,
    ),
  ].join('\n');
}

/** Names of the modalities, and of y. */
function namesOf(given: Given, count: number): string[] | undefined {
  if (!given.has('names')) return undefined;
  const names = listOf(given.all('names'));
  if (names.length === count || names.length === count + 1) return names;
  throw usage(
    `--names has ${names.length} names; ${count} are expected, or ${count + 1} with that of y.`,
    'Change --names.',
  );
}

async function run(given: Given, context: Context): Promise<void> {
  const paths = given.arguments;
  const y = given.text('y');
  if (y === undefined) throw usage('--y is missing: the file of the target.', 'Give --y Y.npy.');
  if (paths.length < 3)
    throw usage(
      `modalities takes three files or more, but ${paths.length} ${paths.length === 1 ? 'was' : 'were'} ` +
        `given.`,
      'See `modalens modalities --help`; two are what `modalens analyze` takes.',
    );
  const names = namesOf(given, paths.length);
  const { names: _, ...options }: PartialOptions = optionsOf(given, ['names']);
  const engine = await context.analyzer(given.number('workers'));
  if (!given.has('quiet'))
    context.terminal.err(`${paths.length} modalities: ${analysesOf(paths.length)} analyses.`);
  const inputs = { x: paths, y, ...(names && { names }) };
  const found = await withProgress(given, context, (control) => engine.modalities(inputs, options, control));
  const entries = [...found.one_vs_rest, ...found.pairs].map((report) => ({
    title: titleOf(report),
    report,
  }));
  await show({ json: found, text: textOf(found), entries, shared: shareModalities(found) }, given, context);
}

const { names: __, ...optionFlags } = OPTION_FLAGS;

export const modalities: Command = {
  name: 'modalities',
  takes: 'A B C ...',
  about: 'three or more modalities: each against all others together, every two, and what each contributes',
  flags: {
    y: { value: 'Y', help: 'the file of the target' },
    names: { value: 'A,B,C[,Y]', many: true, help: 'names of the modalities, and of y, in sentences' },
    ...optionFlags,
    workers: { value: 'N', help: 'worker threads' },
    ...REPORT_FLAGS,
    ...JSON_FLAGS,
  },
  run,
};
