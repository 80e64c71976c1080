/**
 * One run: inputs are loaded where they are needed, tasks go to whichever worker is free, the
 * coordinator puts their outputs together.
 *
 * Which worker runs what, and in which order tasks end, changes no number: tasks are pure and the
 * coordinator places each output by its task's id.
 */

import type { Wire } from '../inputs/source';
import type {
  Counts,
  Extras,
  FactsBySlot,
  InputFacts,
  InputSlot,
  LoadHow,
  PhaseId,
  Slot,
  Task,
} from '../types/engine';
import { ModalensError } from '../types/errors';
import type { Options } from '../types/options';
import type { Report } from '../types/report';
import type { Step } from '../worker/host';
import { type Control, type Progress, Throttle } from './control';
import type { Pool } from './pool';
import type { Lane } from './worker';

/** Report with what else an analysis leaves. */
export interface AnalysisResult {
  report: Report;
  extras: Extras;
}

/** Memory that copies of inputs in further workers may take together. */
const REPLICA_BUDGET = 2 ** 30;

/** Bytes of single precision that a byte of a file becomes at most, but for archives. */
const LARGEST_GROWTH = 4;

const SLOTS: readonly InputSlot[] = ['x1', 'x2', 'y', 'z'];

/** What is read: the three inputs, and the strata where there are any. */
type Wires = Record<Slot, Wire> & { z?: Wire };

/** Inputs that workers hold are known by key; only blobs are surely the same input again. */
const known = new WeakMap<Blob, number>();
let inputs = 0;

function keyOf(wire: Wire, how: LoadHow): string {
  let id = wire.type === 'blob' && how.drop_rows === undefined ? known.get(wire.blob) : undefined;
  if (id === undefined) {
    id = ++inputs;
    if (wire.type === 'blob' && how.drop_rows === undefined) known.set(wire.blob, id);
  }
  return `${id} ${wire.name} ${JSON.stringify([wire.how, how.preparation, how.sample])}`;
}

/** All results, or the first failure in the order given: which is told must not depend on which comes first. */
async function inOrder<T>(work: Promise<T>[]): Promise<T[]> {
  const results: T[] = [];
  await Promise.allSettled(work);
  for (const promise of work) results.push(await promise);
  return results;
}

/** One run on a pool; at most one at a time. */
export class Job {
  readonly #pool: Pool;
  readonly #control: Control;
  readonly #told: Throttle<Progress>;
  readonly #lanes = new Set<Lane>();
  /** How much of each running task is done, in tasks of its phase. */
  readonly #running = new Map<number, { phase: PhaseId; work: number; fraction: number }>();
  #share = 0;
  #wires: Wires | undefined;
  #keys: Record<InputSlot, string> = { x1: '', x2: '', y: '', z: '' };
  #how: LoadHow = { mode: 'keep' };
  #sample: LoadHow['sample'];
  #replicas = 0;
  #sizes: Record<InputSlot, number> = { x1: 0, x2: 0, y: 0, z: 0 };
  #step: Step | undefined;
  #ready: Task[] = [];
  #over = false;

  constructor(pool: Pool, control: Control) {
    this.#pool = pool;
    this.#control = control;
    this.#told = new Throttle((progress) => control.onProgress?.(progress));
  }

  /** Loads the inputs and analyses them. */
  async analyze(wires: Wires, partial: object): Promise<AnalysisResult> {
    this.#wires = wires;
    try {
      const coordinator = await this.#lane('coordinator');
      const options = await coordinator.ask('resolveOptions', partial);
      const facts = await this.#loadAll(options);
      return await this.#work(coordinator, await coordinator.ask('open', options, facts));
    } finally {
      this.#finish();
    }
  }

  /** Analyses counts. */
  async recompute(options: object, counts: Counts): Promise<AnalysisResult> {
    try {
      const coordinator = await this.#lane('coordinator');
      return await this.#work(coordinator, await coordinator.ask('openCounts', options, counts));
    } finally {
      this.#finish();
    }
  }

