/**
 * A worker's side of the calls: one instance of the engine, the inputs that it holds, and the analysis that
 * it coordinates if it is the one that does.
 *
 * Calls may interleave where they wait for a file. Whatever goes wrong leaves as `{ code, message, hint }`.
 */

import { openBlob } from '../inputs/blob';
import { type Bytes, Digest } from '../inputs/bytes';
import type { FileInput, Input } from '../inputs/source';
import type {
  Codebook,
  Engine,
  EngineAnalysis,
  EngineProgress,
  EngineWorkspace,
  Joined,
  LoadHow,
  Table,
  Task,
  TaskOutput,
} from '../types/engine';
import { describe, type ErrorFacts, FATAL } from '../types/errors';
import { letGo } from './let-go';
import type { CallProgress, Calls, Loaded, Remote, Step } from './protocol';

/** What differs between platforms. */
export interface Platform {
  /** Opens a file by path; absent where there are no paths. `version`: the state that it must still be in. */
  open?(path: string, version: string | null): Promise<Bytes>;
  /** Tells the other side how far a call is. */
  tell(progress: CallProgress): void;
}

/** Least time between two messages of progress, ms: at most 20 a second. */
const PROGRESS_INTERVAL = 50;

/** Times that a machine is measured: the first ones warm it up. */
const EXERCISES = 4;

/** What is done with a file that is read. */
interface Reading<T> {
  /** What it is part of, for progress. */
  of: CallProgress['of'];
  begin(size: number): void;
  look?(piece: Uint8Array, start: number): void;
  finish(bytes: Bytes, goOn: EngineProgress): T | Promise<T>;
}

/** A source of numbers, which labels are not. */
function fileOf(input: Input): FileInput {
  if (input.type !== 'labels') return input;
  const facts: ErrorFacts = {
    code: 'unsupported_source',
    message: `${input.name} is a list of labels; samples as numbers are expected.`,
    hint: 'Labels are codes already.',
  };
  throw facts;
}

function interrupted(): ErrorFacts {
  return {
    code: 'interrupted',
    message: 'Reading was interrupted.',
    hint: 'Run again when you like.',
  };
}

/** The calls that a worker answers. */
export class Host {
  readonly #engine: Engine;
  readonly #platform: Platform;
  #workspace: EngineWorkspace | undefined;
  #analysis: EngineAnalysis | undefined;
  /** Partitions of the last preview; none was given yet. */
  #previewed = -1;
  #stop: Int32Array | null = null;
  #toldAt = 0;
  #inFlight = 0;
  #halted = false;

  constructor(engine: Engine, platform: Platform) {
    this.#engine = engine;
    this.#platform = platform;
  }

  /** The calls, each counted while it runs. */
  get calls(): Remote {
    const calls = Object.entries(this.#calls).map(([name, work]) => [
      name,
      this.#counted(work as (...args: unknown[]) => unknown),
    ]);
    return { ...Object.fromEntries(calls), halt: async () => this.#halt() } as Remote;
  }

  readonly #calls: Omit<Calls, 'halt'> = {
    start: (module, stop) => {
      this.#stop = stop;
      this.#engine.initSync({ module });
      return this.#engine.version();
    },
    version: () => this.#engine.version(),
    systems: () => this.#engine.systems(),
    randomSeed: () => this.#engine.random_seed(),
    foresee: (options, facts) => this.#engine.foresee(options, facts),
    exercise: () => Math.min(...Array.from({ length: EXERCISES }, () => this.#exercise())),
    resolveOptions: (partial) => this.#engine.resolve_options(partial),
    generate: (name, options) => this.#engine.generate(name, options),
    parseTables: (input) => this.#parseTables(input),
    decompose: (table, options) => this.#engine.decompose(table, options, this.#progressOf('table')),
    load: (slot, input, how, hash) => this.#load(slot, input, how, hash),
    run: (task) => {
      const output = this.#space().run(task, this.#progressOf(task.id));
      return letGo(output, output);
    },
    runOnFile: (task, input, how) => this.#runOnFile(task, input, how),
    look: (...asked) => this.#space().look(...asked),
    assign: (codebooks, input) => this.#assign(codebooks, input),
    join: (inputs, l2) => this.#join(inputs, l2),
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

  #counted(work: (...args: unknown[]) => unknown): (...args: unknown[]) => Promise<unknown> {
    return async (...args) => {
      this.#inFlight += 1;
      try {
        return await work(...args);
      } catch (thrown) {
        throw describe(thrown);
      } finally {
        this.#inFlight -= 1;
        if (this.#inFlight === 0) this.#halted = false;
      }
    };
  }

  #exercise(): number {
    const begun = performance.now();
    this.#engine.exercise();
    return (performance.now() - begun) / 1000;
  }

  #halt(): void {
    if (this.#inFlight > 0) this.#halted = true;
  }

  #space(): EngineWorkspace {
    return (this.#workspace ??= new this.#engine.Workspace());
  }

  /** Tells how far a call is, not too often; answers whether it is to go on. */
  #progressOf(of: CallProgress['of']): EngineProgress {
    return (done, total) => {
      const now = Date.now();
      if (now - this.#toldAt >= PROGRESS_INTERVAL) {
        this.#toldAt = now;
        this.#platform.tell({ of, done, total });
      }
      return !this.#halted && !(this.#stop && Atomics.load(this.#stop, 0) === 1);
    };
  }

