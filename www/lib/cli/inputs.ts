/** The inputs of a command, from its arguments. */

import type { ReadSource } from '../inputs/source';
import type { LoadHow, Slot } from '../types/engine';
import type { PartialOptions } from '../types/options';
import type { Given } from './command';
import { FLAGS, type Flag, listOf } from './flags';
import { usage } from './outcome';

/** The flags that set options. */
export const OPTION_FLAGS: Record<string, Flag> = Object.fromEntries(FLAGS.map((flag) => [flag.name, flag]));

/** The flags that say how files are read. */
export const READ_FLAGS: Record<string, Flag> = {
  member: {
    value: 'A,B,C',
    many: true,
    help: 'arrays to take from containers with several (empty: the only one)',
  },
  column: {
    value: 'A,B,C',
    many: true,
    help: 'columns to take from tables with several (empty: the only one)',
  },
  pooling: {
    value: 'mean|last|N',
    help: 'of (samples, tokens, features) the mean or the last token; of (layers, samples, features) layer N',
  },
};

/** The options that were given, but for those whose flag means something else to the command. */
export function optionsOf(given: Given, except: readonly string[] = []): PartialOptions {
  const options: PartialOptions = {};
  for (const flag of FLAGS) {
    if (!given.has(flag.name) || except.includes(flag.name)) continue;
    const values = given.all(flag.name);
    const expected = flag.read(values, options);
    if (expected)
      throw usage(
        `--${flag.name} is "${values.join(',')}"; ${expected} is expected.`,
        `Change --${flag.name}.`,
      );
  }
  return options;
}

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

/** The inputs of the command. */
export type Files = Record<Slot, ReadSource> & { z?: ReadSource };

/** The files of the command as sources. */
export function filesOf(given: Given): Files {
  const [x1, x2, y] = given.exactly(3).map((path, place) => readSource(path, place, given)) as [
    ReadSource,
    ReadSource,
    ReadSource,
  ];
  const strata = given.text('strata');
  return strata === undefined ? { x1, x2, y } : { x1, x2, y, z: { source: strata } };
}
