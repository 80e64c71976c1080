/**
 * Answers of an estimator: CSV, or a JSON array of objects with the same names.
 *
 *     id,redundancy,unique1,unique2,synergy[,redundancy_lower,redundancy_upper,...][,seconds]
 *
 * An empty cell is no answer. Intervals may be given of some atoms and not of others.
 */

import { csvParseRows } from 'd3-dsv';
import { ModalensError } from '../types/errors';
import type { AtomName } from '../types/report';
import { ATOMS } from './truth';

/** Bytes of a submission at most; the whole set with intervals takes 40 kB. */
export const MOST_BYTES = 1 << 20;

/** What is said of an atom, bits. */
export interface Estimated {
  estimate: number;
  /** The interval; null where none is given. */
  interval: readonly [lower: number, upper: number] | null;
}

/** What is said of a problem. */
export interface Answer {
  id: string;
  atoms: Partial<Record<AtomName, Estimated>>;
  /** Time it took; null where it is not told. */
  seconds: number | null;
}

type Row = Record<string, unknown>;

const NEEDED = ['id', ...ATOMS] as const;
const KNOWN = new Set<string>([
  ...NEEDED,
  ...ATOMS.flatMap((atom) => [`${atom}_lower`, `${atom}_upper`]),
  'seconds',
]);

const wrong = (message: string, hint: string): ModalensError =>
  new ModalensError({ code: 'usage', message, hint });

/** A value from a file, short enough for a message. */
const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 40) ?? String(value);

function columnsKnown(columns: readonly string[], where: string): void {
  const missing = NEEDED.find((name) => !columns.includes(name));
  if (missing)
    throw wrong(
      `${where} has no "${missing}"; ${NEEDED.join(', ')} are expected.`,
      'Add it; leave the cells of atoms that are not estimated empty.',
    );
  const other = columns.find((name) => !KNOWN.has(name));
  if (other !== undefined)
    throw wrong(
      `${where} has "${other.slice(0, 40)}"; beside ${NEEDED.join(', ')} there may be ends of intervals ` +
        'such as synergy_lower and synergy_upper, and seconds.',
      'Rename it or leave it out.',
    );
  const twice = columns.find((name, i) => columns.indexOf(name) < i);
  if (twice !== undefined) throw wrong(`${where} has "${twice}" twice.`, 'Leave one of them out.');
}

function rowsOfCsv(text: string): Row[] {
  const [header = [], ...lines] = csvParseRows(text).filter((cells) => cells.some((cell) => cell.trim()));
  const columns = header.map((name) => name.trim());
  columnsKnown(columns, 'The first line');
  return lines.map((cells, i) => {
    if (cells.length !== columns.length)
      throw wrong(
        `Row ${i + 1} has ${cells.length} cells; ${columns.length} are expected, as in the first line.`,
        'Correct it.',
      );
    return Object.fromEntries(columns.map((name, at) => [name, cells[at]!.trim()]));
  });
}

function rowsOfJson(text: string): Row[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong('The submission begins like JSON but is none.', 'Write valid JSON, in which NaN is null.');
  }
  if (!Array.isArray(value))
    throw wrong('The submission is JSON, but no array of objects.', 'Write [{ "id": ..., "synergy": ... }].');
  for (const [i, row] of value.entries()) {
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      throw wrong(`Item ${i + 1} is ${shown(row)}; an object is expected.`, 'Correct it.');
    columnsKnown(Object.keys(row), `Item ${i + 1}`);
  }
  return value as Row[];
}

/** A number of a row; null where there is none. */
function numberIn(row: Row, name: string): number | null {
  const value = row[name];
  if (value === undefined || value === null || value === '') return null;
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw wrong(
      `${name} of ${row['id']} is ${shown(value)}; a finite number is expected.`,
      'Leave it empty where there is no answer.',
    );
  return number;
}

function intervalIn(row: Row, atom: AtomName): Estimated['interval'] {
  const [lower, upper] = [numberIn(row, `${atom}_lower`), numberIn(row, `${atom}_upper`)];
  if (lower === null && upper === null) return null;
  if (lower !== null && upper !== null && lower <= upper) return [lower, upper];
  throw wrong(
    `The interval of ${atom} of ${row['id']} goes from ${lower ?? 'nothing'} to ${upper ?? 'nothing'}; ` +
      'both ends are expected, the lower one first.',
    'Correct it, or leave both ends empty.',
  );
}

function answerOf(row: Row, ids: ReadonlySet<string>): Answer {
  const { id } = row;
  if (typeof id !== 'string' || !ids.has(id))
    throw wrong(
      `${shown(id)} is the id of no problem.`,
      'Take ids from manifest.csv, which `modalens arena data DIR` writes.',
    );
  const atoms: Answer['atoms'] = {};
  for (const atom of ATOMS) {
    const [estimate, interval] = [numberIn(row, atom), intervalIn(row, atom)];
    if (estimate !== null) atoms[atom] = { estimate, interval };
    else if (interval)
      throw wrong(`${atom} of ${id} has an interval but no estimate.`, 'Add it, or leave both empty.');
  }
  const seconds = numberIn(row, 'seconds');
  if (seconds !== null && seconds < 0)
    throw wrong(`seconds of ${id} is ${seconds}; no less than 0 is expected.`, 'Correct it.');
  return { id, atoms, seconds };
}

/** The answers in a file whose text is `text`, to problems that are called `ids`. */
export function readSubmission(text: string, ids: ReadonlySet<string>): Answer[] {
  if (text.length > MOST_BYTES)
    throw wrong(
      `The submission is longer than ${MOST_BYTES >> 10} kB.`,
      'One row a problem is all that is needed.',
    );
  const bare = text.replace(/^\uFEFF/, '');
  const rows = /^\s*[[{]/.test(bare) ? rowsOfJson(bare) : rowsOfCsv(bare);
  if (rows.length === 0) throw wrong('The submission has no answers.', 'Write one row a problem.');
  const answers = rows.map((row) => answerOf(row, ids));
  const seen = new Set<string>();
  for (const { id } of answers) {
    if (seen.has(id)) throw wrong(`${id} is answered twice.`, 'Leave one of the rows out.');
    seen.add(id);
  }
  return answers;
}
