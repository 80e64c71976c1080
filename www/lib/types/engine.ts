/**
 * The wasm module as TypeScript sees it: what `src/wasm.rs` exports, typed.
 *
 * The generated glue is untyped where plain objects cross; this is the one place that says what
 * they are. Errors are thrown as `{ code, message, hint }`.
 */

import type {
  LoadHow as AllLoadHow,
  ArrayFacts,
  Phase as PhaseId,
  Spelling,
  TargetFacts,
} from '../generated/types';
import type { Options } from './options';
import type { Decomposition, PlainAtoms, PreparationEffect, Report } from './report';

/** Name of one of the three inputs of an analysis. */
export type Slot = 'x1' | 'x2' | 'y';

/** Name of anything that is read for an analysis: its inputs, and the strata. */
export type InputSlot = Slot | 'z';

/** How an input is read; what is left out is as the engine has it. */
export type LoadHow = { [Name in keyof AllLoadHow]?: NonNullable<AllLoadHow[Name]> } & Pick<
  AllLoadHow,
  'mode'
>;

/** What an input is, as far as reading it tells. */
export interface InputFacts extends ArrayFacts {
  /** Name of the file or of the array. */
  name: string;
  /** Samples that K-means sees: fewer than all of an input larger than its budget. */
  fitted: number;
  /** All samples with NaN or infinity, when an input was inspected. */
  nonfinite_rows?: Uint32Array;
  /** SHA-256 of the bytes, once they have been loaded for an analysis; null for values. */
  sha256?: string | null;
  /** What the preparation did; null for labels. */
  preparation?: PreparationEffect | null;
  /** What was made of a target when it was loaded for an analysis. */
  target: TargetFacts;
}

/** Facts of the inputs, and of the strata where there are any. */
export type FactsBySlot = Record<Slot, InputFacts> & { z?: InputFacts };

/** A unit of work; opaque but for what the pool needs. */
export interface Task {
  id: number;
  phase: PhaseId;
  /** Of tasks that may start, the one of the lowest order is best done first. */
  order: number;
  /** Predicted work, in the unit of `CoordinatorProgress.remaining`. */
  work: number;
  slots: InputSlot[];
  /** Input whose file it reads. */
  file: InputSlot | null;
  body: Uint8Array;
}

/** What a task produced; only the coordinator looks inside. */
export type TaskOutput = Uint8Array;

/** Name of a phase. */
export type { PhaseId };

/** One phase of an analysis. */
export interface Phase {
  id: PhaseId;
  /** Tasks done. */
  done: number;
  /** Tasks known. */
  total: number;
  state: 'next' | 'now' | 'done';
}

/** How far an analysis is. */
export interface CoordinatorProgress {
  phase: PhaseId;
  phases: Phase[];
  /** Share of the work that is done, of tasks that have ended. */
  share: number;
  /** Predicted work that is left, of tasks that run and of those to come. */
  remaining: number;
  /** Partitions that are inferred, and how many there will be. */
  partitions: [done: number, total: number];
}

/** What an analysis will take, in seconds of a core of a machine on which the exercise takes so many. */
export interface Foreseen {
  /** Of all its tasks. */
  seconds: number;
  /** Of the longest of them. */
  longest: number;
  exercise: number;
}

/** A contingency table: occupied cells, ascending, three symbols (x1, x2, y) each, and their counts. */
export interface Counts {
  shape: [number, number, number];
  cells: Uint32Array | number[];
  counts: Float64Array | number[];
}

/** Centroids and the preparation that leads to their space: enough to code any sample. */
export interface Codebook {
  /** Centroids: codes, then features of the prepared space. */
  shape: [number, number];
  /** Centroids row by row. */
  data: Float32Array;
  /** What is done to a sample before the nearest centroid is sought, in this order. */
  transform: {
    /** Subtracted first; null if not asked for. */
    centre: Float32Array | null;
    /** Whether the sample is then divided by its Euclidean norm, unless that is 0. */
    l2: boolean;
    /** Subtracted then. */
    mean: Float32Array;
    /** Directions that the sample is then projected on, one a row; null without PCA. */
    components: { shape: [number, number]; data: Float32Array } | null;
  };
}

/** Codebooks of the inputs that were clustered, in one partition. */
export type Codebooks = Partial<Record<Slot, Codebook>>;

/** What an analysis leaves besides its report. */
export interface Extras {
  /** Counts of the headline partition. */
  counts: Counts;
  /** Code of every sample. */
  codes?: { x1: Uint32Array; x2: Uint32Array; y: Uint32Array };
  /** Codebooks of what was clustered. */
  codebooks?: Codebooks;
  /** Codebooks of every partition, by its number. */
  partitions?: Codebooks[];
  /** Bounds over the iterations of the headline solve: iteration, lower, upper in bits. */
  trace?: [number, number, number][];
  /** Labels of y as they stand in the file, and the answers that they are. */
  spellings?: Spelling[];
  /** What each sample adds to redundancy, unique1, unique2 and synergy, bits, four a sample. */
  per_sample?: Float32Array;
}

/** A table of a distribution: symbols and mass of each cell. */
export interface Table {
  x1: (string | number)[];
  x2: (string | number)[];
  y: (string | number)[];
  p: number[];
  /**
   * The same as counts of samples, where `p` are such: `analyzer.recompute` gives estimates with intervals.
   */
  counts?: Counts;
  /** The partition that it is of, where the file has tables of several. */
  partition?: string;
}

