/** The analyses of a study as a manifest tells them: a CSV with a line each. */

import { csvParseRows } from 'd3-dsv';
import { FLAGS } from '../cli/flags';
import type { InputSlot } from '../types/engine';
import { ModalensError } from '../types/errors';
import type { PartialOptions } from '../types/options';
import type { Keys } from './study-files';

/** A file of a line: its path as it is written, and which array of it. */
export interface ManifestFile {
  path: string;
  member?: string;
}

/** An analysis of a manifest. */
export interface ManifestLine {
  /** Columns that are neither inputs nor options. */
  keys: Keys;
  files: Partial<Record<InputSlot, ManifestFile>>;
  options: PartialOptions;
}

const SLOTS: readonly InputSlot[] = ['x1', 'x2', 'y', 'z'];
const NEEDED = ['x1', 'x2', 'y'] as const;

/** Columns that do not tell the analyses apart. */
const NAMED = new Set<string>([
  ...SLOTS,
  ...SLOTS.map((slot) => `${slot}_member`),
  ...FLAGS.map(({ name }) => name),
]);

const problem = (message: string, hint: string): ModalensError =>
  new ModalensError({ code: 'usage', message, hint });

/** Options from the cells of columns that are named as flags are. */
function optionsIn(cells: Record<string, string>, line: number): PartialOptions {
  const options: PartialOptions = {};
  for (const flag of FLAGS) {
    const text = cells[flag.name];
    if (!text) continue;
    const expected = flag.read([text], options);
    if (expected)
      throw problem(
        `Line ${line} of the manifest has ${flag.name} "${text}"; ${expected} is expected.`,
        'Correct it.',
      );
  }
  return options;
}

function lineOf(cells: Record<string, string>, line: number): ManifestLine {
  const keys = Object.fromEntries(Object.entries(cells).filter(([name]) => !NAMED.has(name)));
  const files: ManifestLine['files'] = {};
  for (const slot of SLOTS) {
    const path = cells[slot];
    const member = cells[`${slot}_member`];
    if (path) files[slot] = { path, ...(member && { member }) };
  }
  if (!NEEDED.every((slot) => files[slot]))
    throw problem(
      `Line ${line} of the manifest has no file for x1, x2 or y.`,
      'Name one in each of these columns.',
    );
  return { keys, files, options: optionsIn(cells, line) };
}

const rowsIn = (text: string): string[][] => csvParseRows(text.replace(/^\uFEFF/, ''));

/** Whether a table is a manifest: its first line names x1, x2 and y. */
export function isManifest(text: string): boolean {
  const [header = []] = rowsIn(text.split('\n', 1)[0] ?? '');
  const names = header.map((name) => name.trim());
  return NEEDED.every((slot) => names.includes(slot));
}

/** The lines of a manifest; `name` is what it is called in errors. */
export function readManifest(text: string, name: string): ManifestLine[] {
  const [header = [], ...lines] = rowsIn(text);
  const names = header.map((word) => word.trim());
  for (const slot of NEEDED)
    if (!names.includes(slot))
      throw problem(
        `${name} has no column ${slot}; it has ${names.join(', ')}.`,
        'Name the columns in the first line.',
      );
  return lines.flatMap((line, i) => {
    if (line.every((cell) => cell.trim() === '')) return [];
    const cells = Object.fromEntries(names.map((word, place) => [word, line[place]?.trim() ?? '']));
    return [lineOf(cells, i + 2)];
  });
}

/** The first two rows that nothing tells apart; null where each is another. */
export function namedTwice(rows: readonly { keys: Keys }[]): string | null {
  const seen = new Set<string>();
  for (const { keys } of rows) {
    const key = JSON.stringify(keys);
    if (seen.has(key)) return Object.values(keys).join(', ') || 'nothing';
    seen.add(key);
  }
  return null;
}
