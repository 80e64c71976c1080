/** Why a Parquet file is not read: what was found, what was expected, what to do. */

import type { ErrorFacts } from '../types/errors';

/** A refusal that crosses from the worker as data. */
export function refusal(message: string, hint: string): ErrorFacts {
  return { code: 'bad_parquet', message, hint };
}

const LIBRARY = "Write it again, for instance with pandas' to_parquet, or save the columns as .npy or .csv.";

/** What the library that reads Parquet did not like, in its words. */
export function unreadable(thrown: unknown): ErrorFacts {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'bad_parquet')
    return thrown as ErrorFacts;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return refusal(`The Parquet file cannot be read: ${text.replace(/^parquet /, '').slice(0, 200)}.`, LIBRARY);
}

export const compressed = (codec: string): ErrorFacts =>
  refusal(
    `The file is compressed by ${codec}; snappy, gzip, zstd and none can be read.`,
    'Write it again with compression="zstd".',
  );

export const overflowing = (packed: number, length: number): ErrorFacts =>
  refusal(
    `A page of ${packed} bytes claims to unpack to ${length}: the file is damaged.`,
    'Copy or download it again.',
  );

export const ragged = (column: string, row: number, found: number, width: number): ErrorFacts =>
  refusal(
    `Row ${row} of "${column}" has ${found} numbers; the first row has ${width}.`,
    'Give every row as many numbers, or choose another column.',
  );

export const missing = (column: string, row: number): ErrorFacts =>
  refusal(`"${column}" has no value in row ${row}.`, 'Drop the row in every file, or fill the value in.');

export const notNumbers = (column: string): ErrorFacts =>
  refusal(
    `"${column}" holds neither numbers, labels nor lists of numbers.`,
    'Choose another column, or save it as a list of numbers.',
  );

export const tooLarge = (rows: number, bytes: number): ErrorFacts =>
  refusal(
    `A row group of ${rows} rows would take ${Math.round(bytes / 1e6)} MB to unpack, more than can be held.`,
    'Write it in smaller row groups: to_parquet(..., row_group_size=8192).',
  );
