/**
 * A command as data: its flags are declared once, for reading arguments, for the help and for the
 * documentation.
 */

import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Analyzer } from '../types/analyzer';
import { type Flag, numberOf } from './flags';
import { type Hints, usage } from './outcome';

/** Where a command writes. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** What a command needs. */
export interface Context {
  terminal: Terminal;
  signal: AbortSignal;
  /** An analyzer with so many workers; ended after the command. */
  analyzer(workers?: number): Promise<Analyzer>;
}

/** A command of the command line. */
export interface Command {
  name: string;
  /** Its arguments, such as `X1 X2 Y`. */
  takes: string;
  /** What it does, in half a line. */
  about: string;
  /** More about it. */
  intro?: string;
  /** Its flags in the order of the help. */
  flags: Readonly<Record<string, Flag>>;
  /** What to do about an error, by its code, in the words of this command. */
  hints?: Hints;
  run(given: Given, context: Context): Promise<void>;
}

/** What was given to a command. */
export class Given {
  readonly #command: Command;
  readonly #values: Record<string, string[] | boolean | undefined>;
  /** The arguments that are no flags. */
  readonly arguments: string[];

  constructor(command: Command, values: Record<string, string[] | boolean | undefined>, rest: string[]) {
    this.#command = command;
    this.#values = values;
    this.arguments = rest;
  }

  /** Every value that a flag was given. */
  all(flag: string): string[] {
    const value = this.#values[flag];
    return Array.isArray(value) ? value : [];
  }

  /** The value of a flag. */
  text(flag: string): string | undefined {
    return this.all(flag).at(-1);
  }

  /** Whether a switch is on, or a flag was given at all. */
  has(flag: string): boolean {
    return this.#values[flag] !== undefined;
  }

  /** A number given with a flag. */
  number(flag: string): number | undefined {
    const text = this.text(flag);
    if (text === undefined) return undefined;
    const value = numberOf(text);
    if (value === undefined)
      throw usage(`--${flag} is "${text}"; a number is expected.`, `Change --${flag}.`);
    return value;
  }

  /** The arguments, which must be as many as the command takes. */
  exactly(count: number): string[] {
    const { length } = this.arguments;
    if (length === count) return this.arguments;
    throw usage(
      `${this.#command.name} takes ${this.#command.takes}, but ${length} ${length === 1 ? 'was' : 'were'} ` +
        `given.`,
      `See \`modalens ${this.#command.name} --help\`.`,
    );
  }
}

const HELP = { help: { type: 'boolean', short: 'h' } } as const;

/** What was given to `command`; undefined if its help was asked for. */
export function parse(command: Command, args: string[]): Given | undefined {
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([name, { value }]) => [
      name,
      value === undefined ? { type: 'boolean' as const } : { type: 'string' as const, multiple: true },
    ]),
  ) satisfies NonNullable<ParseArgsConfig['options']>;
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { ...options, ...HELP },
      allowPositionals: true,
      strict: true,
    });
    return values.help
      ? undefined
      : new Given(command, values as Record<string, string[] | boolean>, positionals);
  } catch (cause) {
    const text = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause);
    throw usage(`${text.replace(/\.$/, '')}.`, `See \`modalens ${command.name} --help\`.`);
  }
}
