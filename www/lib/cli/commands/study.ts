/** `modalens study`. */

import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { differing, type Study, type StudyInput, type StudyRow, studyOf } from '../../explore/study';
import { claimedOf, targetsNotes } from '../../explore/targets';
import { type Entry, leftCells, leftColumns } from '../../export/entry';
import { addingUp, fixed } from '../../export/figures';
import { readStudy, shareStudy } from '../../share';
import type { Analyzer } from '../../types/analyzer';
import type { PartialOptions } from '../../types/options';
import { type Report, synergyHidden } from '../../types/report';
import { plain, wrapWords } from '../../words';
import type { Command, Context, Given } from '../command';
import { OPTION_FLAGS, optionsOf } from '../inputs';
import { type Planned, planStudy } from '../manifest';
import { usage } from '../outcome';
import { JSON_FLAGS, REPORT_FLAGS, show } from '../output';
import { withProgress } from '../progress';

const entriesOf = ({ rows }: Pick<Study, 'rows'>): Entry[] =>
  rows.flatMap(({ keys, report }) =>
    report ? [{ title: Object.values(keys).join(' '), keys, report }] : [],
  );

/** Lines with columns as wide as their widest cell; the first `left` columns are text. */
function aligned(lines: readonly string[][], left: number): string[] {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) =>
    line
      .map((cell, i) => (i < left ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** The numbers of a row: atoms, total, contribution, n and K. A star says that an atom is present. */
function numbersOf(report: Report): string[] {
  const { atoms_bits: atoms, information_bits: information, contribution, partition, n } = report;
  const shown = addingUp(report, 3);
  const starred = (name: keyof typeof shown): string =>
    `${shown[name]}${{ ...information, ...atoms }[name].present ? '*' : ' '}`;
  const joint = synergyHidden(report) ? ['hidden ', 'hidden '] : [starred('synergy'), starred('i12')];
  const { c1 } = contribution;
  const share = c1.estimate === null ? 'undefined' : fixed(c1.estimate, 2);
  const facts = [share, String(n), `${partition.k1}, ${partition.k2}`];
  return [starred('redundancy'), starred('unique1'), starred('unique2'), ...joint, ...facts];
}

const fits = (line: string): boolean => line.length <= 100;

/** The study for a person. */
function textOf(study: Study): string {
  const entries = entriesOf(study);
  const failed = study.rows.flatMap(({ keys, error }) =>
    error ? [`${plain(Object.values(keys).join(', '))}: ${plain(error.message)} ${plain(error.hint)}`] : [],
  );
  const left = leftColumns(entries);
  const head = [...left, 'R ', 'U1 ', 'U2 ', 'S ', 'total ', 'C1', 'n', 'K'];
  const lines = entries.map((entry) => [...leftCells(entry, left).map(plain), ...numbersOf(entry.report)]);
  const unlike = differing(study.rows);
  return [
    ...(entries.length > 0 ? [...aligned([head, ...lines], left.length), '', 'bits; * present'] : []),
    ...targetsNotes(study.rows.map(claimedOf)).flatMap((note) => wrapWords(note, fits)),
    ...(unlike.length > 0 ? [`Rows differ in ${unlike.join(', ')}: compare their sizes with care.`] : []),
    ...(failed.length > 0 ? ['', 'Not analysed', ...failed.map((text) => `  ${text}`)] : []),
  ].join('\n');
}

/** Writes a file so that what was there stays whole until the new one is. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}

/** Rows of an earlier run that was told to write to the same file. */
async function earlier(given: Given): Promise<StudyRow[]> {
  const path = given.text('out');
  if (!given.has('resume')) return [];
  if (path === undefined) throw usage('--resume needs the file of the earlier run.', 'Add --out FILE.');
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw usage(`${path} cannot be read: ${cause.message}.`, 'Check the path of --out.');
  });
  return text === null ? [] : readStudy(text).rows;
}

const keyOf = ({ keys }: { keys: object }): string => JSON.stringify(keys);

/** A row that need not be computed again: the same keys and the same options, and no error. */
async function done(
  engine: Analyzer,
  planned: Planned,
  options: PartialOptions,
  rows: ReadonlyMap<string, StudyRow>,
): Promise<StudyRow | undefined> {
  if ('error' in planned) return { keys: planned.keys, report: null, error: planned.error };
  const row = rows.get(keyOf(planned));
  if (!row?.report) return undefined;
  const resolved = await engine.resolveOptions({ ...options, ...planned.options });
  return JSON.stringify(resolved) === JSON.stringify(row.report.options) ? row : undefined;
}

async function run(given: Given, context: Context): Promise<void> {
  const [path] = given.exactly(1) as [string];
  const found = await stat(path).catch(() => {
    throw usage(`${path} is neither a folder nor a file.`, 'Check the path.');
  });
  const [options, before] = [
    optionsOf(given),
    new Map((await earlier(given)).map((row) => [keyOf(row), row])),
  ];
  const engine = await context.analyzer(given.number('workers'));
  const planned = await planStudy(path, found.isDirectory(), given.all('pattern'), engine);
  const rows = new Map<string, StudyRow>();
  const wanted: StudyInput[] = [];
  for (const one of planned) {
    const row = await done(engine, one, options, before);
    if (row) rows.set(keyOf(row), row);
    else if ('inputs' in one) wanted.push(one);
  }
  const study = (): Study => studyOf(planned.flatMap((one) => rows.get(keyOf(one)) ?? []));
  await withProgress(given, context, async (control) => {
    for await (const row of engine.study(wanted, options, control)) {
      rows.set(keyOf(row), row);
      const out = given.text('out');
      if (out !== undefined) await replace(out, `${JSON.stringify(study())}\n`);
    }
  });
  const all = study();
  await show(
    { json: all, text: textOf(all), entries: entriesOf(all), shared: shareStudy(all) },
    given,
    context,
  );
}

export const study: Command = {
  name: 'study',
  takes: 'FOLDER|MANIFEST.csv|FILE.npz',
  about: 'many analyses in one table: models, data sets, layers',
  intro:
    'FOLDER: files whose names tell what they are, by --pattern or by folders, layer and role; ' +
    'MANIFEST.csv: columns x1, x2,\n' +
    'y and perhaps z with paths, columns named as flags (k, seed, names ...) with options, and others that ' +
    'name the rows;\nFILE.npz: arrays whose names tell role, layer and target.',
  flags: {
    pattern: {
      value: 'P',
      many: true,
      help: "how names are made: '{model}/{dataset}/layer{layer}_{slot}.npy'; again for files that say less",
    },
    resume: { help: 'take from the file of --out what is there already, with the same options' },
    ...OPTION_FLAGS,
    workers: { value: 'N', help: 'worker threads' },
    ...REPORT_FLAGS,
    ...JSON_FLAGS,
  },
  run,
};
