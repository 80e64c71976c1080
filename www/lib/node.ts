/** Modalens in Node: the same calls over worker threads; sources may also be paths. */

import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import workerCode from 'virtual:modalens/worker-node';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { PoolAnalyzer } from './analyzer';
import { openPath } from './inputs/path';
import { type AnalyzerConfig, type WasmSource, workerCount } from './run/config';
import type { Thread } from './run/worker';
import type { Analyzer } from './types/analyzer';
import type { Engine } from './types/engine';
import { engineUnavailable, ModalensError } from './types/errors';
import * as glue from './wasm/modalens.js';
import { Host } from './worker/host';

export * from './public';

function died(cause: unknown): ModalensError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new ModalensError(
    {
      code: 'worker_failed',
      message: `A worker thread has died: ${text}.`,
      hint: 'Run again; if it happens again, give the process more memory or fewer workers.',
    },
    { cause },
  );
}

/** Memory that a Parquet file may take to be unpacked, MB. */
const PARQUET_MEMORY = 6000;

function spawnThread(code: string, memory?: number): Thread {
  const resourceLimits = memory === undefined ? {} : { maxOldGenerationSizeMb: memory };
  const worker = new Worker(code, { eval: true, name: 'modalens', resourceLimits });
  worker.unref();
  return {
    endpoint: nodeEndpoint(worker),
    onDeath(listener) {
      worker.once('error', (cause) => listener(died(cause)));
      worker.once('messageerror', (cause) => listener(died(cause)));
      worker.once('exit', (code) => listener(died(new Error(`exit code ${code}`))));
    },
    // An idle worker keeps no process alive; a busy one does.
    hold: (busy) => {
      if (busy) worker.ref();
      else worker.unref();
    },
    terminate: () => void worker.terminate(),
  };
}

async function bytesOf(source: WasmSource): Promise<BufferSource> {
  if (source instanceof Response) return source.arrayBuffer();
  if (source instanceof Request) return (await fetch(source)).arrayBuffer();
  if (typeof source === 'string' && !/^[a-z][a-z0-9+.-]+:/i.test(source)) return readFile(source);
  if (typeof source === 'string' || source instanceof URL) {
    const url = new URL(source);
    return url.protocol === 'file:' ? readFile(fileURLToPath(url)) : (await fetch(url)).arrayBuffer();
  }
  return source as BufferSource;
}

async function compile(source: WasmSource | Promise<WasmSource>): Promise<WebAssembly.Module> {
  try {
    const given = await source;
    return given instanceof WebAssembly.Module ? given : await WebAssembly.compile(await bytesOf(given));
  } catch (cause) {
    throw engineUnavailable(source instanceof URL ? source.href : 'the source given', cause);
  }
}

/** Makes an analyzer; worker threads start when they are first needed. */
export async function createAnalyzer(config: AnalyzerConfig = {}): Promise<Analyzer> {
  const sameThread = config.worker === false;
  const workers = config.workers ?? Math.min(availableParallelism(), 8);
  return new PoolAnalyzer({
    module: () => compile(config.wasm ?? new URL('./wasm/modalens_bg.wasm', import.meta.url)),
    workers: workerCount({ ...config, workers }),
    spawn: sameThread
      ? () => ({ calls: (tell) => new Host(glue as unknown as Engine, { open: openPath, tell }).calls })
      : () => spawnThread(workerCode),
    sameThread,
    parquet: async () => spawnThread((await import('virtual:modalens/parquet-node')).default, PARQUET_MEMORY),
  });
}
