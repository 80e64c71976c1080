/**
 * One run: inputs are loaded where they are needed, tasks go to whichever worker is free, the coordinator
 * puts their outputs together.
 *
 * Which worker runs what, and in which order tasks end, changes no number: tasks are pure and the coordinator
 * places each output by its task's id.
 */

import type { Counts, Extras, FactsBySlot, InputFacts, InputSlot, Look, Task } from '../types/engine';
import { ModalensError } from '../types/errors';
import type { Options } from '../types/options';
import type { Report } from '../types/report';
import { letGo } from '../worker/let-go';
import type { Answer, Calls, Loaded, Step } from '../worker/protocol';
import type { Follow } from './follow';
import { InputsOfRun, type RunInputs } from './inputs';
import type { Pool } from './pool';
import { RunProgress } from './progress';
import { atRowsOfFile } from './rows';
import type { PoolWorker } from './worker';

/** Report with what else an analysis leaves. */
export interface AnalysisResult {
  report: Report;
  extras: Extras;
}

/** Memory that copies of inputs in further workers may take together. */
const REPLICA_BUDGET = 2 ** 30;

/** Seconds that a copy of an input takes to be read and prepared, for a byte of it in single precision. */
const COPYING = 5e-9;

/**
 * All results, or the first failure in the order given: which is told must not depend on which comes first.
 */
async function inOrder<T>(work: Promise<T>[]): Promise<T[]> {
  const results: T[] = [];
  await Promise.allSettled(work);
  for (const promise of work) results.push(await promise);
  return results;
}

/** One run on a pool; at most one at a time. */
export class Run {
  readonly #pool: Pool;
  readonly #follow: Follow;
  readonly #progress: RunProgress;
  readonly #workers = new Set<PoolWorker>();
  readonly #inputs = new InputsOfRun();
  #spellings: Extras['spellings'];
  /** Bytes of copies. */
  #replicas = 0;
  #step: Step | undefined;
  /** Times that idle workers were woken. */
  #wakes = 0;
  #ready: Task[] = [];
  #running = 0;
  #idle: (() => void)[] = [];
  #over = false;

  constructor(pool: Pool, follow: Follow) {
    this.#pool = pool;
    this.#follow = follow;
    this.#progress = new RunProgress(follow);
  }

