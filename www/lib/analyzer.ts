/** The analyzer: every call of the package, over a pool of workers. */

import { analyzeLayers, type LayerInputs, type Layers, type LayersControl } from './explore/layers';
import type { ManyControl } from './explore/many';
import {
  analyzeModalities,
  type Modalities,
  type ModalityInputs,
  type ModalityPart,
} from './explore/modalities';
import { analyzeStudy, type StudyInput, type StudyRow } from './explore/study';
import { analyzeSweep, type Sweep, type SweepAxes, type SweepControl } from './explore/sweep';
import { checkList, checkObject, checkText } from './inputs/plain';
import { type Input, type Inputs, inputOf, inputsOf, type Source } from './inputs/source';
import { isParquet, ParquetReader } from './parquet/reader';
import { type Activity, type Control, checkControl } from './run/control';
import { Follow } from './run/follow';
import { Pool, type PoolSetup } from './run/pool';
import { Queue } from './run/queue';
import { type AnalysisResult, Run } from './run/run';
import type { Ask, PoolWorker } from './run/worker';
import type { Analyzer, Recomputable } from './types/analyzer';
import type {
  Codebook,
  Counts,
  Generated,
  GenerateOptions,
  InputFacts,
  InputSlot,
  Joined,
  LoadHow,
  Look,
  Slot,
  SystemInfo,
  Table,
} from './types/engine';
import { disposed, ModalensError, toModalensError } from './types/errors';
import type { Options, PartialOptions } from './types/options';
import type { Decomposition, Report } from './types/report';

/** What a call does in its turn, and how it is stopped. */
interface Call<T> {
  activity: Activity;
  work(follow: Follow): Promise<T>;
  stop(reason: unknown): Promise<void>;
}

/** Seconds until the first task runs, and for the report after the last. */
const BEGINNING = 0.3;

/** The analyzer over a pool. */
export class PoolAnalyzer implements Analyzer {
  readonly #pool: Pool;
  readonly #disposed = new AbortController();
  /**
   * Runs go one after the other, since each has all workers; so do small calls, so that aborting one leaves
   * the others alone.
   */
  readonly #runs = new Queue();
  readonly #calls: Queue;
  readonly #parquet: ParquetReader;
  /** Seconds that the exercise takes on this machine, once somebody has asked. */
  #exercise: Promise<number> | undefined;

  constructor(setup: PoolSetup) {
    this.#pool = new Pool(setup);
    this.#parquet = new ParquetReader(setup.parquet);
    this.#calls = setup.sameThread ? this.#runs : new Queue();
  }

  async analyze(inputs: Inputs, options: PartialOptions = {}, control: Control = {}): Promise<Report> {
    return (await this.run(inputs, options, control)).report;
  }

  async run(inputs: Inputs, options: PartialOptions = {}, control: Control = {}): Promise<AnalysisResult> {
    checkObject(options, 'options');
    const given = inputsOf(inputs);
    for (const slot of ['x1', 'x2', 'y', 'z'] as const) {
      const input = given[slot];
      // Nothing is awaited where nothing is to be: progress begins at once.
      if (input && isParquet(input)) given[slot] = await this.#opened(input, slot, control);
    }
    return this.#run(control, (run) => run.analyze(given, options));
  }

  layers(inputs: LayerInputs, options: PartialOptions = {}, control: LayersControl = {}): Promise<Layers> {
    return analyzeLayers(this, inputs, options, control);
  }

  sweep(
    inputs: Inputs,
    axes: SweepAxes,
    options: PartialOptions = {},
    control: SweepControl = {},
  ): Promise<Sweep> {
    return analyzeSweep(this, inputs, axes, options, control);
  }

  study(
    rows: readonly StudyInput[],
    options: PartialOptions = {},
    control: ManyControl<StudyRow> = {},
  ): AsyncGenerator<StudyRow, void, void> {
    return analyzeStudy(this, rows, options, control);
  }

