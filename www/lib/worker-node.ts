/** Entry of a Node worker; built into one script. */

import { parentPort } from 'node:worker_threads';
import * as Comlink from 'comlink';
import type { Engine } from './engine';
import { Host } from './host';
import { nodeEndpoint } from './node-endpoint';
import { openFile } from './node-file';
import * as glue from './wasm/modalens.js';

if (parentPort)
  Comlink.expose(new Host(glue as unknown as Engine, { open: openFile }), nodeEndpoint(parentPort));