  /** Loads the inputs and analyses them. */
  analyze(given: RunInputs, partial: object): Promise<AnalysisResult> {
    return this.#toItsEnd(async () => {
      this.#inputs.take(given);
      const coordinator = await this.#worker('coordinator');
      const options = await this.#ask(coordinator, 'resolveOptions', partial);
      const facts = await this.#loadAll(options);
      return this.#work(coordinator, await this.#ask(coordinator, 'open', options, facts));
    });
  }

  /** Analyses counts of one partition or of several. */
  recompute(options: object, counts: Counts | Counts[]): Promise<AnalysisResult> {
    return this.#toItsEnd(async () => {
      const coordinator = await this.#worker('coordinator');
      return this.#work(coordinator, await this.#ask(coordinator, 'openCounts', options, counts));
    });
  }

  /** What the partition of an input looks like; the input is read again unless a worker still holds it. */
  look(given: RunInputs, slot: 'x1' | 'x2', { report, extras }: AnalysisResult): Promise<Look | null> {
    return this.#toItsEnd(async () => {
      const [codebook, codes] = [extras.codebooks?.[slot], extras.codes?.[slot]];
      if (!codebook || !codes) return null;
      this.#inputs.take(given);
      const dropped = await this.#prepareToLoad(report.options);
      this.#inputs.take({ [slot]: given[slot] });
      const worker = await this.#holder(slot);
      const seen = await this.#ask(worker, 'look', slot, codebook, codes, report.options.seed);
      return seen && atRowsOfFile(seen, dropped);
    });
  }

  /** A worker that holds an input, or the one that is to. */
  async #holder(slot: InputSlot): Promise<PoolWorker> {
    this.#inputs.name(slot);
    for (let index = 0; index < this.#pool.workers; index++) {
      const worker = await this.#worker(index);
      if (this.#inputs.isHeldBy(worker, slot)) return worker;
    }
    const worker = await this.#worker(0);
    await this.#load(worker, slot);
    return worker;
  }

  /** Stops what runs; workers that do not stop in time are replaced. */
  async stop(reason: unknown): Promise<void> {
    this.#over = true;
    this.#wake();
    await Promise.all([...this.#workers].map((worker) => worker.interrupt(reason)));
  }

  /** `work`; when it fails, not before everything that it started has ended. */
  async #toItsEnd<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.stop(error);
      throw error;
    } finally {
      this.#over = true;
      for (const worker of this.#workers) worker.onProgress = undefined;
    }
  }

  async #worker(role: 'coordinator' | number): Promise<PoolWorker> {
    const worker = await this.#pool.worker(role);
    this.#mustGoOn();
    this.#workers.add(worker);
    worker.onProgress = (progress) => this.#progress.heard(progress);
    return worker;
  }

  /** A run that was stopped asks nothing more: its workers may belong to the next. */
  #mustGoOn(): void {
    if (!this.#over) return;
    throw new ModalensError({
      code: 'interrupted',
      message: 'The run was interrupted.',
      hint: 'Run again when you like.',
    });
  }

  #ask<M extends keyof Calls>(
    worker: PoolWorker,
    method: M,
    ...args: Parameters<Calls[M]>
  ): Promise<Answer<M>> {
    this.#mustGoOn();
    return worker.ask(method, ...args);
  }

  /** How inputs are loaded; the rows that are left out of all. */
  async #prepareToLoad(options: Options): Promise<number[]> {
    this.#inputs.under(options);
    const scanned = options.drop_nonfinite;
    for (const slot of this.#inputs.slots()) {
      const input = this.#inputs.of(slot);
      const size = input.type === 'blob' ? input.blob.size : 0;
      this.#progress.expect(slot, size);
      if (scanned) this.#progress.expect(`scanned ${slot}`, size);
    }
    const drop_rows = scanned ? await this.#nonfinite() : [];
    this.#inputs.without(drop_rows);
    return drop_rows;
  }

  async #loadAll(options: Options): Promise<FactsBySlot> {
    const drop_rows = await this.#prepareToLoad(options);
    const facts = await inOrder(
      this.#inputs.slots().map(async (slot, index) => {
        const facts = await this.#facts(slot, index);
        this.#inputs.sizes[slot] = facts.fitted * facts.columns * 4;
        // Facts describe the file; the analysis is of the rows that are left.
        return [slot, { ...facts, rows: facts.rows - drop_rows.length }] as const;
      }),
    );
    const bySlot = Object.fromEntries(facts) as FactsBySlot;
    this.#spellings = bySlot.y.target.spellings ?? undefined;
    return bySlot;
  }

  /** Facts of an input: as remembered from an earlier run, or by loading it into its first worker. */
  async #facts(slot: InputSlot, index: number): Promise<InputFacts> {
    const key = this.#inputs.name(slot);
    const remembered = this.#pool.facts.get(key);
    if (remembered) {
      this.#progress.read(slot, 0);
      return remembered;
    }
    const { facts, size } = await this.#load(await this.#worker(index % this.#pool.workers), slot, true);
    this.#progress.read(slot, size);
    const { sha256 } = this.#inputs.of(slot) as { sha256?: string | null };
    const told = sha256 === undefined ? facts : { ...facts, sha256 };
    this.#pool.remember(key, told);
    return told;
  }

  /** Rows with NaN or infinity in any input, ascending. */
  async #nonfinite(): Promise<number[]> {
    const rows = await inOrder(
      this.#inputs.slots().map(async (slot, index) => {
        const worker = await this.#worker(index % this.#pool.workers);
        const name = `scanned ${slot}`;
        const loaded = await this.#ask(
          worker,
          'load',
          name,
          this.#inputs.of(slot),
          { mode: 'inspect' },
          false,
        );
        this.#progress.read(name, loaded.size);
        this.#inputs.pin(slot, loaded.version);
        return [...(loaded.facts.nonfinite_rows ?? [])];
      }),
    );
    return [...new Set(rows.flat())].sort((a, b) => a - b);
  }

  async #load(worker: PoolWorker, slot: InputSlot, hash = false): Promise<Loaded> {
    worker.held.delete(slot);
    const loaded = await this.#ask(
      worker,
      'load',
      slot,
      this.#inputs.of(slot),
      this.#inputs.howOf(slot),
      hash,
    );
    this.#inputs.keptBy(worker, slot);
    this.#inputs.pin(slot, loaded.version);
    return loaded;
  }

  #holds(worker: PoolWorker, task: Task): boolean {
    return this.#inputs.missing(worker, task.slots).length === 0;
  }

  async #work(coordinator: PoolWorker, first: Step): Promise<AnalysisResult> {
    this.#take(first);
    const indices = Array.from({ length: this.#pool.workers }, (_, index) => index);
    await Promise.all(indices.map((index) => this.#serve(index, coordinator)));
    const { report, extras } = this.#step ?? {};
    await this.#ask(coordinator, 'close');
    const spellings = this.#spellings ? { spellings: this.#spellings } : {};
    if (report) return { report, extras: { ...(extras ?? ({} as Extras)), ...spellings } };
    throw new ModalensError({
      code: 'engine_stalled',
      message: 'The engine had no task left but no report either.',
      hint: 'Please report it with the options of the run.',
    });
  }

  /** Takes what the coordinator answered, tells it, and wakes idle workers. */
  #take(step: Step): void {
    this.#step = step;
    this.#ready.push(...step.ready);
    this.#ready.sort((a, b) => a.order - b.order);
    if (step.preview && !this.#over) this.#follow.preview(step.preview);
    this.#progress.step(step.progress);
    this.#wake();
  }

  #wake(): void {
    this.#wakes += 1;
    for (const wake of this.#idle.splice(0)) wake();
  }

  /** One worker: takes tasks until none can come any more. */
  async #serve(index: number, coordinator: PoolWorker): Promise<void> {
    try {
      while (!this.#over && !this.#step?.report) {
        const before = this.#wakes;
        const task = await this.#next(index);
        if (task) await this.#do(task, index, coordinator);
        else if (this.#running === 0 && this.#ready.length === 0) return;
        // What became ready while it looked may be for this worker alone.
        else if (this.#wakes === before) await new Promise<void>((resolve) => this.#idle.push(resolve));
      }
    } finally {
      this.#wake();
    }
  }

  /** A task for this worker: one whose inputs it holds, or else one that it may load them for. */
  async #next(index: number): Promise<Task | undefined> {
    if (this.#ready.length === 0) return undefined;
    const worker = await this.#worker(index);
    let at = this.#ready.findIndex((task) => this.#holds(worker, task));
    if (at < 0) at = this.#ready.findIndex((task) => this.#mayLoad(worker, task));
    if (at < 0) return undefined;
    // At once: a task that is neither ready nor running would be none to the other workers.
    this.#running += 1;
    return this.#ready.splice(at, 1)[0];
  }

  #mayLoad(worker: PoolWorker, task: Task): boolean {
    const bytes = this.#inputs
      .missing(worker, task.slots)
      .reduce((sum, slot) => sum + this.#inputs.sizes[slot], 0);
    const holders = [...this.#workers].filter((one) => this.#holds(one, task)).length;
    // Nobody else will come for it.
    if (holders === 0 && this.#running === 0) return true;
    return this.#replicas + bytes <= REPLICA_BUDGET && (holders === 0 || this.#pays(task, bytes, holders));
  }

  /** Whether a further worker saves more time on the tasks of these inputs than a copy of them costs. */
  #pays(task: Task, bytes: number, holders: number): boolean {
    const alike = this.#ready.filter(({ slots }) => task.slots.every((slot) => slots.includes(slot)));
    const work = alike.reduce((sum, { work }) => sum + work, 0);
    return work / (holders * (holders + 1)) > COPYING * bytes;
  }

  async #do(task: Task, index: number, coordinator: PoolWorker): Promise<void> {
    this.#progress.begin(task);
    let step: Step;
    try {
      const worker = await this.#worker(index);
      for (const slot of this.#inputs.missing(worker, task.slots)) {
        this.#replicas += this.#inputs.sizes[slot];
        await this.#load(worker, slot);
      }
      const given = letGo(task, task.body);
      const output = task.file
        ? await this.#ask(worker, 'runOnFile', given, this.#inputs.of(task.file), this.#inputs.how)
        : await this.#ask(worker, 'run', given);
      step = await this.#ask(coordinator, 'complete', task.id, letGo(output, output));
    } finally {
      this.#running -= 1;
      // Before the coordinator's word is taken, so that it is not counted twice.
      this.#progress.end(task);
    }
    this.#take(step);
  }
}
