/**
 * One worker with its calls: every call settles, also when the worker crashes, hangs or goes.
 *
 * Comlink carries the calls; it never rejects one whose worker has gone, so each call also waits for the end
 * of the worker.
 */

import * as Comlink from 'comlink';
import { FATAL, toModalensError } from '../types/errors';
import type { Answer, CallProgress, Calls, ProgressMessage, Remote } from '../worker/protocol';
import { Ending } from './ending';

/** A thread on which calls are answered. */
export interface Thread {
  endpoint: Comlink.Endpoint;
  /** Called once if the thread dies by itself. */
  onDeath(listener: (cause: unknown) => void): void;
  /** Whether the process must wait for it; Node only. */
  hold?(busy: boolean): void;
  terminate(): void;
}

/** What answers the calls: a thread, or a host on this one. */
export type Spawned = Thread | { calls(tell: (progress: CallProgress) => void): Remote };

/** Time that a worker is given to stop before it is replaced, ms. */
export const GRACE = 500;

/** A call: its name and arguments. */
export type Ask = <M extends keyof Calls>(method: M, ...args: Parameters<Calls[M]>) => Promise<Answer<M>>;

function sharedFlag(): Int32Array | null {
  // Memory is shared in Node and in pages that are isolated from other origins.
  const mayShare = typeof SharedArrayBuffer !== 'undefined' && (globalThis.crossOriginIsolated ?? true);
  return mayShare ? new Int32Array(new SharedArrayBuffer(4)) : null;
}

/** Lets the page breathe: what runs on its thread would otherwise starve it. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

/** A worker and its pending calls. */
export class PoolWorker {
  readonly #remote: Remote;
  readonly #thread: Thread | undefined;
  readonly #stop: Int32Array | null;
  readonly #started: Promise<unknown>;
  readonly #ending = new Ending();
  #busy = 0;
  #onIdle: (() => void)[] = [];
  /** Whether it can take calls no more. */
  dead = false;
  /** Inputs that it holds: their keys by slot. */
  readonly held = new Map<string, string>();
  /** Told how far the calls are that run. */
  onProgress: ((progress: CallProgress) => void) | undefined;

  constructor(module: WebAssembly.Module, spawned: Spawned) {
    const tell = (progress: CallProgress): void => this.onProgress?.(progress);
    if ('endpoint' in spawned) {
      this.#thread = spawned;
      this.#stop = sharedFlag();
      this.#remote = Comlink.wrap<Remote>(spawned.endpoint) as unknown as Remote;
      spawned.endpoint.addEventListener('message', (event) => {
        const { progress } = ((event as MessageEvent).data ?? {}) as Partial<ProgressMessage>;
        if (progress) tell(progress);
      });
      spawned.onDeath((cause) => this.terminate(toModalensError(cause)));
    } else {
      this.#stop = new Int32Array(1);
      this.#remote = spawned.calls(tell);
    }
    this.#started = this.#ending.before(this.#remote.start(module, this.#stop));
    this.#started.catch(() => {});
  }

  /** Calls the worker; rejects when it ends first. */
  readonly ask: Ask = async <M extends keyof Calls>(
    method: M,
    ...args: Parameters<Calls[M]>
  ): Promise<Answer<M>> => {
    this.#busy += 1;
    this.#thread?.hold?.(true);
    try {
      if (!this.#thread) await breath();
      await this.#started;
      return await this.#ending.before(this.#remote[method](...args));
    } catch (thrown) {
      throw this.#failed(thrown);
    } finally {
      this.#busy -= 1;
      if (this.#busy === 0) {
        this.#thread?.hold?.(false);
        for (const tell of this.#onIdle.splice(0)) tell();
      }
    }
  };

  /** After some failures the instance is of no use any more. */
  #failed(thrown: unknown): unknown {
    if (this.dead) return thrown;
    const error = toModalensError(thrown);
    if (FATAL.has(error.code)) this.terminate(error);
    return error;
  }

  /**
   * Asks what runs to stop, and resolves when it has. A thread that has not within the grace, or that does
   * not even answer, is ended; calls still pending then reject with `reason`.
   */
  async interrupt(reason: unknown): Promise<void> {
    if (this.dead) return;
    if (this.#stop) Atomics.store(this.#stop, 0, 1);
    const timer = this.#thread && setTimeout(() => this.terminate(reason), GRACE);
    await Promise.allSettled([this.#ending.before(this.#remote.halt()), this.#idle()]);
    clearTimeout(timer);
    if (this.#stop) Atomics.store(this.#stop, 0, 0);
  }

  #idle(): Promise<void> {
    return this.#busy === 0 ? Promise.resolve() : new Promise((resolve) => this.#onIdle.push(resolve));
  }

  /** Ends the worker; calls still pending reject with `reason`. */
  terminate(reason: unknown): void {
    if (this.dead) return;
    this.dead = true;
    this.#thread?.terminate();
    this.#ending.come(reason);
  }
}
