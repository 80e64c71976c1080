/** How a command ends: exit codes, and failures in one line. */

import { ModalensError } from '../types/errors';

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

/** What to do, by code, where the command line has a flag for it. */
const HINTS: Readonly<Record<string, string>> = {
  non_finite: 'Correct these rows, or leave them out of every input with --drop-nonfinite.',
  choose_member: 'Name one for each input that has several: --member A,B,C, or --column A,B,C of a table.',
  no_such_member: 'Change --member, or --column.',
  three_dimensions:
    'Add --pooling mean or --pooling last for (samples, tokens, features), --pooling N for one of (layers, samples, ' +
    'features), or --layers for all of them.',
  no_such_layer: 'Change --pooling.',
  too_many_codes: 'Choose fewer with --k or --ky; several samples per code are needed for an estimate.',
  out_of_memory: 'Use fewer samples, or keep a sample of them with --budget-bytes.',
};

/** What to do about a failure; options of the engine are flags here. */
function hintOf({ code, hint }: ModalensError, hints: Readonly<Record<string, string>> = {}): string {
  if (code === 'invalid_option')
    return hint.replace(/\b(\w+)\.$/, (option: string) => `--${option.replaceAll('_', '-')}`);
  return hints[code] ?? HINTS[code] ?? hint;
}

/** A failure in one line: what, why, what to do; `hints` are those of the command. */
export function line(error: unknown, hints?: Readonly<Record<string, string>>): string {
  const text =
    error instanceof ModalensError
      ? `${error.message} ${hintOf(error, hints)}`
      : error instanceof Error
        ? error.message
        : String(error);
  return `modalens: ${text}`.replace(/\s+/g, ' ').trim();
}
