/** Why a Parquet file is not read: what was found, what was expected, what to do. */

import type { ErrorFacts } from '../types/errors';

/** A refusal that crosses from the worker as data; the name of the file comes before the message. */
export function refusal(message: string, hint: string): ErrorFacts {
  return { code: 'bad_parquet', message, hint };
}

/** Bytes, as they are told. */
const printable = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) =>
    byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');

const LIBRARY = "Write it again, for instance with pandas' to_parquet, or save the columns as .npy or .csv.";

/** What the library that reads Parquet did not like, in its words. */
export function unreadable(thrown: unknown): ErrorFacts {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'bad_parquet')
    return thrown as ErrorFacts;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return refusal(`cannot be read: ${text.replace(/^parquet /, '').slice(0, 200)}.`, LIBRARY);
}

export const nothing = (): ErrorFacts =>
  refusal('is empty: it has no bytes.', 'Save it again, or copy or download it again.');

/** A file that does not begin or end as every Parquet file does. */
export const unlike = (where: 'begin' | 'end', found: Uint8Array): ErrorFacts =>
  refusal(
    `${where}s with "${printable(found)}"; a Parquet file ${where}s with "PAR1".`,
    where === 'end'
      ? 'Copy or download it again; it is not whole.'
      : 'It is of another kind: give it its own ending, or choose another file.',
  );

export const compressed = (codec: string): ErrorFacts =>
  refusal(
    `is compressed by ${codec}; snappy, gzip, zstd and none can be read.`,
    'Write it again with compression="zstd".',
  );

export const overflowing = (packed: number, length: number): ErrorFacts =>
  refusal(
    `has a page of ${packed} bytes that claims to unpack to ${length}: it is damaged.`,
    'Copy or download it again.',
  );

export const ragged = (column: string, row: number, found: number, width: number): ErrorFacts =>
  refusal(
    `has ${found} numbers in row ${row} of "${column}"; the first row has ${width}.`,
    'Give every row as many numbers, or choose another column.',
  );

export const missing = (column: string, row: number): ErrorFacts =>
  refusal(`has no value in row ${row} of "${column}".`, 'Drop the row in every file, or fill the value in.');

export const notNumbers = (column: string): ErrorFacts =>
  refusal(
    `holds neither numbers, labels nor lists of numbers in "${column}".`,
    'Choose another column, or save it as a list of numbers.',
  );

export const tooLarge = (rows: number, bytes: number): ErrorFacts =>
  refusal(
    `has a row group of ${rows} rows that would take ${Math.round(bytes / 1e6)} MB, more than can be held.`,
    'Write it in smaller row groups: to_parquet(..., row_group_size=8192).',
  );
