/** Least time between two calls of a listener, ms. */
const INTERVAL = 50;

/** Tells a listener at most 20 times a second; what came last is told late rather than never. */
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
