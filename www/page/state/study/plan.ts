/** What a study will be: the analyses that names of files or a manifest tell, before any is made. */

import {
  type ErrorFacts,
  type Keys,
  type ManifestLine,
  type PartialOptions,
  pathsOfStudy,
  rowsOf,
} from '../../library';
import { nameOf, type Slot } from '../assign';
import { idOf, type Study } from './study';
import { suggested } from './suggest';

/** A file with its path within what was dropped. */
export interface PlanFile {
  file: File;
  path: string;
}

/** A manifest among the files, or a file whose arrays' names are one. */
export interface Manifest {
  path: string;
  lines: ManifestLine[];
  archive?: boolean;
}

/** An analysis that is to be made. */
export interface PlannedRow {
  keys: Keys;
  files: Partial<Record<Slot, { path: string; member?: string }>>;
  options: PartialOptions;
  /** Why it cannot be made; null if x1, x2 and y are there once each. */
  problem: string | null;
}

export interface Plan {
  files: readonly PlanFile[];
  manifest: Manifest | null;
  /** Patterns as written, one a line; empty for the usual way. */
  patterns: string;
  /** Names of x1, x2 and y as they will be called. */
  names: [string, string, string];
  columns: string[];
  rows: PlannedRow[];
  /** Files that fit nowhere. */
  unused: string[];
  /** What is wrong with the patterns. */
  problem: ErrorFacts | null;
}

/** Patterns, one a line. */
export const patternsIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** Paths without the one folder that all of them are in: that is what was dropped. */
export function withoutRoot(paths: readonly string[]): Map<string, string> {
  const root = /^[^/]+\//.exec(paths[0] ?? '')?.[0];
  const shared = root !== undefined && paths.every((path) => path.startsWith(root));
  return new Map(paths.map((path) => [path, shared ? path.slice(root.length) : path]));
}

/** Path of a manifest among the files: as it is written beside the manifest, or from the top. */
function resolved(path: string, manifest: string, there: ReadonlySet<string>): string | null {
  const clean = path.replace(/^\.\//, '');
  const folder = manifest.slice(0, manifest.lastIndexOf('/') + 1);
  return [folder + clean, clean].find((one) => there.has(one)) ?? null;
}

function manifestRows({ path: manifest, lines }: Manifest, there: ReadonlySet<string>): PlannedRow[] {
  return lines.map(({ keys, files, options }) => {
    const found = Object.entries(files).map(([slot, { path, member }]) => ({
      slot,
      member,
      path: resolved(path, manifest, there),
      written: path,
    }));
    const missing = found.filter(({ path }) => path === null).map(({ written }) => `${written} is not here`);
    const here = found.flatMap(({ slot, path, member }) =>
      path === null ? [] : [[slot, { path, ...(member && { member }) }]],
    );
    return { keys, options, files: Object.fromEntries(here), problem: missing.join('; ') || null };
  });
}

function namedRows(paths: readonly string[], patterns: readonly string[]): PlannedRow[] {
  const { rows } = rowsOf(paths, patterns);
  return rows.map(({ keys, files, problem }) => ({
    keys,
    problem,
    options: {},
    files: Object.fromEntries(Object.entries(files).map(([slot, path]) => [slot, { path }])),
  }));
}

/** Rows of which another has the same keys cannot be told apart. */
function told(rows: readonly PlannedRow[]): PlannedRow[] {
  const seen = new Set<string>();
  return rows.map((row) => {
    const id = idOf(row);
    const again = seen.has(id);
    seen.add(id);
    return again ? { ...row, problem: 'another analysis has the same keys' } : row;
  });
}

/** What X1, X2 and Y are called by the files of a row. */
function namesOf(rows: readonly PlannedRow[]): [string, string, string] {
  const files = rows.find(({ problem }) => problem === null)?.files;
  const name = (slot: Slot, otherwise: string): string => {
    const file = files?.[slot];
    const path = file?.member ?? file?.path;
    return path === undefined ? otherwise : nameOf(path).replace(/^layer\d+.*$|^.*x[12].*$/i, otherwise);
  };
  return [name('x1', 'X1'), name('x2', 'X2'), name('y', 'Y')];
}

/** The plan of files; of a manifest its lines, otherwise what the names say. */
export function planOf(files: readonly PlanFile[], manifest: Manifest | null, patterns: string): Plan {
  const short = withoutRoot(files.map(({ path }) => path));
  const inside = files.map(({ file, path }) => ({ file, path: short.get(path) ?? path }));
  const paths = pathsOfStudy(inside.map(({ path }) => path));
  const there = new Set(inside.map(({ path }) => path));
  const at = manifest && { ...manifest, path: short.get(manifest.path) ?? manifest.path };
  let rows: PlannedRow[] = [];
  let problem: ErrorFacts | null = null;
  try {
    rows = told(at ? manifestRows(at, there) : namedRows(paths, patternsIn(patterns)));
  } catch (thrown) {
    problem = thrown as ErrorFacts;
  }
  const used = new Set(rows.flatMap((row) => Object.values(row.files).map(({ path }) => path)));
  if (at) used.add(at.path);
  return {
    files: inside,
    manifest: at,
    patterns,
    names: namesOf(rows),
    columns: [...new Set(rows.flatMap(({ keys }) => Object.keys(keys)))],
    rows,
    unused: paths.filter((path) => !used.has(path)),
    problem,
  };
}

/** The plan that folders tell; where that is no study, the one of the pattern that names seem to follow. */
export function bestPlan(files: readonly PlanFile[], manifest: Manifest | null): Plan {
  const usual = planOf(files, manifest, '');
  if (isStudy(usual)) return usual;
  const guess = planOf(files, manifest, suggested(usual.files.map(({ path }) => path)));
  return isStudy(guess) ? guess : usual;
}

/** Rows that can be made. */
export const ready = ({ rows }: Pick<Plan, 'rows'>): PlannedRow[] =>
  rows.filter(({ problem }) => problem === null);

/** Rows of a study that are not there yet, or failed, and whose files a plan has. */
export function leftFor(study: Study | null, { rows }: Pick<Plan, 'rows'>): number {
  if (!study?.options) return 0;
  const there = new Set(ready({ rows }).map(idOf));
  return study.rows.filter((row) => row.point === null && there.has(idOf(row))).length;
}

/**
 * Whether names tell more than one analysis of one model: two rows at least that can be made, told apart by
 * more than their layer. Layers alone are a view of one analysis.
 */
export function isStudy({ rows, manifest }: Plan): boolean {
  if (manifest) return rows.length > 0;
  const whole = ready({ rows });
  const apart = (name: string): boolean => new Set(whole.map(({ keys }) => keys[name])).size > 1;
  return (
    whole.length > 1 && Object.keys(whole[0]?.keys ?? {}).some((name) => name !== 'layer' && apart(name))
  );
}
