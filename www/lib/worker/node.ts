/** Entry of a Node worker; built into one script. */

import { parentPort } from 'node:worker_threads';
import * as Comlink from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { openPath } from '../inputs/path';
import type { Engine } from '../types/engine';
import * as glue from '../wasm/modalens.js';
import { Host } from './host';
import type { ProgressMessage } from './protocol';

if (parentPort) {
  const port = parentPort;
  const host = new Host(glue as unknown as Engine, {
    open: openPath,
    tell: (progress) => port.postMessage({ progress } satisfies ProgressMessage),
  });
  Comlink.expose(host.calls, nodeEndpoint(port));
}
