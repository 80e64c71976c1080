/** What every command shares: arguments, outcome, output. */

import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Analyzer } from '../types/analyzer';
import { ModalensError } from '../types/errors';

/** Where a command writes; replaced in tests by nothing: they run the real thing. */
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

/** Bad usage: told in one line, exit code 2. */
export function usage(message: string, hint: string): ModalensError {
  return new ModalensError({ code: 'usage', message, hint });
}

/** An outcome that is no error of input but must fail a script: exit code 1. */
export class Unmet extends Error {}

/** Codes of failures that are not the user's: exit code 1. */
const NOT_INPUT = new Set([
  'engine_crashed',
  'out_of_memory',
  'worker_failed',
  'engine_unavailable',
  'engine_stalled',
  'disposed',
  'interrupted',
]);

/** Exit code of a failure. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return error instanceof ModalensError && !NOT_INPUT.has(error.code) ? 2 : 1;
}

/** A failure in one line: what, why, what to do. */
export function line(error: unknown): string {
  if (error instanceof ModalensError)
    return `modalens: ${error.message} ${error.hint}`.replace(/\s+/g, ' ').trim();
  return `modalens: ${error instanceof Error ? error.message : String(error)}`.replace(/\s+/g, ' ').trim();
}

type Flags = NonNullable<ParseArgsConfig['options']>;

/** Reads arguments; what is wrong with them is told with the command's help. */
export function read<T extends Flags>(command: string, args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (cause) {
    const text = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause);
    throw usage(`${text.replace(/\.$/, '')}.`, `See \`modalens ${command} --help\`.`);
  }
}

/** A number given with a flag. */
export function numeric(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text.trim() === '' || !Number.isFinite(Number(text)))
    throw usage(`--${flag} is "${text}"; a number is expected.`, `Change --${flag}.`);
  return Number(text);
}

/** The positional arguments, which must be as many as there are names for them. */
export function positionals(command: string, given: string[], names: readonly string[]): string[] {
  if (given.length === names.length) return given;
  throw usage(
    `${command} takes ${names.join(' ')}, but ${given.length} ${given.length === 1 ? 'was' : 'were'} given.`,
    `See \`modalens ${command} --help\`.`,
  );
}
