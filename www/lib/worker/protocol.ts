/**
 * What an analyzer and its workers say to each other: one remote procedure call, by Comlink.
 *
 *     caller        pool                               worker
 *     analyze ────▶ start(module, stop) ────────────▶ once, before all else
 *                   load(slot, input, how, hash) ───▶ each input, on one worker each; answers with its facts
 *     onProgress ◀───────────────────────────────────  { progress: { of, done, total } } while a call runs
 *                   open(options, facts) ───────────▶ the coordinator; answers with the tasks that may start
 *                   run(task) ──────────────────────▶ any worker, which loads first what it does not hold
 *                   complete(id, output) ───────────▶ the coordinator; more tasks, at the end the report
 *     report ◀──────
 *     abort ──────▶ halt(), and `stop` set to 1 ────▶ fails with `interrupted`; or the worker is replaced
 *
 * A call that fails throws `{ code, message, hint }`, which crosses as data.
 */

import type { Input } from '../inputs/source';
import type {
  Codebook,
  CoordinatorProgress,
  Counts,
  Extras,
  FactsBySlot,
  Foreseen,
  Generated,
  GenerateOptions,
  InputFacts,
  Joined,
  LoadHow,
  Look,
  SystemInfo,
  Table,
  Task,
  TaskOutput,
} from '../types/engine';
import type { Options } from '../types/options';
import type { Decomposition, Report } from '../types/report';

/** How far a call is: bytes of a file, or steps of a task. */
export interface CallProgress {
  /** The slot that is loaded, or the number of the task. */
  of: string | number;
  done: number;
  total: number;
}

/** The one message that is no call and no answer. */
export interface ProgressMessage {
  progress: CallProgress;
}

/** An input that has been read. */
export interface Loaded {
  facts: InputFacts;
  /** Bytes that were read. */
  size: number;
  /** Which state of its file was read; null where that cannot change. */
  version: string | null;
}

/** State of an analysis after a step. */
export interface Step {
  /** Tasks that may start now. */
  ready: Task[];
  progress: CoordinatorProgress;
  preview?: Report;
  report?: Report;
  extras?: Extras;
}

/** What a worker can be asked; every call answers with a promise. */
export interface Calls {
  /**
   * Makes the instance; `stop` is set to 1 by the other side to stop what runs, null where memory cannot be
   * shared.
   */
  start(module: WebAssembly.Module, stop: Int32Array | null): string;
  /** Stops the calls that run at their next sign of progress; a computation hears only `stop`. */
  halt(): void;
  version(): string;
  systems(): SystemInfo[];
  randomSeed(): number;
  foresee(options: object, facts: FactsBySlot): Foreseen;
  /** Seconds that the exercise takes here. */
  exercise(): number;
  resolveOptions(partial: object): Options;
  generate(name: string, options: GenerateOptions): Generated;
  parseTables(input: Input): Promise<Table[]>;
  decompose(table: Table, options: { tolerance_bits?: number }): Decomposition;
  load(slot: string, input: Input, how: LoadHow, hash: boolean): Promise<Loaded>;
  run(task: Task): TaskOutput;
  runOnFile(task: Task, input: Input, how: LoadHow): Promise<TaskOutput>;
  look(slot: string, codebook: Codebook, codes: Uint32Array, seed: number): Omit<Look, 'places'> | null;
  assign(codebooks: Codebook[], input: Input): Promise<Uint32Array[]>;
  /** All features of several inputs side by side. */
  join(inputs: Input[], l2: boolean): Promise<Joined>;
  open(options: object, facts: FactsBySlot): Step;
  openCounts(options: object, counts: Counts | Counts[]): Step;
  complete(id: number, output: TaskOutput): Step;
  close(): void;
}

/** Result of a call. */
export type Answer<M extends keyof Calls> = Awaited<ReturnType<Calls[M]>>;

/** The calls as they are made. */
export type Remote = { [M in keyof Calls]: (...args: Parameters<Calls[M]>) => Promise<Answer<M>> };
