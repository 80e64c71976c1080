/**
 * The engine's side of a worker: one wasm instance, the inputs it holds, and the coordinator if it
 * is the one that coordinates.
 *
 * Methods are called one at a time from the other side, but may interleave where they wait for a
 * file. Whatever goes wrong leaves as `{ code, message, hint }`.
 */

import type { Wire } from '../inputs/source';
import type {
  Codebook,
  CoordinatorProgress,
  Counts,
  Engine,
  EngineAnalysis,
  EngineWorkspace,
  Extras,
  FactsBySlot,
  Generated,
  GenerateOptions,
  InputFacts,
  LoadHow,
  SystemInfo,
  Table,
  Task,
  TaskOutput,
} from '../types/engine';
import { describe, type ErrorFacts, FATAL } from '../types/errors';
import type { Options } from '../types/options';
import type { Decomposition, Report } from '../types/report';

/** Bytes of an input, piece by piece. */
export interface Bytes {
  size: number;
  pieces: AsyncIterable<Uint8Array>;
}

/** What differs between platforms. */
export interface Platform {
  /** Opens a file by path; absent where there are no paths. */
  open?(path: string): Promise<Bytes>;
}

/** What a host is given before anything else. */
export interface Boot {
  module: WebAssembly.Module;
  /** Set to 1 by the other side to stop what runs; null where memory cannot be shared. */
  stop: Int32Array | null;
  /** Where progress goes. */
  progress: { postMessage(progress: [done: number, total: number]): void };
}

/** State of an analysis after a step. */
export interface Step {
  ready: Task[];
  progress: CoordinatorProgress;
  preview?: Report;
  report?: Report;
  extras?: Extras;
}

/** A result, or what went wrong: errors cross threads as data. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ErrorFacts };

/** Size of the pieces in which a file is read. */
const PIECE = 4 * 1024 * 1024;

/** Least time between two messages of progress, ms: at most 20 a second. */
const PROGRESS_INTERVAL = 50;

/**
 * Readers of blobs that have not come to their end.
 *
 * Chromium keeps the stream of a blob only while something refers to it. A BYOB read that waits for more
 * of the file does not: when memory is collected at that moment, stream, reader and read are all garbage,
 * and the read never settles. tests/bench/RESULTS.md has the proof.
 */
const reading = new Set<ReadableStreamBYOBReader>();

/** A reader that fills a buffer of ours; undefined where the browser has none for blobs. */
function byobReader(blob: Blob): ReadableStreamBYOBReader | undefined {
  try {
    return blob.stream().getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
}

/** A blob in pieces, through one buffer: each is taken in before the next is asked for. */
export function piecesOf(blob: Blob): Bytes {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    const reader = byobReader(blob);
    if (reader) {
      reading.add(reader);
      try {
        let room = new Uint8Array(PIECE);
        for (;;) {
          const { done, value } = await reader.read(room);
          if (done || !value) return;
          yield value;
          room = new Uint8Array(value.buffer);
        }
      } finally {
        reading.delete(reader);
        await reader.cancel();
      }
    }
    for (let start = 0; start < blob.size; start += PIECE) {
      yield new Uint8Array(await blob.slice(start, start + PIECE).arrayBuffer());
    }
  }
  return { size: blob.size, pieces: pieces() };
}

/** What is done with a file that is read. */
interface Reading<T> {
  begin(size: number): void;
  look?(piece: Uint8Array): void;
  finish(): T;
}

/** A source of numbers, which labels are not. */
function fileOf(wire: Wire): Exclude<Wire, { type: 'labels' }> {
  if (wire.type !== 'labels') return wire;
  const facts: ErrorFacts = {
    code: 'unsupported_source',
    message: `${wire.name} is a list of labels; samples as numbers are expected.`,
    hint: 'Labels are codes already.',
  };
  throw facts;
}

/** The calls that a worker answers. */
export class Host {
  readonly #engine: Engine;
  readonly #platform: Platform;
  #workspace: EngineWorkspace | undefined;
  #analysis: EngineAnalysis | undefined;
  /** Partitions of the last preview; none was given yet. */
  #previewed = -1;
  #boot: Boot | undefined;
  #told = 0;
  #inFlight = 0;
  #halted = false;

