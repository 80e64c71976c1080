/** How far a run is, from what its workers and its coordinator say. */

import type { CoordinatorProgress, PhaseId, Task } from '../types/engine';
import type { CallProgress } from '../worker/protocol';
import type { Follow } from './follow';

/** Part of the whole that reading the files is taken for. */
const READING = 0.05;

/** Bytes of a file. */
interface Bytes {
  done: number;
  total: number;
}

/** The progress of one run. */
export class RunProgress {
  readonly #follow: Follow;
  /** Files by the name under which they are read. */
  readonly #files = new Map<string, Bytes>();
  /** Tasks that run, and which part of each is done. */
  readonly #running = new Map<number, { task: Task; part: number }>();
  #coordinator: CoordinatorProgress | undefined;

  constructor(follow: Follow) {
    this.#follow = follow;
  }

  /** A file is going to be read; its size is 0 while it is not known. */
  expect(name: string, size: number): void {
    this.#files.set(name, { done: 0, total: size });
  }

  /** A file has been read. */
  read(name: string, size: number): void {
    this.#files.set(name, { done: size, total: size });
    this.#tell();
  }

  begin(task: Task): void {
    this.#running.set(task.id, { task, part: 0 });
  }

  /** A task is over: the coordinator counts it from now on, unless it failed. */
  end(task: Task): void {
    this.#running.delete(task.id);
  }

  /** What a worker says of one of its calls. */
  heard({ of, done, total }: CallProgress): void {
    this.#follow.heard();
    const running = typeof of === 'number' ? this.#running.get(of) : undefined;
    // A solver does not know how many steps it will take.
    if (running && total > 0) running.part = Math.max(running.part, Math.min(1, done / total));
    else if (typeof of === 'string' && this.#files.has(of)) this.#files.set(of, { done, total });
    else return;
    this.#tell();
  }

  /** What the coordinator says. */
  step(progress: CoordinatorProgress): void {
    this.#coordinator = progress;
    this.#tell();
  }

  /** What running tasks of a phase have done, in tasks. */
  #begun(phase: PhaseId): number {
    let sum = 0;
    for (const { task, part } of this.#running.values()) if (task.phase === phase) sum += part;
    return sum;
  }

  #tell(): void {
    if (!this.#coordinator) {
      const files = [...this.#files.values()];
      const done = files.reduce((sum, file) => sum + file.done, 0);
      const total = files.reduce((sum, file) => sum + file.total, 0);
      this.#follow.tell({
        phase: 'read',
        done,
        total,
        share: (READING * done) / Math.max(1, total),
        phases: [],
      });
      return;
    }
    const { phase, share, remaining, phases: counted } = this.#coordinator;
    const phases = counted.map((one) => ({ ...one, done: one.done + this.#begun(one.id) }));
    const { done, total } = phases.find(({ id }) => id === phase) ?? { done: 0, total: 0 };
    // A running task takes its part of what is left, as the engine counts it once it has ended.
    let begun = 0;
    for (const { task, part } of this.#running.values()) begun += part * task.work;
    const left = remaining > 0 ? Math.max(0, 1 - begun / remaining) : 1;
    const whole = 1 - (1 - share) * left;
    this.#follow.tell({ phase, done, total, share: READING + (1 - READING) * whole, phases });
  }
}
