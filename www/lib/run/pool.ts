/** The workers of an analyzer: made when first needed, replaced when dead. */

import type { ParquetHost } from '../parquet/reader';
import type { InputFacts } from '../types/engine';
import { disposed } from '../types/errors';
import { PoolWorker, type Spawned } from './worker';

/** Told how many bytes have come, of how many; 0 where that is not known. */
export type OnBytes = (done: number, total: number) => void;

/** What a pool is made of. */
export interface PoolSetup {
  /** The compiled engine; asked for once. */
  module: (onBytes: OnBytes) => Promise<WebAssembly.Module>;
  /** Workers for tasks. */
  workers: number;
  /** Starts a thread; or gives the host that answers every call on this one. */
  spawn: () => Spawned;
  /** Whether all workers are one, on this thread. */
  sameThread: boolean;
  /** Starts what reads Parquet files. */
  parquet: () => Promise<ParquetHost>;
}

/** The worker of small calls; the one that coordinates a run; those of tasks by number. */
export type Role = 'calls' | 'coordinator' | number;

/** Inputs whose facts are remembered. */
const REMEMBERED = 64;

/** The workers. */
export class Pool {
  readonly #setup: PoolSetup;
  readonly #workers = new Map<Role, PoolWorker>();
  #module: Promise<WebAssembly.Module> | undefined;
  #disposed = false;
  /** Told of the engine's bytes while it comes. */
  readonly fetching = new Set<OnBytes>();
  /** Facts of inputs that were loaded, by key. */
  readonly facts = new Map<string, InputFacts>();

  constructor(setup: PoolSetup) {
    this.#setup = setup;
  }

  /** Workers for tasks. */
  get workers(): number {
    return this.#setup.workers;
  }

  /** The worker of a role, alive. */
  async worker(role: Role): Promise<PoolWorker> {
    if (this.#disposed) throw disposed();
    this.#module ??= this.#setup.module((done, total) => {
      for (const tell of this.fetching) tell(done, total);
    });
    // A module that could not be had is asked for again next time.
    const module = await this.#module.catch((error: unknown) => {
      this.#module = undefined;
      throw error;
    });
    if (this.#disposed) throw disposed();
    const own = this.#setup.sameThread ? 'calls' : role;
    const current = this.#workers.get(own);
    if (current && !current.dead) return current;
    const worker = new PoolWorker(module, this.#setup.spawn());
    this.#workers.set(own, worker);
    return worker;
  }

  /** Keeps facts of the last inputs. */
  remember(key: string, facts: InputFacts): void {
    this.facts.set(key, facts);
    const [oldest] = this.facts.keys();
    if (this.facts.size > REMEMBERED && oldest !== undefined) this.facts.delete(oldest);
  }

  /** Ends all workers; every pending call rejects. */
  dispose(): void {
    this.#disposed = true;
    for (const worker of this.#workers.values()) worker.terminate(disposed());
    this.#workers.clear();
  }
}