  async #bytes(input: FileInput): Promise<Bytes> {
    if (input.type === 'blob') return openBlob(input.blob, input.name);
    if (this.#platform.open) return this.#platform.open(input.path, input.version ?? null);
    const facts: ErrorFacts = {
      code: 'unsupported_source',
      message: `A path ("${input.path}") cannot be opened here.`,
      hint: 'Give a File, a Blob or bytes.',
    };
    throw facts;
  }

  async #load(slot: string, input: Input, how: LoadHow, hash: boolean): Promise<Loaded> {
    const space = this.#space();
    if (input.type === 'labels') {
      const dropped = new Set(how.drop_rows);
      const kept = dropped.size > 0 ? input.values.filter((_, row) => !dropped.has(row)) : input.values;
      const facts = space.labels(slot, kept, how);
      return {
        facts: { ...facts, name: input.name, sha256: null, rows: input.values.length },
        size: 0,
        version: null,
      };
    }
    const digest = hash ? new Digest(this.#engine) : undefined;
    return this.#read(slot, input, {
      of: slot,
      begin: (size) => space.begin(slot, input.name, size, { ...input.how, ...how }),
      look: (piece, start) => digest?.take(piece, start),
      finish: async (bytes, goOn) => {
        const facts = space.finish(slot, goOn);
        const onPiece = (): void => {
          if (!goOn(0, 0)) throw interrupted();
        };
        const hashed = digest ? { ...facts, sha256: await digest.finish(bytes, onPiece) } : facts;
        return { facts: hashed, size: bytes.size, version: bytes.version };
      },
    });
  }

  /** Reads of a file what the engine wants for `slot`, piece by piece. */
  async #read<T>(slot: string, input: FileInput, { of, begin, look, finish }: Reading<T>): Promise<T> {
    const space = this.#space();
    const goOn = this.#progressOf(of);
    const bytes = await this.#bytes(input);
    try {
      begin(bytes.size);
      let done = 0;
      for (let wanted = space.wanted(slot); wanted; ) {
        const [start = 0, end = 0] = wanted;
        let at = start;
        for await (const piece of bytes.pieces(start, end)) {
          space.push(slot, piece);
          look?.(piece, at);
          at += piece.length;
          done += piece.length;
          if (!goOn(Math.min(done, bytes.size), bytes.size)) throw interrupted();
        }
        // A file that has become shorter has nothing more to give; the engine says so.
        wanted = at === start ? undefined : space.wanted(slot);
      }
      return await finish(bytes, goOn);
    } catch (thrown) {
      // A file that could not be read to its end must not leave half an input behind.
      if (!FATAL.has(describe(thrown).code)) space.forget(slot);
      throw thrown;
    } finally {
      await bytes.close();
    }
  }

  async #runOnFile(task: Task, input: Input, how: LoadHow): Promise<TaskOutput> {
    const space = this.#space();
    const slot = `file of task ${task.id}`;
    return this.#read(slot, fileOf(input), {
      of: task.id,
      begin: (size) => space.begin_task(slot, input.name, size, { ...input.how, ...how }, task),
      finish: () => {
        const output = space.finish_task(slot);
        return letGo(output, output);
      },
    });
  }

  async #join(inputs: Input[], l2: boolean): Promise<Joined> {
    const space = this.#space();
    const parts = inputs.map((input, i) => ({ slot: `part ${i}`, input }));
    for (const { slot, input } of parts)
      await this.#read(slot, fileOf(input), {
        of: slot,
        begin: (size) => space.begin(slot, input.name, size, { ...input.how, kind: 'numbers', mode: 'keep' }),
        finish: async () => undefined,
      });
    return space.join(
      parts.map(({ slot }) => slot),
      l2,
    );
  }

  async #assign(codebooks: Codebook[], input: Input): Promise<Uint32Array[]> {
    const space = this.#space();
    const slot = 'assigned';
    return this.#read(slot, fileOf(input), {
      of: slot,
      begin: (size) => space.begin_assign(slot, input.name, size, { ...input.how, mode: 'keep' }, codebooks),
      finish: () => {
        const codes = space.finish_assign(slot);
        return letGo(codes, ...codes);
      },
    });
  }

  async #parseTables(input: Input): Promise<Table[]> {
    return this.#engine.parse_table(input.name, await this.#whole(input));
  }

  async #whole(input: Input): Promise<Uint8Array> {
    if (input.type === 'labels') return new TextEncoder().encode(input.values.join('\n'));
    const bytes = await this.#bytes(input);
    try {
      const whole = new Uint8Array(bytes.size);
      const goOn = this.#progressOf('table');
      let at = 0;
      for await (const piece of bytes.pieces()) {
        whole.set(piece, at);
        at += piece.length;
        if (!goOn(at, bytes.size)) throw interrupted();
      }
      return whole;
    } finally {
      await bytes.close();
    }
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
    return letGo(step, ...step.ready.map(({ body }) => body));
  }
}
