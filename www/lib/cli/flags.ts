/** Options as flags of the command line: one table for reading them, for writing them and for the help. */

import type { Options, PartialOptions } from '../types/options';

/** A flag as the help has it. */
export interface Flag {
  /** What stands after it; undefined for a switch. */
  value?: string;
  /** What it does. */
  help: string;
  /** Whether it may be given more than once. */
  many?: true;
}

/** A flag that sets an option. */
export interface OptionFlag extends Flag {
  /** Its name without the dashes. */
  name: string;
  /** Adds what was given, a value for each time, to the options; returns what was expected if it cannot. */
  read(given: string[], into: PartialOptions): string | undefined;
  /**
   * The values with which it is written for `options`, `[]` for a switch; undefined where it is not needed.
   */
  write(options: Options): string[] | undefined;
}

type Numeric =
  | 'seed'
  | 'partitions'
  | 'n_init'
  | 'max_iterations'
  | 'noise'
  | 'tolerance_bits'
  | 'budget_bytes';

/** A number as it may be typed; undefined if it is none. */
export function numberOf(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function number(name: string, option: Numeric, help: string): OptionFlag {
  return {
    name,
    value: 'N',
    help,
    read(given, into) {
      const value = numberOf(given.at(-1) ?? '');
      if (value === undefined) return 'a number';
      into[option] = value;
      return undefined;
    },
    write: (options) => [String(options[option])],
  };
}

function codes(name: string, option: 'k' | 'ky' | 'y_least', help: string): OptionFlag {
  return {
    name,
    value: 'auto|N',
    help,
    read(given, into) {
      const text = given.at(-1) ?? '';
      if (text !== 'auto' && !/^\d+$/.test(text)) return '"auto" or a whole number';
      into[option] = text === 'auto' ? 'auto' : Number(text);
      return undefined;
    },
    write: (options) => [String(options[option])],
  };
}

function preparation(
  name: string,
  help: string,
  option: 'l2' | 'centre' | 'whiten',
  on: boolean,
): OptionFlag {
  return {
    name,
    help,
    read(_, into) {
      into.preparation = { ...into.preparation, [option]: on };
      return undefined;
    },
    write: (options) => (options.preparation[option] === on ? [] : undefined),
  };
}

/** A list given at once with commas, or one by one, so that an item may hold a comma. */
export function listOf(given: string[]): string[] {
  return given.length > 1 ? given : (given[0] ?? '').split(',').map((item) => item.trim());
}

const names: OptionFlag = {
  name: 'names',
  value: 'A,B[,C]',
  many: true,
  help: 'names of x1, x2 and y in sentences; given once for each name, they may hold commas',
  read(given, into) {
    const list = listOf(given);
    if (list.length !== 2 && list.length !== 3) return 'two or three names with commas between them';
    into.names = list as [string, string];
    return undefined;
  },
  write({ names: list }) {
    const once = list.join(',');
    return listOf([once]).every((name, i) => name === list[i]) && !once.startsWith('-') ? [once] : list;
  },
};

const pca: OptionFlag = {
  name: 'pca',
  value: 'N',
  help: 'keep so many principal components',
  read(given, into) {
    const text = given.at(-1) ?? '';
    if (!/^\d+$/.test(text)) return 'a whole number';
    into.preparation = { ...into.preparation, pca: Number(text) };
    return undefined;
  },
  write: ({ preparation: { pca: kept } }) => (kept === null ? undefined : [String(kept)]),
};

const plugin: OptionFlag = {
  name: 'plugin',
  help: 'plug-in values of one partition only: no correction, no intervals',
  read(_, into) {
    into.method = 'plugin';
    return undefined;
  },
  write: (options) => (options.method === 'plugin' ? [] : undefined),
};

/** A switch that sets an option to what is not its default. */
const toggle = (
  name: string,
  option: 'y_quantiles' | 'drop_nonfinite' | 'gauge',
  value: boolean,
  help: string,
): OptionFlag => ({
  name,
  help,
  read(_, into) {
    into[option] = value;
    return undefined;
  },
  write: (options) => (options[option] === value ? [] : undefined),
});

const discretiser: OptionFlag = {
  name: 'discretiser',
  value: 'kmeans|probe',
  help: 'probe: label-aware codes as well, beside those of K-means',
  read(given, into) {
    const text = given.at(-1) ?? '';
    if (text !== 'kmeans' && text !== 'probe') return '"kmeans" or "probe"';
    into.discretiser = text;
    return undefined;
  },
  write: (options) => (options.discretiser === 'kmeans' ? undefined : [options.discretiser]),
};

const IGNORABLE = ['case', 'space', 'punctuation'] as const;

const yIgnore: OptionFlag = {
  name: 'y-ignore',
  value: 'none|LIST',
  help: `what of the spelling of labels of y does not count: ${IGNORABLE.join(',')} unless told`,
  read(given, into) {
    const list = listOf(given);
    const wanted = IGNORABLE.filter((name) => list.includes(name));
    if (wanted.length < list.length && String(list) !== 'none')
      return `"none" or a list of ${IGNORABLE.join(', ')}`;
    const [capitals, space, punctuation] = IGNORABLE.map((name) => list.includes(name));
    into.y_ignore = { case: capitals === true, space: space === true, punctuation: punctuation === true };
    return undefined;
  },
  write({ y_ignore: ignored }) {
    const list = IGNORABLE.filter((name) => ignored[name]);
    return [list.length > 0 ? list.join(',') : 'none'];
  },
};

const yScores: OptionFlag = {
  name: 'y-scores',
  value: 'auto|argmax|kmeans',
  help: 'y of several columns: the best option of each sample (auto: of probabilities), or K-means',
  read(given, into) {
    const text = given.at(-1) ?? '';
    if (text !== 'auto' && text !== 'argmax' && text !== 'kmeans') return '"auto", "argmax" or "kmeans"';
    into.y_scores = text;
    return undefined;
  },
  write: (options) => [options.y_scores],
};

/** Every flag that sets an option. */
export const FLAGS: readonly OptionFlag[] = [
  codes('k', 'k', 'codes of x1 and x2'),
  codes('ky', 'ky', 'codes of y, where it is not labels'),
  number('seed', 'seed', 'seed of everything random'),
  names,
  plugin,
  number('partitions', 'partitions', 'K-means partitions over which estimates are pooled'),
  number('n-init', 'n_init', 'restarts of K-means for each partition'),
  number('max-iterations', 'max_iterations', 'iterations of one restart at most'),
  discretiser,
  toggle('no-gauge', 'gauge', false, 'leave out what a probe reads, which says what the codes keep'),
  preparation('no-l2', 'do not divide samples by their norm', 'l2', false),
  preparation('centre', 'subtract the mean of each feature', 'centre', true),
  pca,
  preparation('whiten', 'scale the principal components to unit variance', 'whiten', true),
  number('noise', 'noise', 'noise on the samples of x1 and x2, in multiples of the spread within codes'),
  toggle(
    'y-quantiles',
    'y_quantiles',
    true,
    'cut a y of one column of numbers at its quantiles, instead of clustering it',
  ),
  yIgnore,
  yScores,
  codes('y-least', 'y_least', 'samples that a value of y must have; rarer ones become one, "other"'),
  number('tolerance', 'tolerance_bits', 'certified gap of the solution, bits'),
  toggle(
    'drop-nonfinite',
    'drop_nonfinite',
    true,
    'leave out samples with NaN or infinity instead of refusing them',
  ),
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

/** A flag with a value as words of a shell; a value that begins with a dash would be taken for a flag. */
export function flagWords(name: string, value: string): string[] {
  return value.startsWith('-') ? [`--${name}=${quoted(value)}`] : [`--${name}`, quoted(value)];
}

/** The words for `options`; those that are as in `defaults` are left out. */
export function writeFlags(options: Options, defaults?: Options): string[] {
  return FLAGS.flatMap((flag) => {
    const values = flag.write(options);
    const usual = defaults && flag.write(defaults);
    if (values === undefined || JSON.stringify(values) === JSON.stringify(usual)) return [];
    return values.length === 0 ? [`--${flag.name}`] : values.flatMap((value) => flagWords(flag.name, value));
  });
}
