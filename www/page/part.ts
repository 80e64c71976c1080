/** Parts of the page that are loaded when they are first needed. */

import type { ErrorFacts } from './library';

const NOT_LOADED: ErrorFacts = {
  code: 'not_loaded',
  message: 'A part of the page could not be loaded: there is no connection to its host.',
  hint: 'Try again once there is one. Files and analyses are kept.',
};

/** A part of the page; what the browser says of a script that did not come is said in plain words. */
export const part = <T>(load: () => Promise<T>): Promise<T> =>
  load().catch(() => {
    throw NOT_LOADED;
  });
