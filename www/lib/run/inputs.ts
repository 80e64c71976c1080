/** What a run knows of its inputs: where they come from, how they are loaded, which memory holds them. */

import type { Input } from '../inputs/source';
import type { InputSlot, LoadHow, Slot } from '../types/engine';
import type { Options } from '../types/options';
import { keyOf } from './keys';
import type { PoolWorker } from './worker';

/** Bytes of single precision that a byte of a file becomes at most, but for archives. */
const LARGEST_GROWTH = 4;

const SLOTS: readonly InputSlot[] = ['x1', 'x2', 'y', 'z'];

/** What is read: the three inputs, and the strata where there are any. */
export type RunInputs = Record<Slot, Input> & { z?: Input };

export class InputsOfRun {
  #inputs: Partial<Record<InputSlot, Input>> = {};
  #keys: Record<InputSlot, string> = { x1: '', x2: '', y: '', z: '' };
  #how: LoadHow = { mode: 'keep' };
  #target: Pick<LoadHow, 'ignore' | 'scores'> = {};
  #sample: LoadHow['sample'];

  /** Bytes that each takes in a worker. */
  readonly sizes: Record<InputSlot, number> = { x1: 0, x2: 0, y: 0, z: 0 };

  /** The inputs that this run has. */
  take(given: Partial<Record<InputSlot, Input>>): void {
    this.#inputs = { ...given };
  }

  /** Those, in their order. */
  slots(): InputSlot[] {
    return SLOTS.filter((slot) => this.#inputs[slot] !== undefined);
  }

  of(slot: InputSlot): Input {
    const input = this.#inputs[slot];
    if (!input) throw new Error(`task asks for ${slot}, which this run has not`);
    return input;
  }

  /** How all are loaded under these options. */
  under(options: Options): void {
    this.#sample = { bytes: options.budget_bytes, seed: options.seed };
    this.#how = { mode: 'keep', preparation: options.preparation };
    this.#target = { ignore: options.y_ignore, scores: options.y_scores };
  }

  /** Rows that are left out of all. */
  without(rows: number[]): void {
    if (rows.length > 0) this.#how = { ...this.#how, drop_rows: rows };
  }

  /** How files are read that no memory holds. */
  get how(): LoadHow {
    return this.#how;
  }

  /** How an input is loaded: one that is surely within the budget does not depend on it. */
  howOf(slot: InputSlot): LoadHow {
    const input = this.of(slot);
    const fits =
      input.type === 'labels' ||
      (input.type === 'blob' && this.#sample && LARGEST_GROWTH * input.blob.size <= this.#sample.bytes);
    const how = slot === 'y' ? { ...this.#how, ...this.#target } : this.#how;
    return this.#sample && !fits ? { ...how, sample: this.#sample } : how;
  }

  /** Names what is in the file and how it is loaded: memory that holds it is told by this. */
  name(slot: InputSlot): string {
    this.#keys[slot] = keyOf(this.of(slot), this.howOf(slot));
    return this.#keys[slot];
  }

  /** From now on the file of an input must be in the state in which it was read. */
  pin(slot: InputSlot, version: string | null): void {
    const input = this.of(slot);
    if (input.type === 'path' && version !== null) this.#inputs[slot] = { ...input, version };
  }

  /** Says that a worker holds an input, as it was named. */
  keptBy(worker: PoolWorker, slot: InputSlot): void {
    worker.held.set(slot, this.#keys[slot]);
  }

  isHeldBy(worker: PoolWorker, slot: InputSlot): boolean {
    return worker.held.get(slot) === this.#keys[slot];
  }

  /** Those of `wanted` that a worker does not hold. */
  missing(worker: PoolWorker, wanted: readonly InputSlot[]): InputSlot[] {
    return SLOTS.filter((slot) => wanted.includes(slot) && !this.isHeldBy(worker, slot));
  }
}
