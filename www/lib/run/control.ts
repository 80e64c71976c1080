/** How a caller follows and stops a call. */

import type { Phase, PhaseId } from '../types/engine';
import type { Report } from '../types/report';

/** How far a run is. */
export interface Progress {
  /** Name of the phase. */
  phase: PhaseId | 'work';
  /** Tasks done in the phase; those that run count in part. */
  done: number;
  /** Tasks of the phase that are known. */
  total: number;
  /** Share of the whole that is done. */
  share: number;
  /** All phases. */
  phases: Phase[];
  /** Of a call that makes several analyses: which of them, from 0. */
  part?: { index: number; count: number };
}

/** What may be given with a call. */
export interface Control {
  /** Aborts the call: it rejects with the signal's reason at once. */
  signal?: AbortSignal;
  /** Told how far the call is, at most 20 times a second. */
  onProgress?: (progress: Progress) => void;
  /** Told plug-in values as soon as there are any, then estimates pooled over the partitions that are there. */
  onPreview?: (report: Report) => void;
}

/** Least time between two calls of `onProgress`, ms. */
const INTERVAL = 50;

/** `tell` at most 20 times a second; what came last is told late rather than never. */
export class Throttle<T> {
  readonly #tell: (value: T) => void;
  #last = -Infinity;
  #waiting: T | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (value: T) => void) {
    this.#tell = tell;
  }

  push(value: T): void {
    this.#waiting = value;
    if (this.#timer !== undefined) return;
    const wait = this.#last + INTERVAL - Date.now();
    if (wait <= 0) this.#flush();
    else
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#flush();
      }, wait);
  }

  #flush(): void {
    if (this.#waiting === undefined) return;
    const value = this.#waiting;
    this.#waiting = undefined;
    this.#last = Date.now();
    this.#tell(value);
  }

  /** Tells nothing more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#waiting = undefined;
  }
}

/** `work`, or the signal's reason as soon as it aborts; `onAbort` is called then. */
export function abortable<T>(
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
  onAbort: () => void,
): Promise<T> {
  if (!signal) return work();
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const abort = (): void => {
      reject(signal.reason);
      onAbort();
    };
    signal.addEventListener('abort', abort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
