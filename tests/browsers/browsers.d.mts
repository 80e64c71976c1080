/** A browser besides Chromium. */
interface Known<Parts extends string> {
  /** Debian packages that bring it. */
  packages: string[];
  /** Paths of what starts it; null if it is not all there. */
  found: () => Record<Parts, string> | null;
}

export const BROWSERS: { Firefox: Known<'browser'>; WebKit: Known<'browser' | 'driver' | 'display'> };
