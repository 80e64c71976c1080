/** What the page itself still has to load, and how far a run is, loading included. */

/** Samples of the examples: the files of an answer, and those of the further layers. */
export const EXAMPLES = {
  emoji: ['emoji', 'layers'],
  badges: ['badges', 'badgeLayers'],
} as const;
export type ExampleName = keyof typeof EXAMPLES;
export type SampleName = (typeof EXAMPLES)[ExampleName][number];

/** Engine and samples: large, and loaded when they are wanted or when nothing else is going on. */
export type LoadName = 'engine' | SampleName;

/** Bytes that have come, of all. */
export interface Loaded {
  done: number;
  total: number;
}

export type Loads = Partial<Record<LoadName, Loaded>>;

/**
 * What is still to come of what is wanted; null if all is there. A load that has not begun is not known of.
 */
export function pending(loads: Loads, wanted: readonly LoadName[]): Loaded | null {
  const all = wanted.flatMap((name) => loads[name] ?? []);
  const done = all.reduce((sum, one) => sum + one.done, 0);
  const total = all.reduce((sum, one) => sum + one.total, 0);
  return done < total ? { done, total } : null;
}

/** Share of the bar that loading takes where something has to be loaded first. */
const LOADING = 0.3;

/** Progress of a run as far as the bar needs it. */
export interface Course {
  /** What it waits for. */
  wants: readonly LoadName[];
  /** Whether some of that had to be loaded when it began. */
  loading: boolean;
  /** Share of the run itself. */
  done: number;
}

/** How much of the bar is full: what is loaded comes first, and nothing is taken back. */
export function share({ wants, loading, done }: Course, loads: Loads): number {
  if (!loading) return done;
  const left = pending(loads, wants);
  return left ? (LOADING * left.done) / left.total : LOADING + (1 - LOADING) * done;
}
