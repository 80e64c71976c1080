/** The lanes of an analyzer: made when first needed, replaced when dead. */

import type { InputFacts } from '../types/engine';
import { disposed } from '../types/errors';
import type { Host } from '../worker/host';
import { Lane, type Spawn } from './worker';

/** What a pool is made of. */
export interface PoolSetup {
  /** The compiled engine; asked for once. */
  module: () => Promise<WebAssembly.Module>;
  /** Workers for tasks. */
  workers: number;
  /** Starts a thread; or, on one thread, gives the host that answers every call. */
  spawn: Spawn | (() => Host);
  /** Whether all lanes are one, on this thread. */
  sameThread: boolean;
}

/** Lane of small calls; lane that coordinates a run; lanes of tasks by number. */
export type Role = 'desk' | 'coordinator' | number;

/** Inputs whose facts are remembered. */
const REMEMBERED = 64;

/** The lanes. */
export class Pool {
  readonly #setup: PoolSetup;
  readonly #lanes = new Map<Role, Lane>();
  #module: Promise<WebAssembly.Module> | undefined;
  #disposed = false;
  /** Facts of inputs that were loaded, by key. */
  readonly facts = new Map<string, InputFacts>();

  constructor(setup: PoolSetup) {
    this.#setup = setup;
  }

  /** Task lanes there are. */
  get workers(): number {
    return this.#setup.workers;
  }

  /** The lane of a role, alive. */
  async lane(role: Role): Promise<Lane> {
    if (this.#disposed) throw disposed();
    this.#module ??= this.#setup.module();
    // A module that could not be had is asked for again next time.
    const module = await this.#module.catch((error: unknown) => {
      this.#module = undefined;
      throw error;
    });
    if (this.#disposed) throw disposed();
    const own = this.#setup.sameThread ? 'desk' : role;
    const current = this.#lanes.get(own);
    if (current && !current.dead) return current;
    const lane = new Lane({ module, spawn: this.#setup.spawn });
    this.#lanes.set(own, lane);
    return lane;
  }

  /** Keeps facts of the last inputs. */
  remember(key: string, facts: InputFacts): void {
    this.facts.set(key, facts);
    const [oldest] = this.facts.keys();
    if (this.facts.size > REMEMBERED && oldest !== undefined) this.facts.delete(oldest);
  }

  /** Ends all lanes; every pending call rejects. */
  dispose(): void {
    this.#disposed = true;
    for (const lane of this.#lanes.values()) lane.terminate(disposed());
    this.#lanes.clear();
  }
}