/** A system whose atoms are known exactly. */
export interface SystemInfo {
  name: string;
  title: string;
  description: string;
  /** Kind of system, for a gallery. */
  group: string;
  /** Default dependence of the two sources, where it can be set. */
  rho: number | null;
  /** Default strengths of the parts of x1 and x2, 0 to 1, where they can be set. */
  strengths: [number, number] | null;
  /** Symbols of x1, x2 and y. */
  shape: [number, number, number];
  truth: PlainAtoms;
  /** Mean over its groups of samples; null without groups. */
  within: PlainAtoms | null;
  h_y: number;
}

/** How samples of a system are drawn. */
export interface GenerateOptions {
  /** Samples; 2000 by default. */
  n?: number;
  /** Length of the noise of an embedding; two states are about `sqrt(2 d)` apart. */
  sigma?: number;
  /** Features of each embedding. */
  d?: number;
  /** Probability that the second vote copies the first, for systems that have it. */
  rho?: number;
  /** How much the parts of x1 and x2 count, 0 to 1, for systems that have it. */
  strengths?: readonly [number, number] | null;
  /** Variance of each embedding that is about nothing else, in units of that of its states; 0 by default. */
  nuisance?: number;
  seed?: number;
}

/** What a partition of an input looks like. */
export interface Look {
  /**
   * Rows of the file that are placed, from 0, ascending: at most 3,000, drawn by the seed, of every input the
   * same.
   */
  rows: Uint32Array;
  /** Their places among the samples of the analysis: the rows themselves unless some were left out. */
  places: Uint32Array;
  /** Where they lie in the plane of greatest variance of the prepared samples: two coordinates each. */
  samples: Float32Array;
  /** Where the centroids lie: two coordinates a code. */
  centroids: Float32Array;
  /** Share of the variance that the plane has. */
  variance_kept: number;
  /** Of each code the rows nearest to its centroid, nearest first. */
  nearest: Uint32Array[];
}

/** An array: values row by row. */
export interface ArrayData<T extends ArrayBufferView = Float32Array> {
  data: T;
  shape: number[];
}

/** Several sources as one. */
export interface Joined {
  data: Float32Array;
  shape: [number, number];
}

/** Samples of a system, with its exact atoms. */
export interface Generated {
  x1: ArrayData;
  x2: ArrayData;
  y: ArrayData<Int32Array>;
  /** Groups of the samples, for strata; only of systems that have them. */
  z?: ArrayData<Int32Array>;
  truth: PlainAtoms;
}

/** Reports done of total; false stops the work. */
export type EngineProgress = (done: number, total: number) => boolean;

/** Holds the inputs of a worker and runs tasks on them. */
export interface EngineWorkspace {
  begin(slot: string, name: string, size: number, how: LoadHow): void;
  /** Where the bytes of the file that are needed next begin and end; undefined once there is enough. */
  wanted(slot: string): Float64Array | undefined;
  push(slot: string, chunk: Uint8Array): void;
  finish(slot: string, progress?: EngineProgress): InputFacts;
  labels(slot: string, values: string[], how: LoadHow): InputFacts;
  /**
   * Ends the reading of `slots` and gives all features side by side; with `l2` each source of each sample is
   * of length one.
   */
  join(slots: string[], l2: boolean): Joined;
  begin_assign(slot: string, name: string, size: number, how: LoadHow, codebooks: Codebook[]): void;
  finish_assign(slot: string): Uint32Array[];
  begin_task(slot: string, name: string, size: number, how: LoadHow, task: Task): void;
  finish_task(slot: string): TaskOutput;
  forget(slot: string): void;
  run(task: Task, progress: EngineProgress): TaskOutput;
  look(slot: string, codebook: Codebook, codes: Uint32Array, seed: number): Omit<Look, 'places'> | null;
  memory(): number;
  free(): void;
}

/** Decides what is to be done next and puts the report together. */
export interface EngineAnalysis {
  ready(): Task[];
  complete(id: number, output: TaskOutput): void;
  progress(): CoordinatorProgress;
  preview(): Report | undefined;
  report(): Report | undefined;
  extras(): Extras | undefined;
  free(): void;
}

/** Everything that the wasm module exports. */
export interface Engine {
  initSync(source: { module: WebAssembly.Module }): unknown;
  version(): string;
  resolve_options(partial: object): Options;
  random_seed(): number;
  /** What an analysis of inputs that were only looked at will take. */
  foresee(options: object, facts: FactsBySlot): Foreseen;
  /** A fixed piece of work. */
  exercise(): void;
  Workspace: new () => EngineWorkspace;
  Analysis: {
    new (options: object, facts: FactsBySlot): EngineAnalysis;
    from_counts(options: object, counts: Counts | Counts[]): EngineAnalysis;
  };
  Sha256: new () => { update(chunk: Uint8Array): void; finish(): string };
  decompose(table: Table, options: { tolerance_bits?: number }, progress: EngineProgress): Decomposition;
  parse_table(name: string, bytes: Uint8Array): Table[];
  systems(): SystemInfo[];
  generate(name: string, options: GenerateOptions): Generated;
}
