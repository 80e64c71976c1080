/** Files as they came in: what they are, what they are used for, what is wrong with them. */

import { type ErrorFacts, type InputFacts, type LoadHow, layerOf } from '../library';
import type { Slot } from './assign';

/** How an entry is read; whether it is kept is for the library to say. */
export type Reading = Partial<Omit<LoadHow, 'mode'>>;

/** One file, or one array of a file that holds several. */
export interface Entry {
  id: number;
  file: File;
  /** Path within a dropped folder, else the name. */
  path: string;
  how: Reading;
  slot: Slot | null;
  /** Whether the reader gave it its role. */
  byHand: boolean;
  /** Whether it belongs to an example. */
  example: boolean;
  /** What the modality is called in sentences. */
  name: string;
  facts: InputFacts | null;
  /** Share of the file that was read so far; 1 once its facts are known. */
  read: number;
  problem: ErrorFacts | null;
}

/** Whether a file is a table, of which columns are chosen rather than arrays. */
export const isTable = ({ path }: Pick<Entry, 'path'>): boolean =>
  /\.(csv|tsv|txt|jsonl|ndjson|parquet|pq)$/i.test(path);

/** The layer of an entry, and its name without that number: of the array, else of the file. */
export function layerIn({ path, how: { member } }: Pick<Entry, 'path' | 'how'>): ReturnType<typeof layerOf> {
  if (member === undefined) return layerOf(path);
  const own = layerOf(member);
  if (own) return { ...own, family: `${path}/${own.family}` };
  const file = layerOf(path);
  return file && { ...file, family: `${file.family}/${member}` };
}
