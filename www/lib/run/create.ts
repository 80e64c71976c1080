/** `createAnalyzer` for browsers, given where the engine is by default. */

import { PoolAnalyzer } from '../analyzer';
import type { Analyzer } from '../types/analyzer';
import type { Engine } from '../types/engine';
import * as glue from '../wasm/modalens.js';
import { Host } from '../worker/host';
import { compileModule, spawnWorker } from './browser';
import { type AnalyzerConfig, type WasmSource, workerCount } from './config';

/** An analyzer; workers start when they are first needed. */
export function create(config: AnalyzerConfig, wasm: () => WasmSource | Promise<WasmSource>): Analyzer {
  const sameThread = config.worker === false;
  return new PoolAnalyzer({
    module: () => compileModule(config.wasm ?? wasm()),
    workers: workerCount(config),
    spawn: sameThread ? () => new Host(glue as unknown as Engine, {}) : spawnWorker,
    sameThread,
  });
}
