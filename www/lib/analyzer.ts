/** The analyzer: every call of the package, over a pool of workers. */

import { analyzeLayers, type Layer, type LayerInputs, type Layers } from './explore/layers';
import type { ManyControl } from './explore/many';
import { analyzeSweep, type Sweep, type SweepAxes, type SweepPoint } from './explore/sweep';
import { type Inputs, type Source, toWire } from './inputs/source';
import { abortable, type Control, type Progress } from './run/control';
import { Pool, type PoolSetup } from './run/pool';
import { type AnalysisResult, Job } from './run/run';
import type { Ask, Lane, Watch } from './run/worker';
import type { Analyzer, Recomputable } from './types/analyzer';
import type {
  Codebook,
  Generated,
  GenerateOptions,
  InputFacts,
  LoadHow,
  SystemInfo,
  Table,
} from './types/engine';
import { disposed, ModalensError, toModalensError } from './types/errors';
import type { Options, PartialOptions } from './types/options';
import type { Decomposition, Report } from './types/report';

/** Calls that wait for each other. */
interface Turns {
  last: Promise<unknown>;
}

/** A call that waits for its turn; `stop` ends what it left running. */
interface Turn<T> {
  work(): Promise<T>;
  stop(reason: unknown): Promise<void>;
}

/** Progress of a call that is one phase. */
function simple(tell: (progress: Progress) => void): Watch {
  return (share) => tell({ phase: 'work', done: share, total: 1, share, phases: [] });
}

/** The analyzer over a pool. */
export class PoolAnalyzer implements Analyzer {
  readonly #pool: Pool;
  readonly #ends = new Set<(error: unknown) => void>();
  /** Runs go one after the other, since each has all workers; so do small calls, so that aborting one leaves the others alone. */
  readonly #runs: Turns = { last: Promise.resolve() };
  readonly #calls: Turns;
  #disposed = false;

  constructor(setup: PoolSetup) {
    this.#pool = new Pool(setup);
    this.#calls = setup.sameThread ? this.#runs : { last: Promise.resolve() };
  }

  async analyze(inputs: Inputs, options: PartialOptions = {}, control: Control = {}): Promise<Report> {
    return (await this.run(inputs, options, control)).report;
  }

  run(inputs: Inputs, options: PartialOptions = {}, control: Control = {}): Promise<AnalysisResult> {
    return this.#job(control, async (job) => {
      const wires = { x1: toWire(inputs.x1, 'x1'), x2: toWire(inputs.x2, 'x2'), y: toWire(inputs.y, 'y') };
      return job.analyze(inputs.z === undefined ? wires : { ...wires, z: toWire(inputs.z, 'z') }, options);
    });
  }

  layers(
    inputs: LayerInputs,
    options: PartialOptions = {},
    control: ManyControl<Layer> = {},
  ): Promise<Layers> {
    return analyzeLayers(this, inputs, options, control);
  }

  sweep(
    inputs: Inputs,
    axes: SweepAxes,
    options: PartialOptions = {},
    control: ManyControl<SweepPoint> = {},
  ): Promise<Sweep> {
    return analyzeSweep(this, inputs, axes, options, control);
  }

  recompute(shared: Recomputable, control: Control = {}): Promise<AnalysisResult> {
    return this.#job(control, (job) => job.recompute(shared.options, shared.counts));
  }

  inspect(source: Source, how: Partial<LoadHow> = {}, control: Control = {}): Promise<InputFacts> {
    return this.#desk(control, (ask) =>
      ask('load', 'inspected', toWire(source, 'input'), { ...how, mode: 'inspect' }, false),
    );
  }

  assign(codebook: Codebook, source: Source, control: Control = {}): Promise<Uint32Array> {
    return this.#desk(control, (ask) => ask('assign', codebook, toWire(source, 'input')));
  }

  decompose(
    table: Table,
    options: { tolerance_bits?: number } = {},
    control: Control = {},
  ): Promise<Decomposition> {
    return this.#desk(control, (ask) => ask('decompose', table, options));
  }

  parseTable(source: Source, control: Control = {}): Promise<Table> {
    return this.#desk(control, (ask) => ask('parseTable', toWire(source, 'table')));
  }

  systems(): Promise<SystemInfo[]> {
    return this.#desk({}, (ask) => ask('systems'));
  }

  generate(name: string, options: GenerateOptions = {}, control: Control = {}): Promise<Generated> {
    return this.#desk(control, (ask) => ask('generate', name, options));
  }

  resolveOptions(partial: PartialOptions = {}): Promise<Options> {
    return this.#desk({}, (ask) => ask('resolveOptions', partial));
  }

  randomSeed(): Promise<number> {
    return this.#desk({}, (ask) => ask('randomSeed'));
  }

  version(): Promise<string> {
    return this.#desk({}, (ask) => ask('version'));
  }

  dispose(): void {
    this.#disposed = true;
    for (const end of this.#ends) end(disposed());
    this.#ends.clear();
    this.#pool.dispose();
  }

  #desk<T>(control: Control, work: (ask: Ask) => Promise<T>): Promise<T> {
    let lane: Lane | undefined;
    return this.#take(this.#calls, control.signal, {
      work: async () => {
        lane = await this.#pool.lane('desk');
        if (control.onProgress) lane.watch = simple(control.onProgress);
        return work(lane.ask);
      },
      stop: async (reason) => lane?.interrupt(reason),
    });
  }

  #job(control: Control, work: (job: Job) => Promise<AnalysisResult>): Promise<AnalysisResult> {
    const job = new Job(this.#pool, control);
    return this.#take(this.#runs, control.signal, {
      work: () => work(job),
      stop: (reason) => job.stop(reason),
    });
  }

  /** Takes a turn: starts when what came before has ended, and what it left running has stopped. */
  #take<T>(turns: Turns, signal: AbortSignal | undefined, turn: Turn<T>): Promise<T> {
    if (this.#disposed) return Promise.reject(disposed());
    const before = turns.last;
    let stopped = Promise.resolve();
    const stop = (reason: unknown): void => {
      stopped = turn.stop(reason);
    };
    const work = async (): Promise<T> => {
      await before;
      signal?.throwIfAborted();
      return turn.work().catch((error: unknown) => {
        stop(error);
        throw toModalensError(error);
      });
    };
    const result = this.#untilDisposed(abortable(signal, work, () => stop(signal?.reason)));
    turns.last = Promise.allSettled([before, result]).then(() => stopped);
    return result;
  }

  /** `work`, unless the analyzer is disposed of first. */
  #untilDisposed<T>(work: Promise<T>): Promise<T> {
    let end: (error: unknown) => void = () => {};
    const ended = new Promise<never>((_, reject) => {
      end = reject;
    });
    this.#ends.add(end);
    return Promise.race([work, ended]).finally(() => this.#ends.delete(end));
  }
}

/** What went wrong when the engine could not be had. */
export function engineUnavailable(where: string, cause: unknown): ModalensError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new ModalensError(
    {
      code: 'engine_unavailable',
      message: `The engine could not be loaded from ${where}: ${text}.`,
      hint: "Serve modalens.wasm beside the script, pass createAnalyzer({ wasm }), or import 'modalens/inline'.",
    },
    { cause },
  );
}
