/** Entry of a browser's worker; built into one script that is started from a blob. */

import * as Comlink from 'comlink';
import type { Engine } from '../types/engine';
import * as glue from '../wasm/modalens.js';
import { Host } from './host';
import type { ProgressMessage } from './protocol';

/**
 * Browsers do not tell when they end a worker. It holds a lock as long as it lives, and the page waits for
 * the same lock once it has been told that it is held; pages that are not secure have no locks.
 */
navigator.locks
  ?.request(self.name, () => {
    self.postMessage({ lock: self.name });
    return new Promise(() => {});
  })
  .catch(() => {});

const host = new Host(glue as unknown as Engine, {
  tell: (progress) => self.postMessage({ progress } satisfies ProgressMessage),
});
Comlink.expose(host.calls);