  async recompute(shared: Recomputable, control: Control = {}): Promise<AnalysisResult> {
    checkObject(shared, 'The shared analysis');
    const { options, counts } = shared;
    const tables = Array.isArray(counts) ? [...(counts as readonly Counts[])] : (counts as Counts);
    return this.#run(control, (run) => run.recompute(options, tables));
  }

  async look(
    inputs: Inputs,
    result: AnalysisResult,
    slot: 'x1' | 'x2',
    control: Control = {},
  ): Promise<Look | null> {
    checkObject(result, 'The result');
    const given = inputsOf(inputs);
    return this.#run(control, (run) => run.look(given, slot, result));
  }

  async inspect(source: Source, how: Partial<LoadHow> = {}, control: Control = {}): Promise<InputFacts> {
    checkObject(how, 'how');
    const input = inputOf(source, 'input');
    return this.#call('read', control, async (ask) => {
      const look = async (input: Input): Promise<InputFacts> =>
        (await ask('load', 'inspected', input, { ...how, mode: 'inspect' }, false)).facts;
      if (!isParquet(input)) return look(input);
      const { input: opened, table } = await this.#parquet.open(ask, input, how);
      if (!opened) return table;
      const { members, column, features, notes } = table;
      return { ...(await look(opened)), members, column, features, notes };
    });
  }

  async assign(codebook: Codebook, source: Source, control: Control = {}): Promise<Uint32Array> {
    const [codes] = await this.assignAll([codebook], source, control);
    return codes as Uint32Array;
  }

  async assignAll(
    codebooks: readonly Codebook[],
    source: Source,
    control: Control = {},
  ): Promise<Uint32Array[]> {
    checkList(codebooks, 'codebooks');
    for (const codebook of codebooks) checkObject(codebook, 'The codebook');
    const input = await this.#opened(inputOf(source, 'input'), 'x1', control);
    return this.#call('read', control, (ask) => ask('assign', [...codebooks], input));
  }

  modalities(
    inputs: ModalityInputs,
    options: PartialOptions = {},
    control: ManyControl<ModalityPart> = {},
  ): Promise<Modalities> {
    return analyzeModalities(this, inputs, options, control);
  }

  async join(sources: readonly Source[], l2: boolean, control: Control = {}): Promise<Joined> {
    const inputs: Input[] = [];
    for (const [i, source] of sources.entries())
      inputs.push(await this.#opened(inputOf(source, `input ${i + 1}`), 'x1', control));
    return this.#call('read', control, (ask) => ask('join', inputs, l2));
  }

  async decompose(
    table: Table,
    options: { tolerance_bits?: number } = {},
    control: Control = {},
  ): Promise<Decomposition> {
    checkObject(table, 'The table');
    checkObject(options, 'options');
    return this.#call('work', control, (ask) => ask('decompose', table, options));
  }

  async parseTable(source: Source, control: Control = {}): Promise<Table> {
    const [table, ...others] = await this.parseTables(source, control);
    if (table && others.length === 0) return table;
    throw new ModalensError({
      code: 'unsupported_source',
      message: `The table is of ${others.length + 1} partitions; one is expected.`,
      hint: 'Read it with parseTables.',
    });
  }

  async parseTables(source: Source, control: Control = {}): Promise<Table[]> {
    const input = inputOf(source, 'table');
    return this.#call('read', control, (ask) =>
      isParquet(input)
        ? this.#parquet.tables(input, (csv) => ask('parseTables', csv))
        : ask('parseTables', input),
    );
  }

  systems(): Promise<SystemInfo[]> {
    return this.#call('work', {}, (ask) => ask('systems'));
  }

  async generate(name: string, options: GenerateOptions = {}, control: Control = {}): Promise<Generated> {
    checkText(name, 'The name of the system');
    checkObject(options, 'options');
    return this.#call('work', control, (ask) => ask('generate', name, options));
  }

  async foresee(facts: Readonly<Record<Slot, InputFacts>>, options: PartialOptions = {}): Promise<number> {
    checkObject(facts, 'The facts');
    checkObject(options, 'options');
    const { seconds, longest, exercise } = await this.#call('work', {}, (ask) =>
      ask('foresee', options, facts),
    );
    this.#exercise ??= this.#call('work', {}, (ask) => ask('exercise'));
    this.#exercise.catch(() => {
      this.#exercise = undefined;
    });
    const pace = (await this.#exercise) / exercise;
    return BEGINNING + pace * Math.max(seconds / this.#pool.workers, longest);
  }

  async resolveOptions(partial: PartialOptions = {}): Promise<Options> {
    checkObject(partial, 'options');
    return this.#call('work', {}, (ask) => ask('resolveOptions', partial));
  }

  randomSeed(): Promise<number> {
    return this.#call('work', {}, (ask) => ask('randomSeed'));
  }

  version(): Promise<string> {
    return this.#call('work', {}, (ask) => ask('version'));
  }

  dispose(): void {
    this.#disposed.abort(disposed());
    this.#parquet.dispose();
    this.#pool.dispose();
  }

  /** An input of an analysis as the engine reads it: of a Parquet file the columns that its role asks for. */
  #opened(input: Input, role: InputSlot, control: Control): Promise<Input> | Input {
    if (!isParquet(input)) return input;
    return this.#call('read', control, async (ask) => {
      const { input: opened, table } = await this.#parquet.open(ask, input, { role });
      if (opened) return opened;
      const columns = table.members.map(({ name }) => name).join(', ');
      throw new ModalensError({
        code: 'choose_column',
        message: `${input.name} has the columns ${columns}, and none was chosen for ${role}.`,
        hint: 'Name one for each table that has several (column; --column A,B,C).',
      });
    });
  }

  /** A small call, on the worker for these. */
  #call<T>(activity: Activity, control: Control, work: (ask: Ask) => Promise<T>): Promise<T> {
    let worker: PoolWorker | undefined;
    return this.#take(this.#calls, control, {
      activity,
      work: async (follow) => {
        worker = await this.#pool.worker('calls');
        worker.onProgress = ({ done, total }) => {
          const share = total > 0 ? done / total : 0;
          follow.tell({ phase: activity, done, total, share, phases: [] });
        };
        return work(worker.ask);
      },
      stop: async (reason) => {
        await Promise.all([worker?.interrupt(reason), this.#parquet.stop(reason)]);
      },
    });
  }

  #run<T>(control: Control, work: (run: Run) => Promise<T>): Promise<T> {
    let run: Run | undefined;
    return this.#take(this.#runs, control, {
      activity: 'read',
      work: (follow) => {
        run = new Run(this.#pool, follow);
        return work(run);
      },
      stop: async (reason) => run?.stop(reason),
    });
  }

  /** Does a call in its turn, and tells its caller how far it is. */
  async #take<T>(queue: Queue, control: Control, { activity, work, stop }: Call<T>): Promise<T> {
    checkControl(control);
    const follow = new Follow(control);
    const fetched = (done: number, total: number): void =>
      follow.tell({ phase: 'fetch', done, total, share: 0, phases: [] });
    const followed = async (): Promise<T> => {
      follow.watch();
      this.#pool.fetching.add(fetched);
      try {
        return await work(follow);
      } catch (error) {
        throw toModalensError(error);
      } finally {
        this.#pool.fetching.delete(fetched);
      }
    };
    const { signal } = control;
    const disposed = this.#disposed.signal;
    follow.tell({ phase: activity, done: 0, total: 0, share: 0, phases: [] });
    try {
      return await queue.take({ work: followed, stop }, signal ? [disposed, signal] : [disposed]);
    } finally {
      follow.close();
    }
  }
}
