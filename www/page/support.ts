/** What an analysis needs of a browser, in words for visitors. What the engine needs, the library knows. */

import { missing } from '../lib/run/support';

/** Browsers that have all that the page needs, which is a little more than the engine does. */
export const BROWSERS = 'Chrome or Edge 110, Firefox 115, Safari 16.4, or later';

/** Why nothing can be analysed in this browser; null where it can. */
export function lacking(): string | null {
  const engine = missing(true);
  if (engine) return engine.message;
  return typeof DecompressionStream === 'function'
    ? null
    : 'This browser cannot unpack the engine: it has no decompression streams.';
}

/** What to do about it. */
export const UNSUPPORTED =
  `Nothing can be analysed in it. ${BROWSERS} can do it; so can this one, perhaps, once a lockdown mode ` +
  'or an extension is told to leave this page alone. Links and saved files open all the same.';
