/** The rows of a study, from the names of files: which belong together, and what tells the rows apart. */

import { slotOf } from '../inputs/roles';
import type { InputSlot } from '../types/engine';
import { ModalensError } from '../types/errors';
import { layerOf, naturally } from './names';
import { TARGET_KEY } from './targets';

/** What tells rows apart: model, data set, layer, by whatever name. */
export type Keys = Record<string, string>;

/** Files that belong together. */
export interface StudyFiles {
  keys: Keys;
  files: Partial<Record<InputSlot, string>>;
  /** What is wrong with them; null if x1, x2 and y are there once each. */
  problem: string | null;
}

/** What a file's path says. */
interface Told {
  path: string;
  slot: InputSlot;
  keys: Keys;
}

type Reader = (path: string) => Omit<Told, 'path'> | null;

function badPattern(pattern: string, why: string): ModalensError {
  return new ModalensError({
    code: 'bad_pattern',
    message: `The pattern "${pattern}" ${why}.`,
    hint: 'Write it as "{model}/{dataset}/layer{layer}_{slot}.npy".',
  });
}

/**
 * A reader of paths by a pattern such as `{model}/{dataset}/layer{layer}_{slot}.npy`; `*` stands for
 * anything.
 */
export function patternReader(pattern: string): Reader {
  const names: string[] = [];
  const parts = pattern.split(/(\{[^{}]*\}|\*)/).map((part) => {
    if (part === '*') return '[^/]*';
    const name = /^\{(.*)\}$/.exec(part)?.[1];
    if (name === undefined) return part.replace(/[\\^$.|+?()[\]{}]/g, '\\$&');
    if (!/^\w+$/.test(name)) throw badPattern(pattern, `has "{${name}}", which is no name`);
    if (names.includes(name)) throw badPattern(pattern, `has {${name}} twice`);
    names.push(name);
    return name === 'layer' ? '(\\d+)' : '([^/]+?)';
  });
  if (!names.includes('slot')) throw badPattern(pattern, 'has no {slot}, for x1, x2 and y');
  const expression = new RegExp(`^${parts.join('')}$`);
  return (path) => {
    const found = expression.exec(path)?.slice(1);
    const told = found && Object.fromEntries(names.map((name, i) => [name, found[i] ?? '']));
    const { slot: word = '', ...keys } = told ?? {};
    const slot = slotOf(word);
    return slot && { slot, keys };
  };
}

/** Names of folders, the innermost last. */
const FOLDERS = [['folder'], ['model', 'dataset'], ['project', 'model', 'dataset']];

/** A reader of paths without a pattern: folders, the layer, and the word that tells the role. */
function plainReader(path: string): Omit<Told, 'path'> | null {
  const folders = path.split('/').slice(0, -1);
  const names = FOLDERS[folders.length - 1] ?? folders.map((_, i) => `folder${i + 1}`);
  const layer = layerOf(path);
  const slot = slotOf(path);
  const keys = Object.fromEntries(folders.map((folder, i) => [names[i]!, folder]));
  return slot && { slot, keys: layer ? { ...keys, layer: String(layer.layer) } : keys };
}

const within = (keys: Keys, all: Keys): boolean =>
  Object.entries(keys).every(([name, value]) => all[name] === value);

/** Files of a slot for a row: of those that agree with it the ones that say most. */
function fitting(files: readonly Told[], slot: InputSlot, keys: Keys): Told[] {
  const all = files.filter((file) => file.slot === slot && within(file.keys, keys));
  const most = Math.max(...all.map((file) => Object.keys(file.keys).length));
  return all.filter((file) => Object.keys(file.keys).length === most);
}

/** What a target is called, by its file: "y_no_image.npy" -> no_image. */
const targetName = (path: string): string =>
  (path.split('/').at(-1) ?? path).replace(/\.\w+$/, '').replace(/^y[_-](?=.)/i, '');

/** Targets of a row at most; more are a folder of something else. */
const MOST_TARGETS = 12;

