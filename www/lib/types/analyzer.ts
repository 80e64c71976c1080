/** The public interface of an analyzer. */

import type { LayerInputs, Layers, LayersControl } from '../explore/layers';
import type { ManyControl } from '../explore/many';
import type { Modalities, ModalityInputs, ModalityPart } from '../explore/modalities';
import type { StudyInput, StudyRow } from '../explore/study';
import type { Sweep, SweepAxes, SweepControl } from '../explore/sweep';
import type { Inputs, Source } from '../inputs/source';
import type { Control } from '../run/control';
import type { AnalysisResult } from '../run/run';
import type {
  Codebook,
  Counts,
  Generated,
  GenerateOptions,
  InputFacts,
  Joined,
  LoadHow,
  Look,
  Slot,
  SystemInfo,
  Table,
} from './engine';
import type { Options, PartialOptions } from './options';
import type { Decomposition, Report } from './report';

/** Counts of an analysis with its options: enough to compute its report again. */
export interface Recomputable {
  /** Options as resolved. */
  options: Options;
  /** Counts of the headline partition; or of several of the same samples, whose estimates are pooled. */
  counts: Counts | readonly Counts[];
}

/**
 * Runs analyses in workers; made by `createAnalyzer`.
 *
 * Every promise settles: with a result, with a `ModalensError`, or with the reason of the signal. Runs
 * go one after the other, since each uses all workers.
 */
export interface Analyzer {
  /**
   * Analyses three inputs with the same samples in the same order, and within strata if these are given;
   * gives the report alone.
   */
  analyze(inputs: Inputs, options?: PartialOptions, control?: Control): Promise<Report>;
  /** The same; gives the report with counts, codes and codebooks. */
  run(inputs: Inputs, options?: PartialOptions, control?: Control): Promise<AnalysisResult>;
  /** The same analysis for every layer, the last one first; `onPart` gets each as it is done. */
  layers(inputs: LayerInputs, options?: PartialOptions, control?: LayersControl): Promise<Layers>;
  /** An analysis, and the same with one choice changed at a time; `onPart` gets each point as it is done. */
  sweep(inputs: Inputs, axes: SweepAxes, options?: PartialOptions, control?: SweepControl): Promise<Sweep>;
  /** Many analyses: gives each as it is done, one that failed with its error. */
  study(
    rows: readonly StudyInput[],
    options?: PartialOptions,
    control?: ManyControl<StudyRow>,
  ): AsyncGenerator<StudyRow, void, void>;
  /** More than two modalities: each against all others together, and every pair. */
  modalities(
    inputs: ModalityInputs,
    options?: PartialOptions,
    control?: ManyControl<ModalityPart>,
  ): Promise<Modalities>;
  /** Several sources of numbers as one, side by side; with `l2` each is of length one first. */
  join(sources: readonly Source[], l2: boolean, control?: Control): Promise<Joined>;
  /** Computes a report again from the counts of a link or a file. */
  recompute(shared: Recomputable, control?: Control): Promise<AnalysisResult>;
  /**
   * What the shown partition of x1 or x2 looks like: samples and centroids in the plane of greatest variance,
   * and the samples nearest to each centroid. `inputs` are those of the analysis; null for labels, and where
   * an input is in memory in part only.
   */
  look(inputs: Inputs, result: AnalysisResult, slot: 'x1' | 'x2', control?: Control): Promise<Look | null>;
  /** Looks at an input without keeping it: shape, item type, first values, what is wrong with it. */
  inspect(source: Source, how?: Partial<LoadHow>, control?: Control): Promise<InputFacts>;
  /**
   * Codes of all samples by a codebook of an earlier analysis; the source is read in pieces, so that it may
   * be larger than memory.
   */
  assign(codebook: Codebook, source: Source, control?: Control): Promise<Uint32Array>;
  /** The same by several codebooks, such as those of all partitions, in one pass. */
  assignAll(codebooks: readonly Codebook[], source: Source, control?: Control): Promise<Uint32Array[]>;
  /** Exact plug-in decomposition of a table of masses or counts. */
  decompose(table: Table, options?: { tolerance_bits?: number }, control?: Control): Promise<Decomposition>;
  /** Reads a CSV table with columns x1, x2, y and count or p. */
  parseTable(source: Source, control?: Control): Promise<Table>;
  /** The same of a table that also has a column partition: one table for each. */
  parseTables(source: Source, control?: Control): Promise<Table[]>;
  /** Systems whose atoms are known exactly. */
  systems(): Promise<SystemInfo[]>;
  /** Samples of such a system, with its exact atoms. */
  generate(name: string, options?: GenerateOptions, control?: Control): Promise<Generated>;
  /**
   * About how many seconds an analysis of inputs that were only looked at will take here: from its work, and
   * from how fast this machine is, which is measured the first time.
   */
  foresee(facts: Readonly<Record<Slot, InputFacts>>, options?: PartialOptions): Promise<number>;
  /** Options with defaults filled in, checked. */
  resolveOptions(partial?: PartialOptions): Promise<Options>;
  /** A fresh seed. */
  randomSeed(): Promise<number>;
  /** Version of the engine. */
  version(): Promise<string>;
  /** Ends the workers; pending calls reject. */
  dispose(): void;
}
