/** The inputs of `--layers`: stacks, folders, patterns, or the files themselves. */

import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { LayerInputs, LayerSet } from '../explore/layers';
import { layerOf, naturally } from '../explore/names';
import type { ReadSource } from '../inputs/source';
import type { Analyzer } from '../types/analyzer';
import { archiveOf } from './archive';
import type { Given } from './command';
import { usage } from './outcome';
import { readSource, strataOf } from './read-source';

/** What one input was given as: a file, or a file a layer. */
type Group = string[];

const HELP = 'Give a stack, a folder, or a pattern in quotes such as "x1_layer*.npy" for each of X1 and X2.';

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Names in a folder, layer 2 before layer 10; empty if there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => !name.startsWith('.')).sort(naturally);
}

/** Files that a pattern with `*` and `?` in its last part names, where the shell has not done it. */
async function matching(pattern: string): Promise<string[]> {
  const parts = basename(pattern).split(/([*?])/);
  const source = parts.map((part) =>
    part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[\\^$.|+()[\]{}]/g, '\\$&'),
  );
  const expression = new RegExp(`^${source.join('')}$`);
  const names = await namesIn(dirname(pattern));
  const found = names.filter((name) => expression.test(name)).map((name) => join(dirname(pattern), name));
  if (found.length > 0) return found;
  throw usage(`No file matches "${pattern}".`, 'Check the pattern.');
}

/** Files of a folder that have layers. They must be of one kind, or it is not known which are meant. */
async function layersIn(folder: string): Promise<string[]> {
  const paths = (await namesIn(folder)).map((name) => join(folder, name));
  const families = groups(paths.filter((path) => layerOf(path) !== null));
  if (families.length === 1) return families[0]!;
  const [first, second] = families.map((family) => basename(layerOf(family[0]!)!.family).replace('#', '*'));
  throw families.length === 0
    ? usage(`${folder} holds no file whose name tells a layer, such as x1_layer12.npy.`, HELP)
    : usage(
        `${folder} holds layers of several arrays: ${first}, ${second} …`,
        `Name one with a pattern in quotes: "${join(folder, first ?? '')}".`,
      );
}

/** Files whose names differ in the layer alone, together; the rest each by itself. */
function groups(paths: readonly string[]): Group[] {
  const found = new Map<string, Group>();
  for (const path of paths) {
    const key = layerOf(path)?.family ?? path;
    found.set(key, [...(found.get(key) ?? []), path]);
  }
  return [...found.values()];
}

/** The files that an argument names. */
async function filesOf(argument: string): Promise<Group> {
  if (await isFolder(argument)) return layersIn(argument);
  const exists = await stat(argument).then(
    () => true,
    () => false,
  );
  return /[*?]/.test(argument) && !exists ? matching(argument) : [argument];
}

function asSource(group: Group, place: number, given: Given): ReadSource | LayerSet {
  const [only] = group;
  if (only !== undefined && group.length === 1) return readSource(only, place, given);
  return {
    layers: group.map((path) => ({
      layer: layerOf(path)?.layer ?? Number.NaN,
      source: readSource(path, place, given),
    })),
  };
}

/** The inputs: of one file with all of them, or of arguments that the shell may have made a file a layer. */
export async function layerInputs(given: Given, engine: Analyzer): Promise<LayerInputs> {
  const archive = await archiveOf(given, engine);
  if (archive) return { ...archive.layered, ...strataOf(given) };
  const named = await Promise.all(given.arguments.map(filesOf));
  const inputs = named.length === 3 ? named : groups(named.flat());
  if (inputs.length !== 3)
    throw usage(`analyze --layers takes X1 X2 Y, but ${inputs.length} arrays were given.`, HELP);
  for (const group of inputs) {
    const odd = group.length > 1 && group.find((path) => layerOf(path) === null);
    if (odd) throw usage(`The name of ${odd} tells no layer; "…_layer12.npy" is expected.`, HELP);
  }
  const [x1, x2, y] = inputs.map((group, place) => asSource(group, place, given)) as [
    ReadSource,
    ReadSource,
    ReadSource,
  ];
  return { x1, x2, y, ...strataOf(given) };
}
