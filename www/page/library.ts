/** What the page uses of the library, in one place. */

export interface Estimate {
  plugin: number; estimate: number | null; se: number | null; lower: number | null; upper: number | null;
  level: number; method: string; present: boolean | null; present_in_seeds: [number, number] | null;
}
export interface Share { status: 'defined' | 'undefined'; reason: string | null; estimate: number | null; lower: number | null; upper: number | null }
export interface Warning { code: string; level: 'stop' | 'caution' | 'note'; message: string }
export interface ReportInput { name: string | null; shape: number[]; dtype: string; sha256: string | null }
export interface Preparation { l2: boolean; centre: boolean; pca: number | null; whiten: boolean }
export interface Options {
  k: number | 'auto'; ky: number | 'auto'; seed: number; names: [string, string, string];
  method: 'full' | 'plugin'; seeds: number; n_init: number; max_iterations: number;
  preparation: Preparation; tolerance_bits: number; drop_nonfinite: boolean;
}
export type PartialOptions = Partial<Omit<Options, 'names' | 'preparation'>> & {
  names?: [string, string] | [string, string, string]; preparation?: Partial<Preparation>;
};
export interface Clustering { inertia: number; restart_spread: number; sizes: number[]; variance_kept: number | null }
export interface Partition {
  k1: number; k2: number; ky: number; choice: string;
  seed_agreement: number | null; seed_agreement_x1: number | null; seed_agreement_x2: number | null;
  samples_per_triple_cell: number; occupied_cells: number;
  x1: Clustering | null; x2: Clustering | null; y: Clustering | null;
}
export interface Atoms<T = Estimate> { redundancy: T; unique1: T; unique2: T; synergy: T }
export interface Report {
  schema: 'modalens.report/1'; engine: string;
  inputs: { x1: ReportInput; x2: ReportInput; y: ReportInput };
  n: number; options: Options; partition: Partition;
  information_bits: { i1: Estimate; i2: Estimate; i12: Estimate; union: Estimate; h_y: number };
  atoms_bits: Atoms;
  contribution: { c1: Share; c2: Share; shapley1: Share; shapley2: Share };
  ranking: { claim: 'x1' | 'x2' | 'none'; difference_bits: Estimate };
  solver: { lower_bits: number; upper_bits: number; gap_bits: number; iterations: number; matrix_products: number; termination: 'converged' | 'iteration_limit' | 'interrupted' };
  warnings: Warning[];
}
export interface ErrorFacts { code: string; message: string; hint: string }
export interface LoadHow { member?: string; pooling?: 'mean' | 'last' | { layer: number }; kind?: 'labels' | 'numbers' }
export interface InputFacts {
  name: string; kind: 'labels' | 'numbers'; shape: number[]; dtype: string; rows: number; columns: number; bytes: number; preview: string[];
  distinct?: number; nonfinite: { count: number; rows: number[] }; constant: boolean; members?: { name: string; shape: number[]; dtype: string }[];
  notes: string[]; sha256?: string;
}
export interface Phase { id: string; label: string; done: number; total: number; state: 'next' | 'now' | 'done' }
export interface Progress { phase: string; done: number; total: number; share: number; phases: Phase[] }
export interface Control { signal?: AbortSignal; onProgress?: (progress: Progress) => void; onPreview?: (report: Report) => void }
export interface Counts { shape: [number, number, number]; cells: Uint32Array | number[]; counts: Uint32Array | Float64Array | number[] }
export interface Extras {
  counts: Counts;
  counts_by_seed?: Counts[];
  codes?: { x1: Uint32Array; x2: Uint32Array; y: Uint32Array };
  codebooks?: Partial<Record<'x1' | 'x2' | 'y', { shape: [number, number]; data: Float32Array }>>;
  trace?: [number, number, number][];
}
export interface AnalysisResult { report: Report; extras: Extras }
export interface SystemInfo { name: string; title: string; description: string; group: string; truth: Atoms<number>; h_y: number }
export interface GenerateOptions { n?: number; sigma?: number; d?: number; rho?: number; seed?: number }
export interface ArrayData<T extends ArrayBufferView = Float32Array> { data: T; shape: number[] }
export interface Generated { x1: ArrayData; x2: ArrayData; y: ArrayData<Int32Array | Uint32Array>; truth: Atoms<number> }
export type PlainSource = Blob | { data: Float32Array | Int32Array | Uint32Array; shape: readonly number[]; name?: string } | readonly string[];
export type Source = PlainSource | { source: PlainSource; name?: string; member?: string; pooling?: LoadHow['pooling']; kind?: LoadHow['kind'] };
export interface Inputs { x1: Source; x2: Source; y: Source }

/** The analyzer, as far as the page needs it. */
export interface Engine {
  run(inputs: Inputs, options?: PartialOptions, control?: Control): Promise<AnalysisResult>;
  recompute(shared: { options: object; parts: object }, control?: Control): Promise<AnalysisResult>;
  inspect(source: Source, how?: LoadHow, control?: Control): Promise<InputFacts>;
  resolveOptions(partial?: PartialOptions): Promise<Options>;
  systems(): Promise<SystemInfo[]>;
  generate(name: string, options?: GenerateOptions, control?: Control): Promise<Generated>;
}
