/** `modalens.sweep/1`: the same analysis under other choices, one changed at a time. */

import { RULES } from '../generated/constants';
import type { Inputs } from '../inputs/source';
import { type ErrorFacts, ModalensError } from '../types/errors';
import type { Options, PartialOptions, Preparation } from '../types/options';
import type { Report } from '../types/report';
import { chosenK, type ManyControl, partly, type Runner } from './many';
import { pointOf, type Series, type SeriesPoint } from './point';
import { type Verdicts, verdictsOf } from './verdicts';

/** What is varied, and over which values; what is left out is not varied. */
export interface SweepAxes {
  /** Codes of x1 and x2. */
  k?: readonly number[];
  /** Preparations by name. */
  preparation?: readonly PreparationName[];
  /** Codes of K-means, or those that follow what a probe says of y. */
  discretiser?: readonly Discretiser[];
  /** Noise on the samples, in multiples of the spread within codes. */
  noise?: readonly number[];
  /** A target of scores of options: the best option of each sample, or K-means on the scores. */
  scores?: readonly Scores[];
}

/** How scores of options become codes. */
export type Scores = Exclude<Options['y_scores'], 'auto'>;

/** How codes are made. */
export type Discretiser = Options['discretiser'];

/** Names of preparations. */
export type PreparationName = keyof typeof PREPARATIONS;

/** Noise of a sweep where none is named. */
export const SWEEP_NOISE: readonly number[] = [0, 0.1, 0.3, 0.5, 1];

/** Principal components that whitening keeps at most. */
const WHITENED = 64;

const PLAIN: Preparation = { l2: false, centre: false, pca: null, whiten: false };

/** Preparations that a sweep compares. */
export const PREPARATIONS = {
  l2: { ...PLAIN, l2: true },
  none: PLAIN,
  centre: { ...PLAIN, l2: true, centre: true },
  whiten: { ...PLAIN, l2: true, pca: WHITENED, whiten: true },
} as const satisfies Record<string, Preparation>;

/** The grid of K of the source paper beside that of the automatic choice. */
export const SWEEP_K: readonly number[] = [...new Set([...RULES.k_grid, 16, 64, 256])].sort((a, b) => a - b);

/** An analysis with one choice changed. */
export interface SweepPoint {
  /** The option that is changed. */
  option: keyof SweepAxes;
  /** What it is changed to. */
  value: number | string;
  /** null if it cannot be computed. */
  report: Report | null;
  /** Why not. */
  error: ErrorFacts | null;
}

/** An analysis and the same under other choices. */
export interface Sweep {
  schema: 'modalens.sweep/1';
  /** The analysis from which each point differs in one option. */
  base: Report;
  points: SweepPoint[];
  /** Over all points. */
  verdicts: Verdicts;
  /** Over the points of one option. */
  by_option: Partial<Record<keyof SweepAxes, Verdicts>>;
}

/** Control of a sweep. */
export interface SweepControl extends ManyControl<SweepPoint> {
  /** What is there of the same inputs and options: the analysis, and points that are not computed again. */
  from?: Pick<Sweep, 'base' | 'points'>;
}

/** A point before it is computed. */
type Planned = Pick<SweepPoint, 'option' | 'value'> & { options: PartialOptions };

/** Samples a cell of the triple table with so many codes; labels stay as many as they are. */
export function samplesPerCellAt({ n, partition }: Report, k: number): number {
  const { x1, x2, k1, k2, ky } = partition;
  return n / ((x1 ? k : k1) * (x2 ? k : k2) * ky);
}

/**
 * With fewer samples a cell than synergy may be shown with, the plug-in values alone say what there is to
 * say.
 */
function atK(base: Report, options: PartialOptions, k: number): Planned {
  const few = samplesPerCellAt(base, k) < RULES.triple_cell_shown;
  return { option: 'k', value: k, options: { ...options, k, ...(few && { method: 'plugin' as const }) } };
}