  constructor(engine: Engine, platform: Platform) {
    this.#engine = engine;
    this.#platform = platform;
  }

  /** Makes the instance. */
  start(boot: Boot): Outcome<string> {
    this.#boot = boot;
    return this.#answer(() => {
      this.#engine.initSync({ module: boot.module });
      return this.#engine.version();
    });
  }

  /** Calls `method` with `args`. */
  async call<M extends keyof Calls>(
    method: M,
    args: Parameters<Calls[M]>,
  ): Promise<Outcome<Awaited<ReturnType<Calls[M]>>>> {
    this.#inFlight += 1;
    try {
      const run = this.#calls[method] as (...args: Parameters<Calls[M]>) => ReturnType<Calls[M]>;
      return { ok: true, value: await run(...args) };
    } catch (thrown) {
      return { ok: false, error: describe(thrown) };
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) this.#halted = false;
    }
  }

  /** Stops the calls in flight at the next piece of a file; a computation hears only `Boot.stop`. */
  halt(): void {
    if (this.#inFlight > 0) this.#halted = true;
  }

  readonly #calls: Calls = {
    version: () => this.#engine.version(),
    systems: () => this.#engine.systems(),
    randomSeed: () => this.#engine.random_seed(),
    resolveOptions: (partial) => this.#engine.resolve_options(partial),
    generate: (name, options) => this.#engine.generate(name, options),
    parseTable: (wire) => this.#parseTable(wire),
    decompose: (table, options) => this.#engine.decompose(table, options, this.#progress),
    load: (slot, wire, how, hash) => this.#load(slot, wire, how, hash),
    forget: (slot) => this.#space().forget(slot),
    run: (task) => this.#space().run(task, this.#progress),
    runOnFile: (task, wire, how) => this.#runOnFile(task, wire, how),
    assign: (codebook, wire) => this.#assign(codebook, wire),
    open: (options, facts) => this.#begin(new this.#engine.Analysis(options, facts)),
    openCounts: (options, counts) => this.#begin(this.#engine.Analysis.from_counts(options, counts)),
    complete: (id, output) => {
      this.#analysis?.complete(id, output);
      return this.#step();
    },
    close: () => {
      this.#analysis?.free();
      this.#analysis = undefined;
    },
  };

  #answer<T>(make: () => T): Outcome<T> {
    try {
      return { ok: true, value: make() };
    } catch (thrown) {
      return { ok: false, error: describe(thrown) };
    }
  }

  #space(): EngineWorkspace {
    return (this.#workspace ??= new this.#engine.Workspace());
  }

  readonly #progress = (done: number, total: number): boolean => {
    const now = Date.now();
    if (now - this.#told >= PROGRESS_INTERVAL) {
      this.#told = now;
      this.#boot?.progress.postMessage([done, total]);
    }
    const stop = this.#boot?.stop;
    return !this.#halted && !(stop && Atomics.load(stop, 0) === 1);
  };

  async #bytes(wire: Exclude<Wire, { type: 'labels' }>): Promise<Bytes> {
    if (wire.type === 'blob') return piecesOf(wire.blob);
    if (this.#platform.open) return this.#platform.open(wire.path);
    const facts: ErrorFacts = {
      code: 'unsupported_source',
      message: `A path ("${wire.path}") cannot be opened here.`,
      hint: 'Give a File, a Blob or bytes.',
    };
    throw facts;
  }

  async #load(slot: string, wire: Wire, how: LoadHow, hash: boolean): Promise<InputFacts> {
    const space = this.#space();
    if (wire.type === 'labels') {
      const dropped = new Set(how.drop_rows);
      const kept = dropped.size > 0 ? wire.values.filter((_, row) => !dropped.has(row)) : wire.values;
      return { ...space.labels(slot, kept), name: wire.name, sha256: null, rows: wire.values.length };
    }
    const digest = hash ? new this.#engine.Sha256() : undefined;
    return this.#read(slot, wire, {
      begin: (size) => space.begin(slot, wire.name, size, { ...wire.how, ...how }),
      look: (piece) => digest?.update(piece),
      finish: () => {
        const facts = space.finish(slot);
        return digest ? { ...facts, sha256: digest.finish() } : facts;
      },
    });
  }

  /** Reads a file into `slot`, piece by piece. */
  async #read<T>(
    slot: string,
    wire: Exclude<Wire, { type: 'labels' }>,
    { begin, look, finish }: Reading<T>,
  ): Promise<T> {
    const space = this.#space();
    const { size, pieces } = await this.#bytes(wire);
    try {
      begin(size);
      let done = 0;
      for await (const piece of pieces) {
        space.push(slot, piece);
        look?.(piece);
        this.#progressOfLoading((done += piece.length), size);
      }
      return finish();
    } catch (thrown) {
      // A file that could not be read to its end must not leave half an input behind.
      if (!FATAL.has(describe(thrown).code)) space.forget(slot);
      throw thrown;
    }
  }

  async #runOnFile(task: Task, wire: Wire, how: LoadHow): Promise<TaskOutput> {
    const space = this.#space();
    const slot = `file of task ${task.id}`;
    return this.#read(slot, fileOf(wire), {
      begin: (size) => space.begin_task(slot, wire.name, size, { ...wire.how, ...how }, task),
      finish: () => space.finish_task(slot),
    });
  }

  async #assign(codebook: Codebook, wire: Wire): Promise<Uint32Array> {
    const space = this.#space();
    const slot = 'assigned';
    return this.#read(slot, fileOf(wire), {
      begin: (size) => space.begin_assign(slot, wire.name, size, { ...wire.how, mode: 'keep' }, codebook),
      finish: () => space.finish_assign(slot),
    });
  }

  #progressOfLoading(done: number, total: number): void {
    const interrupted: ErrorFacts = {
      code: 'interrupted',
      message: 'Reading was interrupted.',
      hint: 'Run again when you like.',
    };
    if (!this.#progress(done, total)) throw interrupted;
  }

  async #whole(wire: Wire): Promise<Uint8Array> {
    if (wire.type === 'labels') return new TextEncoder().encode(wire.values.join('\n'));
    const { size, pieces } = await this.#bytes(wire);
    const whole = new Uint8Array(size);
    let at = 0;
    for await (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  async #parseTable(wire: Wire): Promise<Table> {
    return this.#engine.parse_table(wire.name, await this.#whole(wire));
  }

  #begin(analysis: EngineAnalysis): Step {
    this.#analysis?.free();
    this.#analysis = analysis;
    this.#previewed = -1;
    return this.#step();
  }

  #step(): Step {
    const analysis = this.#analysis;
    if (!analysis) throw new Error('no analysis is open');
    const step: Step = { ready: analysis.ready(), progress: analysis.progress() };
    const report = analysis.report();
    const [partitions] = step.progress.partitions;
    const preview = !report && partitions > this.#previewed && analysis.preview();
    if (preview) {
      step.preview = preview;
      this.#previewed = partitions;
    }
    if (report) {
      step.report = report;
      step.extras = analysis.extras();
    }
    return step;
  }
}

/** What a host can be asked. */
export interface Calls {
  version(): string;
  systems(): SystemInfo[];
  randomSeed(): number;
  resolveOptions(partial: object): Options;
  generate(name: string, options: GenerateOptions): Generated;
  parseTable(wire: Wire): Promise<Table>;
  decompose(table: Table, options: { tolerance_bits?: number }): Decomposition;
  load(slot: string, wire: Wire, how: LoadHow, hash: boolean): Promise<InputFacts>;
  forget(slot: string): void;
  run(task: Task): TaskOutput;
  runOnFile(task: Task, wire: Wire, how: LoadHow): Promise<TaskOutput>;
  assign(codebook: Codebook, wire: Wire): Promise<Uint32Array>;
  open(options: object, facts: FactsBySlot): Step;
  openCounts(options: object, counts: Counts): Step;
  complete(id: number, output: TaskOutput): Step;
  close(): void;
}
