/** The analyses of a study: those of a manifest, or of a folder. */

import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { linesIn } from '../explore/archive';
import { type ManifestFile, type ManifestLine, namedTwice, readManifest } from '../explore/manifest';
import type { StudyInput } from '../explore/study';
import { type Keys, pathsOfStudy, rowsOf } from '../explore/study-files';
import type { Inputs, ReadSource } from '../inputs/source';
import type { Analyzer } from '../types/analyzer';
import type { ErrorFacts } from '../types/errors';
import { membersIn } from './archive';
import { usage } from './outcome';

/** Files that hold arrays by name. */
const ARCHIVE = /\.(npz|safetensors|pt|pth|pkl)$/i;

/** An analysis, or why there is none. */
export type Planned = StudyInput | { keys: Keys; error: ErrorFacts };

/** The analyses of lines, whose paths are relative to a folder. */
function plannedOf(lines: readonly ManifestLine[], folder: string): Planned[] {
  const source = ({ path, member }: ManifestFile): ReadSource => ({
    source: isAbsolute(path) ? path : join(folder, path),
    ...(member && { member }),
  });
  return lines.map(({ keys, files, options }) => {
    const inputs = Object.fromEntries(Object.entries(files).map(([slot, file]) => [slot, source(file)]));
    return { keys, inputs: inputs as unknown as Inputs, options };
  });
}

/** The analyses that the arrays of one file are, by their names. */
async function fromArchive(path: string, engine: Analyzer): Promise<Planned[]> {
  const names = await membersIn(path, engine);
  const lines = linesIn(basename(path), names);
  if (lines.length > 0) return plannedOf(lines, dirname(path));
  throw usage(
    `${path} is neither a folder nor a manifest, and its arrays have no names that tell x1, x2 and y.`,
    'Give a folder, a CSV with the columns x1, x2 and y, or one file with such arrays.',
  );
}

async function fromFolder(folder: string, patterns: readonly string[]): Promise<Planned[]> {
  const found = await readdir(folder, { recursive: true });
  const paths = pathsOfStudy(found.map((path) => path.split(sep).join('/')));
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

/** The analyses of a folder, of a manifest in CSV, or of a file with arrays. */
export async function planStudy(
  path: string,
  isFolder: boolean,
  patterns: readonly string[],
  engine: Analyzer,
): Promise<Planned[]> {
  const rows = isFolder
    ? await fromFolder(path, patterns)
    : ARCHIVE.test(path)
      ? await fromArchive(path, engine)
      : plannedOf(readManifest(await readFile(path, 'utf8'), path), dirname(path));
  const twice = namedTwice(rows);
  if (twice !== null) throw usage(`Two analyses are called ${twice}.`, 'Add a column that tells them apart.');
  return rows;
}