/** Every point of the axes in the order in which they are computed. */
function plan(base: Report, given: PartialOptions, axes: SweepAxes): Planned[] {
  const k: Options['k'] = chosenK(base);
  // What a probe reads of the samples is told with the analysis; no curve shows it.
  const options = { ...given, gauge: false };
  return [
    ...(axes.k ?? []).map((value) => atK(base, options, value)),
    ...(axes.preparation ?? []).map(
      (value): Planned => ({
        option: 'preparation',
        value,
        options: { ...options, k, preparation: PREPARATIONS[value] },
      }),
    ),
    ...(axes.discretiser ?? []).map(
      (value): Planned => ({
        option: 'discretiser',
        value,
        options: { ...options, k, discretiser: value },
      }),
    ),
    ...(axes.noise ?? []).map(
      (value): Planned => ({ option: 'noise', value, options: { ...options, k, noise: value } }),
    ),
    ...(axes.scores ?? []).map(
      (value): Planned => ({ option: 'scores', value, options: { ...options, k, y_scores: value } }),
    ),
  ];
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether the point is the analysis that is there already. */
function isBase({ option, value }: Planned, base: Report): boolean {
  if (option === 'k') return value === chosenK(base);
  if (option === 'noise') return value === base.options.noise;
  if (option === 'scores') return value === (base.inputs.y.scores ? 'argmax' : 'kmeans');
  // An analysis with label-aware codes has those of K-means as well.
  if (option === 'discretiser') return value === 'kmeans' || base.label_aware !== null;
  return sameJson(PREPARATIONS[value as PreparationName], base.options.preparation);
}

/** A point that was computed. */
type Made = SweepPoint & { report: Report };

const isMade = (point: SweepPoint): point is Made => point.report !== null;

/** The report of a point as its curve shows it: of label-aware codes their own answer. */
function shownOf({ option, value, report }: Made): Report {
  if (option !== 'discretiser' || value !== 'probe' || !report.label_aware) return report;
  const { comparison: _, ...answer } = report.label_aware;
  return { ...report, ...answer };
}

/** A failure of one point is told with it, unless it is one of every point. */
function failureOf(thrown: unknown): ErrorFacts {
  if (thrown instanceof ModalensError && ['invalid_option', 'too_many_codes'].includes(thrown.code))
    return thrown.toJSON();
  throw thrown;
}

/** It as the `index`th of its curve. */
export function seriesPointOf(point: Made, index: number): SeriesPoint {
  const { value } = point;
  return pointOf(shownOf(point), typeof value === 'number' ? value : index, String(value));
}

/** The points of a sweep as curves, one an option. */
export function seriesOfSweep({ base, points }: Pick<Sweep, 'base' | 'points'>): Series[] {
  const options = [...new Set(points.map(({ option }) => option))];
  return options.map((option) => ({
    kind: option,
    title: null,
    names: base.options.names,
    points: points
      .filter(isMade)
      .filter((point) => point.option === option)
      .map(seriesPointOf),
  }));
}

/** A point that is there already; one that failed is tried again. */
const foundIn = (from: SweepControl['from'], { option, value }: Planned): SweepPoint | undefined =>
  from?.points.find((point) => point.report !== null && point.option === option && point.value === value);

/** Analyses the inputs, then again with one choice changed at a time. */
export async function analyzeSweep(
  runner: Runner,
  inputs: Inputs,
  axes: SweepAxes,
  options: PartialOptions = {},
  control: SweepControl = {},
): Promise<Sweep> {
  const { from } = control;
  const count = 1 + Object.values(axes).reduce((sum, values: readonly unknown[]) => sum + values.length, 0);
  const base = from?.base ?? (await runner.analyze(inputs, options, partly(control, 0, count)));
  const analysed = (planned: Planned, index: number): Promise<Pick<SweepPoint, 'report' | 'error'>> =>
    runner.analyze(inputs, planned.options, partly(control, index + 1, count)).then(
      (report) => ({ report, error: null }),
      (thrown: unknown) => ({ report: null, error: failureOf(thrown) }),
    );
  const points: SweepPoint[] = [];
  for (const [index, planned] of plan(base, options, axes).entries()) {
    const { option, value } = planned;
    const before = foundIn(from, planned);
    if (before) {
      points.push(before);
      continue;
    }
    const found = isBase(planned, base) ? { report: base, error: null } : await analysed(planned, index);
    const point = { option, value, ...found };
    points.push(point);
    control.onPart?.(point);
  }
  const series = seriesOfSweep({ base, points });
  const by_option = Object.fromEntries(series.map((one) => [one.kind, verdictsOf([one])]));
  return { schema: 'modalens.sweep/1', base, points, verdicts: verdictsOf(series), by_option };
}
