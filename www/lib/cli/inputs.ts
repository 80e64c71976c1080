/** The inputs of a command, from its arguments. */

import type { ReadSource } from '../inputs/source';
import type { Analyzer } from '../types/analyzer';
import type { Slot } from '../types/engine';
import type { PartialOptions } from '../types/options';
import { archiveOf } from './archive';
import type { Given, Terminal } from './command';
import { FLAGS, type Flag } from './flags';
import { usage } from './outcome';
import { readSource, strataOf } from './read-source';

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

/** The inputs of the command. */
export type Files = Record<Slot, ReadSource> & { z?: ReadSource };

/** The files of the command as sources; of one file alone its arrays, by their names. */
export async function filesOf(given: Given, engine: Analyzer, tell: Terminal['err']): Promise<Files> {
  const archive = await archiveOf(given, engine);
  if (archive) {
    tell(archive.told);
    return { ...archive.sources, ...strataOf(given) };
  }
  const [x1, x2, y] = given.exactly(3).map((path, place) => readSource(path, place, given)) as [
    ReadSource,
    ReadSource,
    ReadSource,
  ];
  return { x1, x2, y, ...strataOf(given) };
}
