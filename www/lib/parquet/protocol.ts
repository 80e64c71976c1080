/**
 * What is asked about a Parquet file, and answered by a worker of its own: a file may claim what it likes,
 * and the worker is ended when it takes too much or is no longer wanted.
 */

import type { ArrayKind } from '../generated/types';
import type { NumberArray } from '../inputs/npy';

/** A file: a handle, or a path in Node. */
export type ParquetFile = Blob | string;

/**
 * The first rows, as a file that the engine's own readers take: what is read of it is what is read of all.
 */
export interface Sample {
  /** CSV where all columns are plain, else JSON Lines. */
  extension: 'csv' | 'jsonl';
  text: string;
  /** Rows of the whole file. */
  rows: number;
}

/** Columns as they are wanted. */
export interface Wanted {
  /** Names: one, or several side by side. */
  columns: readonly string[];
  kind: ArrayKind;
}

/** What was read. */
export type Columns =
  | { kind: 'numbers'; data: NumberArray; shape: [number, number] }
  | { kind: 'labels'; values: string[] };

/** The calls. */
export interface ParquetCalls {
  sample(file: ParquetFile): Promise<Sample>;
  read(file: ParquetFile, wanted: Wanted): Promise<Columns>;
  /** All rows as CSV, for tables of counts. */
  table(file: ParquetFile): Promise<string>;
  /** SHA-256 of the file in hexadecimal; null where that cannot be had. */
  hash(file: ParquetFile): Promise<string | null>;
}
