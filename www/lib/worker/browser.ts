/** Entry of a browser's worker; built into one script that is started from a blob. */

import * as Comlink from 'comlink';
import type { Engine } from '../types/engine';
import * as glue from '../wasm/modalens.js';
import { Host } from './host';

Comlink.expose(new Host(glue as unknown as Engine, {}));
