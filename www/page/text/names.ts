/** Names of files: their order, and how several are named in a sentence. */

import { count, list } from './format';

const order = new Intl.Collator('en', { numeric: true });

/** Order of paths as people count: layer 2 before layer 10. */
export const byPath = (p: string, q: string): number => order.compare(p, q);

/** The last part of a path. */
export const baseName = (path: string): string => path.split('/').at(-1) ?? path;

/** "image.npy, text.npy and label.npy"; no more than so many by name. */
export function fileNames(files: readonly { path: string }[]): string {
  const names = [...new Set(files.map(({ path }) => baseName(path)))];
  return names.length > 4 ? `${count(names.length)} others` : list(names);
}
