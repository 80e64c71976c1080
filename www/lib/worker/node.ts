/** Entry of a Node worker; built into one script. */

import { parentPort } from 'node:worker_threads';
import * as Comlink from 'comlink';
import { openFile } from '../inputs/path';
import type { Engine } from '../types/engine';
import * as glue from '../wasm/modalens.js';
import { Host } from './host';
import { nodeEndpoint } from './node-endpoint';

if (parentPort)
  Comlink.expose(new Host(glue as unknown as Engine, { open: openFile }), nodeEndpoint(parentPort));
