/** Calls that go one after the other. */

/** A call that waits for its turn. */
export interface QueuedCall<T> {
  work(): Promise<T>;
  /** Asks what runs to stop, for this reason, and resolves when it has; `work` then settles soon. */
  stop(reason: unknown): Promise<void>;
}

/** The first of `signals` that has aborted. */
const abortedOf = (signals: readonly AbortSignal[]) => signals.find(({ aborted }) => aborted);

/**
 * Each call begins when the one before has ended, whatever its caller was told meanwhile: an aborted call may
 * still run for a moment, and what stops it must not stop the next.
 */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();

  /** The result of `call` in its turn; rejects with the reason of a signal as soon as that aborts. */
  take<T>(call: QueuedCall<T>, signals: readonly AbortSignal[]): Promise<T> {
    const before = this.#last;
    const work = (async () => {
      await before;
      const aborted = abortedOf(signals);
      if (aborted) throw aborted.reason;
      return call.work();
    })();
    let stopped = Promise.resolve();
    let reject: (reason: unknown) => void = () => {};
    const abort = (): void => {
      const reason: unknown = abortedOf(signals)?.reason;
      reject(reason);
      stopped = call.stop(reason);
    };
    for (const signal of signals) signal.addEventListener('abort', abort, { once: true });
    const settled = (): Promise<void> => {
      for (const signal of signals) signal.removeEventListener('abort', abort);
      return stopped;
    };
    this.#last = work.then(settled, settled);
    return new Promise<T>((resolve, fail) => {
      reject = fail;
      if (abortedOf(signals)) abort();
      work.then(resolve, reject);
    });
  }
}
