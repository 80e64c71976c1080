/** Names that every entry with an analyzer exports. */

export type { Analyzer, Recomputable } from './api';
export type { AnalyzerConfig, WasmSource } from './config';
export type { Control, Progress } from './control';
export type {
  ArrayData, Codebook, Counts, Extras, GenerateOptions, Generated, InputFacts, LoadHow, Phase, PhaseId, Slot, SystemInfo, Table,
} from './engine';
export { decodeCodebook, encodeCodebook } from './codebook';
export { latexText, methodsParagraph, reproducingCommand, toCsv, toLatex, type Entry } from './exports';
export { ModalensError, type ErrorFacts } from './errors';
export type { AnalysisResult } from './job';
export { encodeNpy, type NumberArray } from './npy';
export type { Options, PartialOptions, Preparation } from './options';
export type {
  AtomName, Atoms, Clustering, Decomposition, Estimate, Information, Partition, Ranking, Report, ReportInput, Share,
  SolverReport, Strata, Stratum, Warning,
} from './report';
export type { ArraySource, Inputs, PlainSource, ReadSource, Source } from './sources';
