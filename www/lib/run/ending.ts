/** The end of a thread, which every call on it waits for besides its own answer. */

/**
 * `Promise.race` would do, but a promise that never settles keeps all that ever raced with it: every answer
 * of a worker, as long as the worker lives.
 */
export class Ending {
  readonly #waiting = new Set<(reason: unknown) => void>();
  #over: { reason: unknown } | undefined;

  /** The outcome of `work`; rejects with the reason of the end where that comes first. */
  before<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const settled = (): void => void this.#waiting.delete(reject);
      work.then(resolve, reject).then(settled);
      if (this.#over) reject(this.#over.reason);
      else this.#waiting.add(reject);
    });
  }

  /** It has come; whatever waits rejects. Only the first reason counts. */
  come(reason: unknown): void {
    this.#over ??= { reason };
    for (const reject of this.#waiting) reject(this.#over.reason);
    this.#waiting.clear();
  }
}
