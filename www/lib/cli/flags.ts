/** Options as flags of the command line: one table for reading them and for writing them. */

import type { Options, PartialOptions } from '../types/options';

/** A flag that sets an option. */
export interface Flag {
  /** Its name without the dashes. */
  name: string;
  /** What stands after it; undefined for a switch. */
  value?: string;
  /** What it does. */
  help: string;
  /** Adds what was given to the options; returns what was expected if it cannot. */
  read(text: string, into: PartialOptions): string | undefined;
  /** How it is written for `options`; undefined where it is not needed. */
  write(options: Options): string | undefined;
}

type Numeric = 'seed' | 'seeds' | 'n_init' | 'max_iterations' | 'tolerance_bits' | 'budget_bytes';

function number(name: string, option: Numeric, help: string): Flag {
  return {
    name,
    value: 'N',
    help,
    read(text, into) {
      if (text.trim() === '' || !Number.isFinite(Number(text))) return 'a number';
      into[option] = Number(text);
      return undefined;
    },
    write: (options) => String(options[option]),
  };
}

function codes(name: 'k' | 'ky', help: string): Flag {
  return {
    name,
    value: 'auto|N',
    help,
    read(text, into) {
      if (text !== 'auto' && !/^\d+$/.test(text)) return '"auto" or a whole number';
      into[name] = text === 'auto' ? 'auto' : Number(text);
      return undefined;
    },
    write: (options) => String(options[name]),
  };
}

function preparation(name: string, help: string, option: 'l2' | 'centre' | 'whiten', on: boolean): Flag {
  return {
    name,
    help,
    read(_, into) {
      into.preparation = { ...into.preparation, [option]: on };
      return undefined;
    },
    write: (options) => (options.preparation[option] === on ? '' : undefined),
  };
}

const names: Flag = {
  name: 'names',
  value: 'A,B[,C]',
  help: 'names of x1, x2 and y in sentences',
  read(text, into) {
    const given = text.split(',').map((name) => name.trim());
    if (given.length !== 2 && given.length !== 3) return 'two or three names with commas between them';
    into.names = given as [string, string];
    return undefined;
  },
  write: (options) => options.names.join(','),
};

const pca: Flag = {
  name: 'pca',
  value: 'N',
  help: 'keep so many principal components',
  read(text, into) {
    if (!/^\d+$/.test(text)) return 'a whole number';
    into.preparation = { ...into.preparation, pca: Number(text) };
    return undefined;
  },
  write: ({ preparation: { pca: kept } }) => (kept === null ? undefined : String(kept)),
};

const plugin: Flag = {
  name: 'plugin',
  help: 'plug-in values of one partition only: no correction, no intervals',
  read(_, into) {
    into.method = 'plugin';
    return undefined;
  },
  write: (options) => (options.method === 'plugin' ? '' : undefined),
};

const quantiles: Flag = {
  name: 'y-quantiles',
  help: 'cut a y of one column of numbers at its quantiles, instead of clustering it',
  read(_, into) {
    into.y_quantiles = true;
    return undefined;
  },
  write: (options) => (options.y_quantiles ? '' : undefined),
};

const drop: Flag = {
  name: 'drop-nonfinite',
  help: 'leave out samples with NaN or infinity instead of refusing them',
  read(_, into) {
    into.drop_nonfinite = true;
    return undefined;
  },
  write: (options) => (options.drop_nonfinite ? '' : undefined),
};

/** Every flag that sets an option. */
export const FLAGS: readonly Flag[] = [
  codes('k', 'codes of x1 and x2'),
  codes('ky', 'codes of y, where it is not labels'),
  number('seed', 'seed', 'seed of everything random'),
  names,
  plugin,
  number('seeds', 'seeds', 'K-means seeds that must agree before something is claimed'),
  number('n-init', 'n_init', 'restarts of K-means per seed'),
  number('max-iterations', 'max_iterations', 'iterations of one restart at most'),
  preparation('no-l2', 'do not divide samples by their norm', 'l2', false),
  preparation('centre', 'subtract the mean of each feature', 'centre', true),
  pca,
  preparation('whiten', 'scale the principal components to unit variance', 'whiten', true),
  quantiles,
  number('tolerance', 'tolerance_bits', 'certified gap of the solution, bits'),
  drop,
  number(
    'budget-bytes',
    'budget_bytes',
    'memory for the samples of an input; K-means sees a random sample of a larger one',
  ),
];

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_./,=:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The flags for `options`; those that are as in `defaults` are left out. */
export function writeFlags(options: Options, defaults?: Options): string[] {
  return FLAGS.flatMap((flag) => {
    const value = flag.write(options);
    if (value === undefined || (defaults && value === flag.write(defaults))) return [];
    return value === '' ? [`--${flag.name}`] : [`--${flag.name}`, quoted(value)];
  });
}