  /** Stops what runs; workers that do not yield in time are replaced. */
  async stop(reason: unknown): Promise<void> {
    this.#finish();
    await Promise.all([...this.#lanes].map((lane) => lane.interrupt(reason)));
  }

  #finish(): void {
    this.#over = true;
    this.#told.close();
    for (const lane of this.#lanes) lane.watch = undefined;
  }

  async #lane(role: 'coordinator' | number): Promise<Lane> {
    const lane = await this.#pool.lane(role);
    if (this.#over)
      throw new ModalensError({
        code: 'interrupted',
        message: 'The run was interrupted.',
        hint: 'Run again when you like.',
      });
    this.#lanes.add(lane);
    return lane;
  }

  /** Inputs that this run has. */
  #slots(): InputSlot[] {
    return SLOTS.filter((slot) => this.#wires?.[slot] !== undefined);
  }

  async #loadAll(options: Options): Promise<FactsBySlot> {
    const drop_rows = options.drop_nonfinite ? await this.#nonfinite() : [];
    this.#sample = { bytes: options.budget_bytes, seed: options.seed };
    this.#how = {
      mode: 'keep',
      preparation: options.preparation,
      ...(drop_rows.length > 0 ? { drop_rows } : {}),
    };
    const facts = await inOrder(
      this.#slots().map(async (slot, index) => {
        const facts = await this.#facts(slot, index);
        this.#sizes[slot] = facts.fitted * facts.columns * 4;
        // Facts describe the file; the analysis is of the rows that are left.
        return [slot, { ...facts, rows: facts.rows - drop_rows.length }] as const;
      }),
    );
    return Object.fromEntries(facts) as FactsBySlot;
  }

  /** Facts of an input: as remembered from an earlier run, or by loading it into its first worker. */
  async #facts(slot: InputSlot, index: number): Promise<InputFacts> {
    const key = keyOf(this.#wire(slot), this.#howOf(slot));
    this.#keys[slot] = key;
    const remembered = this.#pool.facts.get(key);
    if (remembered) return remembered;
    const facts = await this.#load(await this.#lane(index % this.#pool.workers), slot, true);
    this.#pool.remember(key, facts);
    return facts;
  }

  /** Rows with NaN or infinity in any input, ascending. */
  async #nonfinite(): Promise<number[]> {
    const rows = await Promise.all(
      this.#slots().map(async (slot, index) => {
        const lane = await this.#lane(index % this.#pool.workers);
        const facts = await lane.ask('load', `scanned ${slot}`, this.#wire(slot), { mode: 'inspect' }, false);
        return [...(facts.nonfinite_rows ?? [])];
      }),
    );
    return [...new Set(rows.flat())].sort((a, b) => a - b);
  }

  #wire(slot: InputSlot): Wire {
    const wire = this.#wires?.[slot];
    if (!wire) throw new Error(`task asks for ${slot}, which this run has not`);
    return wire;
  }

  /** How an input is loaded: one that is surely within the budget does not depend on it. */
  #howOf(slot: InputSlot): LoadHow {
    const wire = this.#wire(slot);
    const fits =
      wire.type === 'labels' ||
      (wire.type === 'blob' && this.#sample && LARGEST_GROWTH * wire.blob.size <= this.#sample.bytes);
    return this.#sample && !fits ? { ...this.#how, sample: this.#sample } : this.#how;
  }

  async #load(lane: Lane, slot: InputSlot, hash = false): Promise<InputFacts> {
    lane.held.delete(slot);
    const facts = await lane.ask('load', slot, this.#wire(slot), this.#howOf(slot), hash);
    lane.held.set(slot, this.#keys[slot]);
    return facts;
  }

  #holds(lane: Lane, task: Task): boolean {
    return task.slots.every((slot) => lane.held.get(slot) === this.#keys[slot]);
  }

  async #work(coordinator: Lane, first: Step): Promise<AnalysisResult> {
    this.#take(first);
    const work = Array.from({ length: this.#pool.workers }, (_, index) => this.#serve(index, coordinator));
    await Promise.all(work);
    const { report, extras } = this.#step ?? {};
    await coordinator.ask('close');
    if (report) return { report, extras: extras ?? ({} as Extras) };
    throw new ModalensError({
      code: 'engine_stalled',
      message: 'The engine had no task left but no report either.',
      hint: 'Please report it with the options of the run.',
    });
  }

  #waiters: (() => void)[] = [];

  /** Takes what the coordinator answered, tells it, and wakes idle workers. */
  #take(step: Step): void {
    this.#step = step;
    this.#ready.push(...step.ready);
    this.#ready.sort((a, b) => a.order - b.order);
    if (step.preview && !this.#over) this.#control.onPreview?.(step.preview);
    this.#tell();
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiters.splice(0)) wake();
  }

  #tell(): void {
    const progress = this.#step?.progress;
    if (!progress || this.#over) return;
    const phases = progress.phases.map((phase) => ({ ...phase, done: phase.done + this.#begun(phase.id) }));
    const { done, total } = phases.find(({ id }) => id === progress.phase) ?? { done: 0, total: 0 };
    // A running task takes its part of what is left, as the engine counts it once it has ended.
    let begun = 0;
    for (const { fraction, work } of this.#running.values()) begun += fraction * work;
    const left = progress.remaining > 0 ? Math.max(0, 1 - begun / progress.remaining) : 1;
    // What is left is estimated anew now and then; the share never falls.
    this.#share = Math.max(this.#share, 1 - (1 - progress.share) * left);
    const share = this.#share;
    this.#told.push({ phase: progress.phase, done, total, share, phases });
  }

  /** What running tasks of a phase have done, in tasks. */
  #begun(phase: PhaseId): number {
    let sum = 0;
    for (const state of this.#running.values()) if (state.phase === phase) sum += state.fraction;
    return sum;
  }

  /** One worker: takes tasks until none can come any more. */
  async #serve(index: number, coordinator: Lane): Promise<void> {
    try {
      while (!this.#over && !this.#step?.report) {
        const task = await this.#next(index);
        if (task) await this.#run(task, index, coordinator);
        else if (this.#running.size === 0 && this.#ready.length === 0) return;
        else await new Promise<void>((resolve) => this.#waiters.push(resolve));
      }
    } catch (error) {
      this.#over = true;
      throw error;
    } finally {
      this.#wake();
    }
  }

  /** A task for this worker: one whose inputs it holds, or else one that it may load them for. */
  async #next(index: number): Promise<Task | undefined> {
    if (this.#ready.length === 0) return undefined;
    const lane = await this.#lane(index);
    let at = this.#ready.findIndex((task) => this.#holds(lane, task));
    if (at < 0) at = this.#ready.findIndex((task) => this.#mayLoad(lane, task));
    return at < 0 ? undefined : this.#ready.splice(at, 1)[0];
  }

  #mayLoad(lane: Lane, task: Task): boolean {
    const bytes = this.#missing(lane, task).reduce((sum, slot) => sum + this.#sizes[slot], 0);
    // With nothing running nobody else will come for it.
    return this.#replicas + bytes <= REPLICA_BUDGET || this.#running.size === 0;
  }

  #missing(lane: Lane, task: Task): InputSlot[] {
    return SLOTS.filter((slot) => task.slots.includes(slot) && lane.held.get(slot) !== this.#keys[slot]);
  }

  async #run(task: Task, index: number, coordinator: Lane): Promise<void> {
    const state = { phase: task.phase, work: task.work, fraction: 0 };
    this.#running.set(task.id, state);
    try {
      const lane = await this.#lane(index);
      for (const slot of this.#missing(lane, task)) {
        this.#replicas += this.#sizes[slot];
        await this.#load(lane, slot);
      }
      lane.watch = (fraction) => {
        state.fraction = fraction;
        this.#tell();
      };
      const output = task.file
        ? await lane.ask('runOnFile', task, this.#wire(task.file), this.#how)
        : await lane.ask('run', task);
      if (this.#over) return;
      const step = await coordinator.ask('complete', task.id, output);
      // The coordinator counts it now, and it is not to be counted twice.
      this.#running.delete(task.id);
      this.#take(step);
    } finally {
      this.#running.delete(task.id);
    }
  }
}
