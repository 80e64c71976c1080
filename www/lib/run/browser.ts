/** An analyzer in a browser: its threads, and the engine's module. */

import workerCode from 'virtual:modalens/worker';
import { PoolAnalyzer } from '../analyzer';
import type { Analyzer } from '../types/analyzer';
import type { Engine } from '../types/engine';
import { engineUnavailable, ModalensError } from '../types/errors';
import * as glue from '../wasm/modalens.js';
import { Host } from '../worker/host';
import { type AnalyzerConfig, type WasmSource, workerCount } from './config';
import type { OnBytes } from './pool';
import { missing } from './support';
import type { Thread } from './worker';

/** A worker that never said anything: the page's own policy is the usual reason. */
function blocked(cause: unknown): ModalensError {
  const text = cause instanceof Error && cause.message ? `: ${cause.message}` : '';
  return new ModalensError(
    {
      code: 'worker_blocked',
      message: `The browser did not let this page compute in the background${text}.`,
      hint:
        'Reload the page, or try another browser or without extensions. In a page of your own, allow ' +
        '"worker-src blob:" in the content security policy, or pass createAnalyzer({ worker: false }).',
    },
    { cause },
  );
}

function died(cause: unknown): ModalensError {
  const text = cause instanceof Error && cause.message ? `: ${cause.message}` : '';
  return new ModalensError(
    {
      code: 'worker_failed',
      message: `The browser ended a worker of this page${text}. It may be short of memory.`,
      hint:
        'Run again: files and options are kept. If it happens again, close other tabs or use fewer ' +
        'samples.',
    },
    { cause },
  );
}

let started = 0;

/** Starts a worker from a blob, so that it inherits the page's content security policy. */
function spawnWorker(code: string): Thread {
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  let worker: Worker;
  try {
    started += 1;
    // The name is that of its lock, which all pages of an origin share.
    worker = new Worker(url, { name: `modalens ${started} ${Math.random()}` });
  } catch (cause) {
    URL.revokeObjectURL(url);
    throw blocked(cause);
  }
  let spoke = false;
  worker.addEventListener('message', () => (spoke = true), { once: true });
  return {
    endpoint: worker,
    onDeath(listener) {
      const dead = (text?: string): void => {
        const cause = text ? new Error(text) : undefined;
        listener(spoke ? died(cause) : blocked(cause));
      };
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        dead(event.message);
      });
      worker.addEventListener('messageerror', () => dead());
      worker.addEventListener('message', ({ data }) => {
        // Granted when the worker is gone.
        if (data?.lock) navigator.locks.request(data.lock, () => dead()).catch(() => {});
      });
    },
    terminate() {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}

/** The body of a response; `onBytes` is told as it comes. */
async function bodyOf(response: Response, onBytes: OnBytes): Promise<ArrayBuffer> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  // What was compressed on its way has another length when it arrives.
  const total = response.headers.has('content-encoding')
    ? 0
    : Number(response.headers.get('content-length') ?? 0);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  onBytes(done, total);
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    pieces.push(next.value);
    onBytes((done += next.value.length), total);
  }
  return new Blob(pieces).arrayBuffer();
}

/** Compiles the engine from wherever it is. */
async function compileModule(
  source: WasmSource | Promise<WasmSource>,
  onBytes: OnBytes,
): Promise<WebAssembly.Module> {
  let where = 'the bytes given';
  try {
    const given = await source;
    if (given instanceof WebAssembly.Module) return given;
    if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return await WebAssembly.compile(given);
    where = given instanceof Response || given instanceof Request ? given.url : String(given);
    const response = given instanceof Response ? given : await fetch(given);
    return await WebAssembly.compile(await bodyOf(response, onBytes));
  } catch (cause) {
    throw engineUnavailable(where, cause);
  }
}

/** An analyzer; workers start when they are first needed. */
export function create(config: AnalyzerConfig, wasm: () => WasmSource | Promise<WasmSource>): Analyzer {
  const sameThread = config.worker === false;
  return new PoolAnalyzer({
    async module(onBytes) {
      const reason = missing(!sameThread);
      if (reason) throw reason;
      return compileModule(config.wasm ?? wasm(), onBytes);
    },
    workers: workerCount(config),
    spawn: sameThread
      ? () => ({ calls: (tell) => new Host(glue as unknown as Engine, { tell }).calls })
      : () => spawnWorker(workerCode),
    sameThread,
    async parquet() {
      if (!sameThread) return spawnWorker((await import('virtual:modalens/parquet')).default);
      const { blobBytes, parquetCalls } = await import('../parquet/calls');
      return parquetCalls(async (file) => blobBytes(file as Blob));
    },
  });
}
