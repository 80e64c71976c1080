/** The analyses of a study: those of a manifest, or of a folder. */

import { readdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { csvParseRows } from 'd3-dsv';
import { naturally } from '../explore/names';
import type { StudyInput } from '../explore/study';
import { type Keys, rowsOf } from '../explore/study-files';
import type { Inputs, ReadSource } from '../inputs/source';
import type { InputSlot } from '../types/engine';
import type { ErrorFacts } from '../types/errors';
import type { PartialOptions } from '../types/options';
import { FLAGS } from './flags';
import { usage } from './outcome';

/** An analysis, or why there is none. */
export type Planned = StudyInput | { keys: Keys; error: ErrorFacts };

const SLOTS: readonly InputSlot[] = ['x1', 'x2', 'y', 'z'];

/** Options from the cells of a manifest whose columns are named as flags are. */
function optionsIn(cells: Record<string, string>, line: number): PartialOptions {
  const options: PartialOptions = {};
  for (const flag of FLAGS) {
    const text = cells[flag.name];
    if (!text) continue;
    const expected = flag.read([text], options);
    if (expected)
      throw usage(
        `Line ${line} of the manifest has ${flag.name} "${text}"; ${expected} is expected.`,
        'Correct it.',
      );
  }
  return options;
}

/** One line of a manifest. Columns that are neither inputs nor options tell the analyses apart. */
function planLine(cells: Record<string, string>, line: number, folder: string): Planned {
  const named = new Set<string>([
    ...SLOTS,
    ...SLOTS.map((slot) => `${slot}_member`),
    ...FLAGS.map(({ name }) => name),
  ]);
  const keys = Object.fromEntries(Object.entries(cells).filter(([name]) => !named.has(name)));
  const source = (slot: InputSlot): ReadSource | undefined => {
    const path = cells[slot];
    const member = cells[`${slot}_member`];
    if (!path) return undefined;
    return { source: isAbsolute(path) ? path : join(folder, path), ...(member && { member }) };
  };
  const { x1, x2, y, z } = Object.fromEntries(SLOTS.map((slot) => [slot, source(slot)]));
  if (!x1 || !x2 || !y)
    throw usage(
      `Line ${line} of the manifest has no file for x1, x2 or y.`,
      'Name one in each of these columns.',
    );
  const inputs: Inputs = z ? { x1, x2, y, z } : { x1, x2, y };
  return { keys, inputs, options: optionsIn(cells, line) };
}

async function fromManifest(path: string): Promise<Planned[]> {
  const [header = [], ...lines] = csvParseRows((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  const names = header.map((name) => name.trim());
  for (const slot of ['x1', 'x2', 'y'])
    if (!names.includes(slot))
      throw usage(
        `${path} has no column ${slot}; it has ${names.join(', ')}.`,
        'Name the columns in the first line.',
      );
  return lines.flatMap((line, i) => {
    if (line.every((cell) => cell.trim() === '')) return [];
    const cells = Object.fromEntries(names.map((name, place) => [name, line[place]?.trim() ?? '']));
    return [planLine(cells, i + 2, dirname(path))];
  });
}

const READABLE = /\.(npy|npz|safetensors|csv|tsv|txt|jsonl|ndjson|pt|pth|pkl|parquet|pq)$/i;

async function fromFolder(folder: string, patterns: readonly string[]): Promise<Planned[]> {
  const found = await readdir(folder, { recursive: true });
  const paths = found
    .map((path) => path.split(sep).join('/'))
    .filter((path) => READABLE.test(path) && !/(^|\/)\./.test(path))
    .sort(naturally);
  const { rows } = rowsOf(paths, patterns);
  if (rows.length === 0)
    throw usage(
      `No file of ${folder} ` +
        `${patterns.length > 0 ? 'matches --pattern' : 'has a name that tells x1, x2 or y'}.`,
      "Say how names are made with --pattern '{model}/{dataset}/layer{layer}_{slot}.npy'.",
    );
  return rows.map(({ keys, files, problem }): Planned => {
    if (problem !== null)
      return {
        keys,
        error: { code: 'missing_input', message: `${problem}.`, hint: 'Add the file, or see --pattern.' },
      };
    const inputs = Object.fromEntries(
      Object.entries(files).map(([slot, path]) => [slot, join(folder, path)]),
    );
    return { keys, inputs: inputs as unknown as Inputs };
  });
}

/** The analyses of a folder, or of a manifest in CSV. */
export async function planStudy(
  path: string,
  isFolder: boolean,
  patterns: readonly string[],
): Promise<Planned[]> {
  const rows = await (isFolder ? fromFolder(path, patterns) : fromManifest(path));
  const seen = new Set<string>();
  for (const { keys } of rows) {
    const key = JSON.stringify(keys);
    if (seen.has(key))
      throw usage(
        `Two analyses are called ${Object.values(keys).join(', ') || 'nothing'}.`,
        'Add a column that tells them apart.',
      );
    seen.add(key);
  }
  return rows;
}
