/**
 * One worker with its calls: every call settles, also when the worker crashes, hangs or goes.
 *
 * Comlink carries the calls; it never rejects one whose worker has gone, so each call also waits
 * for the end of its lane.
 */

import * as Comlink from 'comlink';
import { type ErrorFacts, FATAL, ModalensError, toModalensError } from '../types/errors';
import type { Boot, Calls, Host, Outcome } from '../worker/host';

/** A thread with a host behind it. */
export interface Thread {
  endpoint: Comlink.Endpoint;
  /** Called once if the thread dies by itself. */
  onDeath(listener: (cause: unknown) => void): void;
  /** Whether the process must wait for it; Node only. */
  hold?(busy: boolean): void;
  terminate(): void;
}

/** Starts a thread. */
export type Spawn = () => Thread;

/** Time that a worker is given to yield before it is terminated, ms. */
export const GRACE = 500;

type Remote = Pick<Host, 'start' | 'call' | 'halt'>;
/** Fraction of the running call that is done. */
export type Watch = (fraction: number) => void;

/** Result of a call. */
export type Answer<M extends keyof Calls> = Awaited<ReturnType<Calls[M]>>;

/** A call: its name and arguments. */
export type Ask = <M extends keyof Calls>(method: M, ...args: Parameters<Calls[M]>) => Promise<Answer<M>>;

/** What a lane needs to come to life. */
export interface LaneSetup {
  module: WebAssembly.Module;
  /** Starts a thread, or gives a host on this one. */
  spawn: Spawn | (() => Host);
}

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
export class Lane {
  readonly #remote: Remote;
  readonly #thread: Thread | undefined;
  readonly #stop: Int32Array | null;
  readonly #ready: Promise<Outcome<string>>;
  readonly #ended: Promise<never>;
  #end: (error: unknown) => void = () => {};
  #channel: MessageChannel | undefined;
  #busy = 0;
  #onIdle = (): void => {};
  /** Whether it can take calls no more. */
  dead = false;
  /** Inputs that the worker holds: their keys by slot. */
  readonly held = new Map<string, string>();
  /** Told the progress of what runs. */
  watch: Watch | undefined;

  constructor({ module, spawn }: LaneSetup) {
    this.#ended = new Promise<never>((_, reject) => {
      this.#end = reject;
    });
    // A lane may end while nobody waits.
    this.#ended.catch(() => {});
    const made = spawn();
    if ('endpoint' in made) {
      this.#thread = made;
      this.#stop = sharedFlag();
      this.#remote = Comlink.wrap<Remote>(made.endpoint) as unknown as Remote;
      made.onDeath((cause) => this.terminate(toModalensError(cause)));
    } else {
      this.#stop = new Int32Array(1);
      this.#remote = made;
    }
    this.#ready = this.#race(this.#start(module));
    this.#ready.catch(() => {});
  }

  async #start(module: WebAssembly.Module): Promise<Outcome<string>> {
    const progress = {
      postMessage: ([done, total]: [number, number]) => this.watch?.(total > 0 ? done / total : 0),
    };
    if (!this.#thread) return this.#remote.start({ module, stop: this.#stop, progress });
    this.#channel = new MessageChannel();
    const { port1, port2 } = this.#channel;
    port1.onmessage = ({ data }: MessageEvent<[number, number]>) => progress.postMessage(data);
    // Node would wait for the port for ever.
    (port1 as { unref?: () => void }).unref?.();
    const boot: Boot = { module, stop: this.#stop, progress: port2 };
    return this.#remote.start(Comlink.transfer(boot, [port2]));
  }

  #race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#ended]);
  }

  /** Calls the host; rejects when the lane ends first. */
  readonly ask: Ask = async <M extends keyof Calls>(
    method: M,
    ...args: Parameters<Calls[M]>
  ): Promise<Answer<M>> => {
    this.#busy += 1;
    this.#thread?.hold?.(true);
    try {
      if (!this.#thread) await breath();
      const started = await this.#race(this.#ready);
      if (!started.ok) throw this.#failed(started.error);
      const outcome = await this.#race(this.#remote.call(method, args));
      if (!outcome.ok) throw this.#failed(outcome.error);
      return outcome.value;
    } finally {
      this.#busy -= 1;
      if (this.#busy === 0) {
        this.#thread?.hold?.(false);
        this.#onIdle();
      }
    }
  };

  #failed(facts: ErrorFacts): ModalensError {
    const error = new ModalensError(facts);
    if (FATAL.has(facts.code)) this.terminate(error);
    return error;
  }

  /**
   * Asks what runs to stop; ends the lane if it has not within the grace.
   * Calls still pending then reject with `reason`.
   */
  async interrupt(reason: unknown): Promise<void> {
    if (this.#busy === 0 || this.dead) return;
    if (this.#stop) Atomics.store(this.#stop, 0, 1);
    void this.#remote.halt();
    await this.#idleWithin(GRACE);
    if (this.#stop) Atomics.store(this.#stop, 0, 0);
    if (this.#busy > 0 && this.#thread) this.terminate(reason);
  }

  #idleWithin(time: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, time);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends the lane; calls still pending reject with `reason`. */
  terminate(reason: unknown): void {
    if (this.dead) return;
    this.dead = true;
    this.#thread?.terminate();
    this.#channel?.port1.close();
    this.#end(reason);
  }
}
