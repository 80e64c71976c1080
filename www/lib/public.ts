/** Names that every entry with an analyzer exports. */

export type { Analyzer, Recomputable } from './api';
export type { AnalyzerConfig, WasmSource } from './config';
export type { Control, Progress } from './control';
export type {
  ArrayData,
  Codebook,
  Counts,
  Extras,
  Generated,
  GenerateOptions,
  InputFacts,
  LoadHow,
  Phase,
  PhaseId,
  Slot,
  SystemInfo,
  Table,
} from './engine';
export { type ErrorFacts, ModalensError } from './errors';
export { type Entry, latexText, methodsParagraph, reproducingCommand, toCsv, toLatex } from './export';
export { decodeCodebook, encodeCodebook } from './export/codebook';
export type { AnalysisResult } from './job';
export { encodeNpy, type NumberArray } from './npy';
export type { ArraySource, Inputs, PlainSource, ReadSource, Source } from './sources';
export type { Options, PartialOptions, Preparation } from './types/options';
export type {
  AtomName,
  Atoms,
  Clustering,
  Decomposition,
  Estimate,
  Information,
  Partition,
  Ranking,
  Report,
  ReportInput,
  Share,
  SolverReport,
  Strata,
  Stratum,
  Warning,
} from './types/report';
