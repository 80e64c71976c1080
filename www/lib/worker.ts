/** Entry of a browser's worker; built into one script that is started from a blob. */

import * as Comlink from 'comlink';
import type { Engine } from './engine';
import { Host } from './host';
import * as glue from './wasm/modalens.js';

Comlink.expose(new Host(glue as unknown as Engine, {}));
