/** How the files of a command are read: which array or column, and what becomes of a third dimension. */

import type { ReadSource } from '../inputs/source';
import type { LoadHow } from '../types/engine';
import type { Given } from './command';
import { listOf } from './flags';
import { usage } from './outcome';

/** What --pooling says. */
export function poolingOf(given: Given): LoadHow['pooling'] {
  const text = given.text('pooling');
  if (text === undefined || text === 'mean' || text === 'last') return text;
  if (/^\d+$/.test(text)) return { layer: Number(text) };
  throw usage(
    `--pooling is "${text}"; mean, last or the number of a layer is expected.`,
    'Change --pooling.',
  );
}

/** The strata, from a file of labels. */
export function strataOf(given: Given): { z?: ReadSource } {
  const strata = given.text('strata');
  return strata === undefined ? {} : { z: { source: strata } };
}

/** The array or column of each input: --member and --column are one thing for two kinds of file. */
export function membersOf(given: Given): string[] {
  const [members, columns] = [given.all('member'), given.all('column')].map((all) =>
    all.length > 0 ? listOf(all) : [],
  ) as [string[], string[]];
  return Array.from({ length: Math.max(members.length, columns.length) }, (_, i) => {
    if (members[i] && columns[i])
      throw usage(
        `--member and --column both name something of file ${i + 1}: "${members[i]}" and "${columns[i]}".`,
        'Leave one of them empty.',
      );
    return members[i] || columns[i] || '';
  });
}

/** How the file at `place` of the arguments is read. */
export function readSource(path: string, place: number, given: Given): ReadSource {
  const source: ReadSource = { source: path };
  const member = membersOf(given)[place];
  const pooling = poolingOf(given);
  if (member) source.member = member;
  if (pooling !== undefined && place < 2) source.pooling = pooling;
  return source;
}
