/** Options of an analysis. Defaults live in the engine alone; `resolveOptions` fills them in. */

/** Preparation of embeddings before K-means, in this order. */
export interface Preparation {
  /** Divide each sample by its Euclidean norm. */
  l2: boolean;
  /** Subtract the mean of each feature. */
  centre: boolean;
  /** Keep so many principal components. */
  pca: number | null;
  /** Scale the principal components to unit variance. */
  whiten: boolean;
}

/** Everything that determines a report besides the data. */
export interface Options {
  /** Codes of x1 and x2, or `auto`. */
  k: number | 'auto';
  /** Codes of a y that is clustered; under `auto` labels pass through. */
  ky: number | 'auto';
  /** Seed of everything random, below 2^53. */
  seed: number;
  /** Names of x1, x2, y in sentences. */
  names: [string, string, string];
  /** `full`: estimates, intervals, claims; `plugin`: plug-in values of one partition. */
  method: 'full' | 'plugin';
  /** K-means seeds whose partitions must agree before something is claimed. */
  seeds: number;
  /** K-means restarts per seed. */
  n_init: number;
  /** Iterations of one restart at most. */
  max_iterations: number;
  /** Preparation of the embeddings. */
  preparation: Preparation;
  /** Certified gap of the headline solution, bits. */
  tolerance_bits: number;
  /** Cut a y of one column of numbers at its quantiles into `ky` bins, instead of clustering it. */
  y_quantiles: boolean;
  /** Leave out samples with NaN or infinity instead of refusing them. */
  drop_nonfinite: boolean;
  /** Bytes that the samples of an input may take in single precision; K-means sees a random sample of a larger one. */
  budget_bytes: number;
}

/** Options as a caller gives them: any of them, and names of two or three inputs. */
export type PartialOptions = Partial<Omit<Options, 'names' | 'preparation'>> & {
  names?: [string, string] | [string, string, string];
  preparation?: Partial<Preparation>;
};
