/** The places of an axis: what is there, and what can be computed. */

import {
  chosenK,
  PREPARATIONS,
  pointOf,
  type Report,
  type Series,
  SWEEP_K,
  SWEEP_NOISE,
  type SweepAxes,
  samplesPerCellAt,
} from '../library';
import { MAX_CODES, SAMPLES_NEEDED } from '../text/rules';
import { PREPARATION_NAMES } from '../text/varied';
import type { Analysis } from './analyses';
import type { Axis } from './curves';
import { canVary, depthOf, seriesOf, type Varied, withPoint } from './explored';

/** What an axis is of. */
type Subject = Pick<Analysis, 'report' | 'series' | 'entries'>;

const DISCRETISERS = ['kmeans', 'probe'] as const;
const SCORES = ['argmax', 'kmeans'] as const;

/** Values of K at most, so that a slip of the pen does not run for hours. */
const MOST_VALUES = 32;

/** The largest K that can be asked for. */
export const largestOf = ({ n }: Report): number => Math.min(n, MAX_CODES);

/** Values of K as they are usual: the grid and that of the source paper; no more than there are samples. */
export const usualGrid = (report: Report): number[] => SWEEP_K.filter((k) => k <= largestOf(report));

/** Values of K as written, ascending and each once; null if they are not whole numbers that can be run. */
export function gridOf(text: string, report: Report): number[] | null {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const values = [...new Set(words.map(Number))].sort((a, b) => a - b);
  const fit = values.every((k) => Number.isInteger(k) && k >= 2 && k <= largestOf(report));
  return fit && values.length > 0 && values.length <= MOST_VALUES ? values : null;
}

/** Values of K that were asked for, and that of the answer. */
function valuesOfK({ report }: Pick<Analysis, 'report'>, grid: readonly number[] | null): number[] {
  const own = chosenK(report);
  const all = new Set([...(grid ?? usualGrid(report)), ...(own === 'auto' ? [] : [own])]);
  return [...all].sort((a, b) => a - b);
}

/** What a sweep of a kind is asked for; values of K are the usual ones unless they are given. */
export function axesOf(
  analysis: Pick<Analysis, 'report'>,
  kind: Varied,
  grid: readonly number[] | null = null,
): SweepAxes {
  if (kind === 'preparation') return { preparation: PREPARATION_NAMES };
  if (kind === 'discretiser') return { discretiser: DISCRETISERS };
  if (kind === 'noise') return { noise: SWEEP_NOISE };
  if (kind === 'scores') return { scores: SCORES };
  return { k: valuesOfK(analysis, grid) };
}

/** Labels of what can be computed. */
function planned(analysis: Subject, kind: Varied | 'layers', grid: readonly number[] | null): string[] {
  if (kind === 'layers') return (depthOf(analysis)?.numbers ?? []).map((layer) => `layer ${layer}`);
  return canVary(analysis)
    ? Object.values(axesOf(analysis, kind, grid))
        .flat()
        .map(String)
    : [];
}

/** The label of the answer itself on an axis; null where it is not one of its places. */
function ownOf(analysis: Subject, kind: Varied | 'layers'): string | null {
  const { report } = analysis;
  if (kind === 'k') return String(chosenK(report));
  if (kind === 'discretiser') return 'kmeans';
  if (kind === 'noise') return String(report.options.noise);
  if (kind === 'scores') return report.inputs.y.scores ? 'argmax' : 'kmeans';
  if (kind === 'layers') {
    const at = depthOf(analysis)?.at ?? null;
    return at === null ? null : `layer ${at}`;
  }
  const same = (name: (typeof PREPARATION_NAMES)[number]): boolean =>
    JSON.stringify(PREPARATIONS[name]) === JSON.stringify(report.options.preparation);
  return PREPARATION_NAMES.find(same) ?? null;
}

/** The points of an axis: the answer itself is one of them from the beginning. */
function withOwn(analysis: Subject, kind: Varied | 'layers', own: string | null): Series {
  const { report } = analysis;
  const { names } = report.options;
  const there = seriesOf(analysis, kind) ?? { kind, title: null, names, points: [] };
  if (own === null || there.points.some(({ label }) => label === own)) return there;
  const [grown] = withPoint(
    [there],
    kind,
    names,
    pointOf(report, Number(own.replace(/^layer /, '')) || 0, own),
  );
  return grown ?? there;
}

/** An axis of an analysis, with the values of K that are asked for. */
export function axisOf(
  analysis: Subject,
  kind: Varied | 'layers',
  grid: readonly number[] | null = null,
): Axis {
  const labels = planned(analysis, kind, grid);
  const own = ownOf(analysis, kind);
  const series = withOwn(analysis, kind, own);
  // What came with a link or a file may be of other values.
  for (const { label, at } of series.points) {
    if (labels.includes(label)) continue;
    const place = labels.findIndex((one) => Number(one.replace(/^layer /, '')) > at);
    labels.splice(place < 0 ? labels.length : place, 0, label);
  }
  const few =
    kind === 'k' ? labels.filter((k) => samplesPerCellAt(analysis.report, Number(k)) < SAMPLES_NEEDED) : [];
  return { series, labels, own, few: new Set(few) };
}

/** Places that are not computed yet. */
export const missing = ({ series, labels }: Axis): number => {
  const there = new Set(series.points.map(({ label }) => label));
  return labels.filter((label) => !there.has(label)).length;
};
