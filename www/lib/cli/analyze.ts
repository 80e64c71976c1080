/** `modalens analyze`. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Entry, toCsv, toLatex } from '../export';
import { encodeCodebook } from '../export/codebook';
import { encodeNpy } from '../inputs/npy';
import type { Control } from '../run/control';
import { decodeFile, encodeLink, type Shared, shareOne } from '../share';
import type { Analyzer } from '../types/analyzer';
import type { Extras, Slot } from '../types/engine';
import type { PartialOptions } from '../types/options';
import type { AtomName, Report } from '../types/report';
import { FLAGS } from './flags';
import { type Files, pooling, sources } from './inputs';
import { analyzeLayers, layersTable, sharedLayers } from './layers';
import { ProgressLine } from './progress';
import { type Context, numeric, positionals, read, Unmet, usage } from './run';
import { table } from './table';

/** Where links open. */
const PAGE = 'https://modalens.github.io/modalens/';

const SLOTS: readonly Slot[] = ['x1', 'x2', 'y'];

const option = { type: 'string' } as const;
const toggle = { type: 'boolean' } as const;
const OWN = {
  member: option,
  pooling: option,
  out: option,
  codes: option,
  csv: option,
  latex: option,
  expect: option,
  workers: option,
  strata: option,
  layers: toggle,
  link: toggle,
  'input-names': toggle,
  json: toggle,
  quiet: toggle,
};
const ALL = {
  ...Object.fromEntries(FLAGS.map(({ name, value }) => [name, value ? option : toggle])),
  ...OWN,
};

type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

function optionsFrom(values: Values): PartialOptions {
  const options: PartialOptions = {};
  for (const flag of FLAGS) {
    const given = values[flag.name];
    if (given === undefined) continue;
    const expected = flag.read(String(given), options);
    if (expected)
      throw usage(`--${flag.name} is "${String(given)}"; ${expected} is expected.`, `Change --${flag.name}.`);
  }
  return options;
}

/** What a report claims, in words that can be compared. */
export function claims(report: Report): Record<AtomName | 'ranking', string> {
  const said = ([name, atom]: [string, Report['atoms_bits'][AtomName]]): [string, string] => [
    name,
    atom.present === null ? 'not asked' : atom.present ? 'present' : 'not told from zero',
  ];
  return {
    ...Object.fromEntries(Object.entries(report.atoms_bits).map(said)),
    ranking: report.ranking.claim,
  } as Record<AtomName | 'ranking', string>;
}

async function compare(report: Report, path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw usage(`${path} cannot be read: ${String(cause)}.`, 'Check the path of --expect.');
  });
  const expected = decodeFile(text).analyses[0]?.report;
  if (!expected) throw usage(`${path} holds no report.`, 'Write one with `modalens analyze ... --out FILE`.');
  const now = claims(report);
  const changed = Object.entries(claims(expected)).filter(([name, claim]) => now[name as AtomName] !== claim);
  if (changed.length === 0) return;
  const told = changed
    .map(([name, claim]) => `${name} was ${claim} and is ${now[name as AtomName]}`)
    .join('; ');
  throw new Unmet(`Claims differ from ${path}: ${told}.`);
}

async function saveCodes(folder: string, extras: Extras): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const slot of SLOTS) {
    const codes = extras.codes?.[slot];
    if (codes) await writeFile(join(folder, `${slot}_codes.npy`), encodeNpy(codes));
    const codebook = extras.codebooks?.[slot];
    if (!codebook) continue;
    await writeFile(join(folder, `${slot}_codebook.npy`), encodeNpy(codebook.data, codebook.shape));
    await writeFile(join(folder, `${slot}_codebook.json`), encodeCodebook(codebook));
  }
}

/** What a command has to show, as text for a person and for a program. */
interface Result {
  entries: Entry[];
  json: unknown;
  text: string;
  shared: Shared;
}

async function save(values: Values, { entries, json }: Result): Promise<void> {
  if (values['out']) await writeFile(String(values['out']), `${JSON.stringify(json, null, 2)}\n`);
  if (values['csv']) await writeFile(String(values['csv']), toCsv(entries));
  if (values['latex']) await writeFile(String(values['latex']), toLatex(entries));
}

async function link(shared: Shared, inputNames: boolean): Promise<string> {
  const { fragment, fits } = await encodeLink(shared, { inputNames });
  if (!fits) throw new Unmet('The report is too large for a link. Write a file with --out instead.');
  return `${PAGE}${fragment}`;
}

async function one(
  engine: Analyzer,
  inputs: Files,
  options: PartialOptions,
  control: Control,
  values: Values,
): Promise<Result> {
  const { report, extras } = await engine.run(inputs, options, control);
  if (values['codes']) await saveCodes(String(values['codes']), extras);
  const entries = [{ title: report.options.names.slice(0, 2).join(' × '), report }];
  return { entries, json: report, text: table(report), shared: shareOne(report, extras) };
}

async function layers(
  engine: Analyzer,
  inputs: Files,
  options: PartialOptions,
  control: Control,
): Promise<Result> {
  const entries = await analyzeLayers(engine, inputs, options, control);
  const reports = entries.map(({ report }, layer) => ({ layer, report }));
  return {
    entries,
    json: { schema: 'modalens.layers/1', layers: reports },
    text: layersTable(entries),
    shared: sharedLayers(entries),
  };
}

/** Flags that say the same thing in two ways, or mean nothing together. */
function checkTogether(values: Values): void {
  for (const other of ['codes', 'expect', 'pooling']) {
    if (values['layers'] && values[other] !== undefined)
      throw usage(`--layers and --${other} do not go together.`, 'Leave one of them out.');
  }
}

/** Analyses three files. */
export async function analyze(args: string[], { terminal, signal, analyzer }: Context): Promise<void> {
  const { values, positionals: given } = read('analyze', args, ALL) as {
    values: Values;
    positionals: string[];
  };
  const paths = positionals('analyze', given, ['X1', 'X2', 'Y']);
  checkTogether(values);
  const options = optionsFrom(values);
  const inputs = sources(
    paths,
    values['member'] as string | undefined,
    pooling(values['pooling'] as string | undefined),
    values['strata'] as string | undefined,
  );
  const progress = new ProgressLine(process.stderr, values['quiet'] === true);
  const engine = await analyzer(numeric('workers', values['workers'] as string | undefined));
  const work = values['layers'] ? layers : one;
  const result = await work(engine, inputs, options, { signal, onProgress: progress.draw }, values).finally(
    () => progress.clear(),
  );
  await save(values, result);
  const address = values['link'] ? await link(result.shared, values['input-names'] === true) : undefined;
  terminal.out(values['json'] ? JSON.stringify(result.json, null, 2) : result.text);
  if (address) (values['json'] ? terminal.err : terminal.out)(address);
  const [only] = result.entries;
  if (values['expect'] && only) await compare(only.report, String(values['expect']));
}
