/** How a command ends: exit codes, and failures in one line. */

import { FAILURES } from '../generated/failures';
import { type ErrorCode, ModalensError } from '../types/errors';

/** What to do, by code, where a command knows better than the engine. */
export type Hints = Readonly<Partial<Record<ErrorCode, string>>>;

/** Bad usage: told in one line, exit code 2. */
export function usage(message: string, hint: string): ModalensError {
  return new ModalensError({ code: 'usage', message, hint });
}

/** An outcome that is no error of input but must fail a script: exit code 1. */
export class Unmet extends Error {}

/** Who is to blame for a failure: what was given, or the run. */
const blameOf = (wanted: ErrorCode) => FAILURES.find(({ code }) => code === wanted)?.blame;

/** Exit code of a failure. */
export function exitCodeOf(error: unknown): 1 | 2 {
  return error instanceof ModalensError && blameOf(error.code) === 'input' ? 2 : 1;
}

/** What to do, by code, where the command line has a flag for it. */
const HINTS: Hints = {
  non_finite: 'Correct these rows, or leave them out of every input with --drop-nonfinite.',
  choose_member: 'Name one for each input that has several: --member A,B,C, or --column A,B,C of a table.',
  no_such_member: 'Change --member, or --column.',
  three_dimensions:
    'Add --pooling mean or --pooling last for (samples, tokens, features), --pooling N for one of (layers, ' +
    'samples, ' +
    'features), or --layers for all of them.',
  no_such_layer: 'Change --pooling.',
  too_many_codes: 'Choose fewer with --k or --ky; several samples per code are needed for an estimate.',
  out_of_memory: 'Use fewer samples, or keep a sample of them with --budget-bytes.',
};

/** What to do about a failure; options of the engine are flags here. */
function hintOf({ code, hint }: ModalensError, hints: Hints = {}): string {
  if (code === 'invalid_option')
    return hint.replace(/\b(\w+)\.$/, (option: string) => `--${option.replaceAll('_', '-')}`);
  return hints[code] ?? HINTS[code] ?? hint;
}

/** A hint in one line, in which its lines of Python stay Python. */
function inOneLine(hint: string): string {
  const [sentence, ...lines] = hint.split('\n');
  return `${sentence} ${lines.join('; ')}`;
}

/** A failure in one line: what, what to do, and its code; `hints` are those of the command. */
export function line(error: unknown, hints?: Hints): string {
  const text =
    error instanceof ModalensError
      ? `${error.message} ${inOneLine(hintOf(error, hints))} [${error.code}]`
      : error instanceof Error
        ? error.message
        : String(error);
  return `modalens: ${text}`.replace(/\s+/g, ' ').trim();
}
