/**
 * Buttons that say themselves what came of them, where they stand: behind a dialog nothing else would be
 * seen.
 */

import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** How long a confirmation stays, ms. */
const STAYS = 6000;

/** What came of the last press, and how to press. */
export function useSaid(): [string, (work: () => Promise<string>) => void] {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '' || said === BUSY) return undefined;
    const timer = setTimeout(() => setSaid(''), STAYS);
    return () => clearTimeout(timer);
  }, [said]);
  const press = (work: () => Promise<string>): void => {
    setSaid(BUSY);
    void work().then(setSaid);
  };
  return [said, press];
}

const BUSY = 'One moment …';

/** The place of a confirmation, read out when it comes. */
export const Said = ({ children }: { children: ComponentChildren }) => (
  <span class="said" role="status">
    {children}
  </span>
);
