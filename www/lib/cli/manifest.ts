/** The analyses of a study: those of a manifest, or of a folder. */

import { readdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { type ManifestFile, namedTwice, readManifest } from '../explore/manifest';
import type { StudyInput } from '../explore/study';
import { type Keys, pathsOfStudy, rowsOf } from '../explore/study-files';
import type { Inputs, ReadSource } from '../inputs/source';
import type { ErrorFacts } from '../types/errors';
import { usage } from './outcome';

/** An analysis, or why there is none. */
export type Planned = StudyInput | { keys: Keys; error: ErrorFacts };

async function fromManifest(manifest: string): Promise<Planned[]> {
  const folder = dirname(manifest);
  const source = ({ path, member }: ManifestFile): ReadSource => ({
    source: isAbsolute(path) ? path : join(folder, path),
    ...(member && { member }),
  });
  return readManifest(await readFile(manifest, 'utf8'), manifest).map(({ keys, files, options }) => {
    const inputs = Object.fromEntries(Object.entries(files).map(([slot, file]) => [slot, source(file)]));
    return { keys, inputs: inputs as unknown as Inputs, options };
  });
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

/** The analyses of a folder, or of a manifest in CSV. */
export async function planStudy(
  path: string,
  isFolder: boolean,
  patterns: readonly string[],
): Promise<Planned[]> {
  const rows = await (isFolder ? fromFolder(path, patterns) : fromManifest(path));
  const twice = namedTwice(rows);
  if (twice !== null) throw usage(`Two analyses are called ${twice}.`, 'Add a column that tells them apart.');
  return rows;
}
