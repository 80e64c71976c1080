/** `modalens analyze`. */

import { readFile, writeFile } from 'node:fs/promises';
import { type Layers, layerNumber } from '../../explore/layers';
import { encodeNpy } from '../../inputs/npy';
import { decodeFile, shareLayers, shareOne } from '../../share';
import type { Extras } from '../../types/engine';
import { type AtomName, type Report, synergyHidden } from '../../types/report';
import { plain } from '../../words';
import { saveCodes } from '../codes';
import type { Command, Context, Given } from '../command';
import { compactTable } from '../compact';
import { filesOf, OPTION_FLAGS, optionsOf, READ_FLAGS } from '../inputs';
import { layerInputs } from '../layer-files';
import { Unmet, usage } from '../outcome';
import { JSON_FLAGS, REPORT_FLAGS, type Result, show } from '../output';
import { withProgress } from '../progress';
import { table } from '../table';

type Claims = Record<AtomName | 'ranking', string>;

/** What a report claims, in words that can be compared. */
function claims({ atoms_bits: atoms, ranking }: Report): Claims {
  const said = Object.entries(atoms).map(([name, { present }]) => [
    name,
    present === null ? 'not asked' : present ? 'present' : 'not told from zero',
  ]);
  return { ...Object.fromEntries(said), ranking: ranking.claim } as Claims;
}

/** Holds the claims of a report against those of a file. */
async function compare(report: Report, path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw usage(`${path} cannot be read: ${String(cause)}.`, 'Check the path of --expect.');
  });
  const expected = decodeFile(text).analyses[0]?.report;
  if (!expected) throw usage(`${path} holds no report.`, 'Write one with `modalens analyze ... --out FILE`.');
  const now = claims(report);
  const changed = Object.entries(claims(expected)).filter(([name, claim]) => now[name as AtomName] !== claim);
  if (changed.length === 0) return;
  const told = changed.map(([name, claim]) => `${name} was ${claim} and is ${now[name as AtomName]}`);
  throw new Unmet(`Claims differ from ${path}: ${told.join('; ')}.`);
}

/** What each sample adds to redundancy, unique 1, unique 2 and synergy: n x 4, bits. */
async function savePerSample(path: string, { per_sample }: Extras): Promise<void> {
  if (!per_sample) throw usage('There is nothing of single samples here.', 'Leave --per-sample out.');
  await writeFile(path, encodeNpy(per_sample, [per_sample.length / 4, 4]));
}

/** The table of all layers. */
function layersText({ layers, stability }: Layers): string {
  const { names, method } = layers[0]!.report.options;
  const rows = layers.map((layer) => ({
    title: `layer ${layerNumber(layer)}`,
    hidden: synergyHidden(layer.report),
    ...layer.report,
  }));
  const agreeing = stability.agree.map(([a, b]) => `${a} with ${b}`).join(', ') || 'none';
  return [
    compactTable('layer', names.map(plain), rows, method),
    '',
    ...(stability.share === null
      ? []
      : [
          `Neighbouring layers that agree on all four atoms: ${stability.agree.length} of ${stability.of} ` +
            `(${agreeing}).`,
        ]),
    ...stability.crossings.map(
      ({ from, to, leads }) =>
        `${plain(names[leads === 'x1' ? 0 : 1])} takes the lead between layers ${from} and ${to}.`,
    ),
  ]
    .join('\n')
    .trimEnd();
}

async function oneLayerEach(given: Given, context: Context): Promise<void> {
  for (const other of ['codes', 'expect', 'per-sample', 'pooling'])
    if (given.has(other))
      throw usage(`--layers and --${other} do not go together.`, 'Leave one of them out.');
  const options = optionsOf(given);
  const engine = await context.analyzer(given.number('workers'));
  const inputs = await layerInputs(given, engine);
  const found = await withProgress(given, context, (control) => engine.layers(inputs, options, control));
  const entries = found.layers.map((layer) => ({
    title: `layer ${layerNumber(layer)}`,
    report: layer.report,
  }));
  await show({ json: found, text: layersText(found), entries, shared: shareLayers(found) }, given, context);
}

async function run(given: Given, context: Context): Promise<void> {
  if (given.has('layers')) return oneLayerEach(given, context);
  const options = optionsOf(given);
  const engine = await context.analyzer(given.number('workers'));
  const inputs = await filesOf(given, engine, context.terminal.err);
  const found = await withProgress(given, context, (control) => engine.run(inputs, options, control));
  const { report, extras } = found;
  const folder = given.text('codes');
  if (folder !== undefined) await saveCodes(folder, found);
  const perSample = given.text('per-sample');
  if (perSample !== undefined) await savePerSample(perSample, extras);
  const title = report.options.names.slice(0, 2).join(' × ');
  const result: Result = {
    json: report,
    text: table(report),
    entries: [{ title, report }],
    shared: shareOne(report, extras),
  };
  await show(result, given, context);
  const expected = given.text('expect');
  if (expected !== undefined) await compare(report, expected);
}

export const analyze: Command = {
  name: 'analyze',
  takes: 'X1 X2 Y',
  about: 'decompose what two embeddings tell about a label or an output',
  intro:
    'X1, X2: embeddings, a row a sample (.npy, .npz, .safetensors, .csv); Y: labels or embeddings of the ' +
    'output.\nOne file in place of the three: its arrays, or columns, are taken by their names (x1_image, ' +
    'x2_text, y_answer).',
  flags: {
    ...OPTION_FLAGS,
    ...READ_FLAGS,
    strata: {
      value: 'Z',
      help: 'decompose within each group of samples too: a file of labels, one a sample',
    },
    layers: {
      help:
        'one analysis a layer: stacks (layers, samples, features), folders, or patterns such as ' +
        '"x1_layer*.npy"',
    },
    codes: {
      value: 'DIR',
      help:
        'save codes (.npy) and codebooks (.npy: centroids; .json: for assign; of all partitions also .csv ' +
        'and .parquet, for SQL) in DIR',
    },
    'per-sample': {
      value: 'FILE.npy',
      help: 'save what each sample adds to redundancy, unique 1, unique 2 and synergy, bits',
    },
    expect: { value: 'FILE', help: 'exit with 1 if a claim differs from the report in FILE' },
    workers: { value: 'N', help: 'worker threads' },
    ...REPORT_FLAGS,
    ...JSON_FLAGS,
  },
  run,
};
