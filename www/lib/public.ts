/** Names that every entry with an analyzer exports. */

export { type Compared, type Comparison, compareReports, type ReportDifference } from './explore/compare';
export {
  type Layer,
  type LayerInputs,
  type LayerSet,
  type Layers,
  type LayersControl,
  layerPointOf,
  type Stability,
  stabilityOf,
} from './explore/layers';
export { isManifest, type ManifestFile, type ManifestLine, readManifest } from './explore/manifest';
export type { ManyControl } from './explore/many';
export {
  analysesOf,
  type Modalities,
  type ModalityInputs,
  type ModalityPart,
  sharesOf,
} from './explore/modalities';
export { layerOf, naturally } from './explore/names';
export { type Band, pointOf, type Series, type SeriesKind, type SeriesPoint } from './explore/point';
export { differing, type Study, type StudyInput, type StudyRow, studyOf } from './explore/study';
export { type Keys, pathsOfStudy, rowsOf, type StudyFiles } from './explore/study-files';
export {
  type Discretiser,
  PREPARATIONS,
  type PreparationName,
  SWEEP_K,
  SWEEP_NOISE,
  type Sweep,
  type SweepAxes,
  type SweepControl,
  type SweepPoint,
  samplesPerCellAt,
  seriesOfSweep,
  seriesPointOf,
} from './explore/sweep';
export { targetsNotes } from './explore/targets';
export { agree, supported, type Verdict, type Verdicts, verdictsOf } from './explore/verdicts';
export {
  answersCsv,
  type Entry,
  latexText,
  methodsParagraph,
  reproducingCommand,
  toCsv,
  toLatex,
} from './export';
export { decodeCodebook, decodeCodebooks, encodeCodebook, encodeCodebooks } from './export/codebook';
export { FAILURES } from './generated/failures';
export type { Failure } from './generated/types';
export { encodeNpy, type NumberArray } from './inputs/npy';
export type { ArraySource, Inputs, PlainSource, ReadSource, Source } from './inputs/source';
export type { AnalyzerConfig, WasmSource } from './run/config';
export type { Activity, Control, Progress } from './run/control';
export type { AnalysisResult } from './run/run';
export type { Analyzer, Recomputable } from './types/analyzer';
export type {
  ArrayData,
  Codebook,
  Codebooks,
  Counts,
  Extras,
  Generated,
  GenerateOptions,
  InputFacts,
  Joined,
  LoadHow,
  Look,
  Phase,
  PhaseId,
  Slot,
  SystemInfo,
  Table,
} from './types/engine';
export { type ErrorCode, type ErrorFacts, ModalensError } from './types/errors';
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
export { RULES, type Rules } from './types/rules';
