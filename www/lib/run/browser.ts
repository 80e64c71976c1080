/** Threads and modules in a browser. */

import workerCode from 'virtual:modalens/worker';
import { engineUnavailable } from '../analyzer';
import { ModalensError } from '../types/errors';
import type { WasmSource } from './config';
import type { Thread } from './worker';

function blocked(cause: unknown): ModalensError {
  const text = cause instanceof Error ? `: ${cause.message}` : '';
  return new ModalensError(
    {
      code: 'worker_failed',
      message: `A worker could not be started or has died${text}.`,
      hint: 'Allow "worker-src blob:" in the content security policy, or pass createAnalyzer({ worker: false }).',
    },
    { cause },
  );
}

/** Starts a worker from a blob, so that it inherits the page's content security policy. */
export function spawnWorker(): Thread {
  const url = URL.createObjectURL(new Blob([workerCode], { type: 'text/javascript' }));
  let worker: Worker;
  try {
    worker = new Worker(url, { name: 'modalens' });
  } catch (cause) {
    URL.revokeObjectURL(url);
    throw blocked(cause);
  }
  return {
    endpoint: worker,
    onDeath(listener) {
      worker.addEventListener(
        'error',
        (event) => {
          event.preventDefault();
          listener(blocked(event.message ? new Error(event.message) : undefined));
        },
        { once: true },
      );
      worker.addEventListener('messageerror', () => listener(blocked(undefined)), { once: true });
    },
    terminate() {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}

async function fromResponse(response: Response): Promise<WebAssembly.Module> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  const type = response.headers.get('content-type') ?? '';
  // Servers that do not know the type are common; streaming insists on it.
  if (/^application\/wasm\b/.test(type)) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Compiles the engine from wherever it is. */
export async function compileModule(source: WasmSource | Promise<WasmSource>): Promise<WebAssembly.Module> {
  let where = 'the bytes given';
  try {
    const given = await source;
    if (given instanceof WebAssembly.Module) return given;
    if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return await WebAssembly.compile(given);
    if (given instanceof Response) {
      where = given.url;
      return await fromResponse(given);
    }
    where = given instanceof Request ? given.url : String(given);
    return await fromResponse(await fetch(given));
  } catch (cause) {
    throw engineUnavailable(where, cause);
  }
}
