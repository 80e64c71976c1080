/** What the codes keep of what a linear probe reads, in one line. */

import type { Report } from '../library';
import { percent } from './format';

/**
 * The line under the chart; null where no probe read anything for certain, and where it stands among what
 * limits the trust already.
 */
export function keptByCodes({ kept, options, warnings }: Report): string | null {
  if (!kept || warnings.some(({ code }) => code === 'kept')) return null;
  const [a, b] = options.names;
  const parts = [
    [a, kept.x1.share],
    [b, kept.x2.share],
  ].flatMap(([name, share]) => (typeof share === 'number' ? [{ name, share }] : []));
  const [first, second] = parts;
  if (!first) return null;
  const rest = second ? `, ${percent(second.share)} from ${second.name}` : '';
  return `The codes keep ${percent(first.share)} of what a linear probe reads from ${first.name}${rest}.`;
}