/**
 * The targets of a row, where there are several that their names tell apart: each is an analysis of its own.
 */
function targetsOf(files: readonly Told[], keys: Keys): Told[] {
  const all = fitting(files, 'y', keys);
  const names = new Set(all.map(({ path }) => targetName(path)));
  return all.length > 1 && all.length <= MOST_TARGETS && names.size === all.length ? all : [];
}

/** The file of a slot for a row. */
function chosen(files: readonly Told[], slot: InputSlot, keys: Keys): { path?: string; problem?: string } {
  const [first, second] = fitting(files, slot, keys);
  if (first && second) return { problem: `${slot.toUpperCase()} may be ${first.path} or ${second.path}` };
  if (first) return { path: first.path };
  return slot === 'z' ? {} : { problem: `${slot.toUpperCase()} is missing` };
}

const SLOTS: readonly InputSlot[] = ['x1', 'x2', 'y', 'z'];

const READABLE = /\.(npy|npz|safetensors|pt|pth|pkl|csv|tsv|txt|jsonl|ndjson|parquet|pq)$/i;

/** Of the paths in a folder those of data, hidden ones left out, as people count. */
export const pathsOfStudy = (paths: readonly string[]): string[] =>
  paths.filter((path) => READABLE.test(path) && !/(^|\/)\./.test(path)).sort(naturally);

/** The analyses of a row: one, or one for each of its targets. */
function rowsAt(files: readonly Told[], keys: Keys): StudyFiles[] {
  const targets = targetsOf(files, keys);
  if (targets.length === 0) return [rowOf(files, keys)];
  const others = files.filter(({ slot }) => slot !== 'y');
  return targets.map((target) => {
    const row = rowOf([...others, { ...target, keys: {} }], keys);
    return { ...row, keys: { ...keys, [TARGET_KEY]: targetName(target.path) } };
  });
}

function rowOf(files: readonly Told[], keys: Keys): StudyFiles {
  const found = SLOTS.map((slot) => [slot, chosen(files, slot, keys)] as const);
  const problems = found.flatMap(([, { problem }]) => problem ?? []);
  const paths = found.flatMap(([slot, { path }]) => (path === undefined ? [] : [[slot, path] as const]));
  return {
    keys,
    files: Object.fromEntries(paths),
    problem: problems.length > 0 ? problems.join('; ') : null,
  };
}

/**
 * The rows of a folder's files, in the order of their keys; `paths` are relative to it, with `/` between
 * folders.
 *
 * A row is what the most telling names say: a file that says less, such as a `y.npy` beside folders of
 * models, belongs to every row that it agrees with. Several targets, such as `label.npy` and `answer.npy`,
 * are an analysis each, told apart by a key `y`.
 */
export function rowsOf(
  paths: readonly string[],
  patterns: readonly string[] = [],
): { columns: string[]; rows: StudyFiles[]; unused: string[] } {
  const readers = patterns.length > 0 ? patterns.map(patternReader) : [plainReader];
  const read = paths.map((path) => {
    const told = readers.map((reader) => reader(path)).find((one) => one !== null);
    return { path, told };
  });
  const files = read.flatMap(({ path, told }): Told[] => (told ? [{ path, ...told }] : []));
  const columns = [...new Set(files.flatMap(({ keys }) => Object.keys(keys)))];
  const full = files.filter(({ keys }) => Object.keys(keys).length === columns.length);
  const all = new Map(full.map(({ keys }) => [columns.map((name) => keys[name]).join('/'), keys]));
  const rows = [...all].sort(([a], [b]) => naturally(a, b)).flatMap(([, keys]) => rowsAt(files, keys));
  const used = new Set(rows.flatMap((row) => Object.values(row.files)));
  if (rows.some(({ keys }) => TARGET_KEY in keys) && !columns.includes(TARGET_KEY)) columns.push(TARGET_KEY);
  return { columns, rows, unused: paths.filter((path) => !used.has(path)) };
}
