/**
 * What the page uses of the library, in one place: the public entry with the engine inlined, so that it may
 * run without any connection.
 */

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
