/** What the jobs ask of a browser, which is what every protocol for driving one can do. */

/** A function that runs in the page and uses nothing from outside. */
export type InPage<A, T> = (given: A) => T | Promise<T>;

export interface Tab {
  open: (address: string) => Promise<void>;
  /** Runs a function in the page and waits for what it gives. */
  ask: <T, A = undefined>(what: InPage<A, T>, given?: A) => Promise<T>;
  /** Clicks, as by a hand, what the function finds; false if it finds nothing. */
  press: <A>(find: InPage<A, Element | null>, given: A) => Promise<boolean>;
  /** Files from disk into a file input. */
  choose: (selector: string, paths: readonly string[]) => Promise<void>;
  /** A picture of the window at a width and a height in CSS pixels. */
  picture: (path: string, width: number, height: number) => Promise<void>;
  close: () => Promise<void>;
}

export interface Driver {
  version: string;
  tab: () => Promise<Tab>;
  close: () => Promise<void>;
}
