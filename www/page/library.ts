/**
 * What the page uses of the library, in one place: the public entry with the engine inlined, so that it may
 * run without any connection.
 */

/** What is needed before the library itself is: it weighs little, and touches neither files nor workers. */
export {
  type Compared,
  type Comparison,
  compareReports,
  type ReportDifference,
} from '../lib/explore/compare';
export {
  type LayerInputs,
  type LayerSet,
  layerPointOf,
  type Stability,
  stabilityOf,
} from '../lib/explore/layers';
export { chosenK } from '../lib/explore/many';
export { analysesOf, sharesOf } from '../lib/explore/modalities';
export { layerOf, naturally } from '../lib/explore/names';
export { type Band, pointOf, type Series, type SeriesKind, type SeriesPoint } from '../lib/explore/point';
export { type Differing, differing, type StudyInput, type StudyRow, studyOf } from '../lib/explore/study';
export { type Keys, pathsOfStudy, rowsOf } from '../lib/explore/study-files';
export {
  PREPARATIONS,
  SWEEP_K,
  SWEEP_NOISE,
  type SweepAxes,
  type SweepPoint,
  samplesPerCellAt,
  seriesPointOf,
} from '../lib/explore/sweep';
export { targetsNotes } from '../lib/explore/targets';
export { supported, type Verdict, type Verdicts, verdictsOf } from '../lib/explore/verdicts';
export type {
  AnalysisResult,
  Analyzer,
  ArrayData,
  Atoms,
  Control,
  Counts,
  ErrorFacts,
  Estimate,
  Extras,
  Generated,
  GenerateOptions,
  InputFacts,
  Inputs,
  LoadHow,
  Look,
  ManifestLine,
  NumberArray,
  Options,
  PartialOptions,
  Phase,
  Preparation,
  Progress,
  Report,
  ReportInput,
  Share,
  Source,
  Strata,
  Stratum,
  SystemInfo,
  Warning,
} from '../lib/inline';
