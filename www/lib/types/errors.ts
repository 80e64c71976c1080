/** Errors of the package: what was found and expected, what to do, and a code that stays the same. */

import type { ErrorCode } from '../generated/types';

export type { ErrorCode };

/** Plain form of an error, as it crosses threads and as the engine throws it. */
export interface ErrorFacts {
  /** Stable name of the kind of error. */
  code: ErrorCode;
  /** What was found and what was expected. */
  message: string;
  /** What to do. */
  hint: string;
}

/** Every failure that this package reports, except an abort, which rejects with the signal's reason. */
export class ModalensError extends Error implements ErrorFacts {
  override readonly name = 'ModalensError';
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(facts.message, options);
    this.code = facts.code;
    this.hint = facts.hint;
  }

  /** The plain form. */
  toJSON(): ErrorFacts {
    return { code: this.code, message: this.message, hint: this.hint };
  }
}

/** Codes after which an instance is replaced: it died, or holds memory that it cannot give back. */
export const FATAL: ReadonlySet<ErrorCode> = new Set(['engine_crashed', 'out_of_memory']);

function isFacts(value: unknown): value is ErrorFacts {
  if (typeof value !== 'object' || value === null) return false;
  const facts = value as Partial<Record<keyof ErrorFacts, unknown>>;
  return (
    typeof facts.code === 'string' && typeof facts.message === 'string' && typeof facts.hint === 'string'
  );
}

/** What was thrown by the engine or by the platform, as facts. */
export function describe(thrown: unknown): ErrorFacts {
  if (isFacts(thrown)) return { code: thrown.code, message: thrown.message, hint: thrown.hint };
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const name = thrown instanceof Error ? thrown.name : '';
  if (name === 'DataCloneError') {
    return {
      code: 'invalid_option',
      message: `Something that was given cannot be sent to a worker: ${text}`,
      hint: 'Give plain values: numbers, text, lists and typed arrays.',
    };
  }
  if (/out of memory|memory allocation|could not allocate/i.test(text)) {
    return {
      code: 'out_of_memory',
      message: 'The engine ran out of memory.',
      hint: 'Use fewer samples or features, or reduce the features by PCA before saving.',
    };
  }
  return {
    code: 'engine_crashed',
    message: `The engine stopped unexpectedly: ${text}.`,
    hint: 'Run again; the files are kept. If it happens again, please report it with this text.',
  };
}

/** `thrown` as a ModalensError, with what was thrown as its cause. */
export function toModalensError(thrown: unknown): ModalensError {
  return thrown instanceof ModalensError ? thrown : new ModalensError(describe(thrown), { cause: thrown });
}

/** The error of every call on an analyzer that was disposed of. */
export function disposed(): ModalensError {
  return new ModalensError({
    code: 'disposed',
    message: 'The analyzer was disposed of.',
    hint: 'Make another one with createAnalyzer().',
  });
}

/** What went wrong when the engine could not be had. */
export function engineUnavailable(where: string, cause: unknown): ModalensError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new ModalensError(
    {
      code: 'engine_unavailable',
      message: `The engine could not be loaded from ${where}: ${text}.`,
      hint:
        'Serve modalens.wasm beside the script, pass createAnalyzer({ wasm }), or import ' +
        "'modalens/inline'.",
    },
    { cause },
  );
}
