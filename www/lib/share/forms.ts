/** Results in the form in which they are shared. */

import { type Layers, layerPointOf } from '../explore/layers';
import type { Modalities } from '../explore/modalities';
import { pointOf } from '../explore/point';
import type { Study } from '../explore/study';
import { type Sweep, seriesOfSweep } from '../explore/sweep';
import type { Counts, Extras } from '../types/engine';
import type { Report } from '../types/report';
import { digestOf } from './digest';
import { isCounts } from './schema';
import type { Shared, SharedAnalysis } from './types';

/** Nothing. */
export const NOTHING: Shared = { analyses: [], series: [], study: null, view: {}, left_out: [] };

/** Counts as plain lists; null if there are none, or more than may be read again. */
function plainCounts(counts: Counts | undefined): Counts | null {
  const plain = counts && {
    shape: counts.shape,
    cells: [...counts.cells],
    counts: [...counts.counts].map(Number),
  };
  return isCounts(plain) ? plain : null;
}

/** An analysis in the form in which it is shared. */
export function sharedAnalysis(
  report: Report,
  extras?: Pick<Extras, 'counts'>,
  title: string | null = null,
): SharedAnalysis {
  return { title, report, digest: digestOf(report), counts: plainCounts(extras?.counts) };
}

/** One analysis and nothing else. */
export function shareOne(report: Report, extras?: Pick<Extras, 'counts'>): Shared {
  return { ...NOTHING, analyses: [sharedAnalysis(report, extras)] };
}

/** The layers of a model as curves, and the analysis of the last one. */
export function shareLayers({ layers }: Pick<Layers, 'layers'>): Shared {
  const points = layers.map(layerPointOf);
  const { report } = layers.at(-1)!;
  const names = report.options.names;
  return {
    ...NOTHING,
    analyses: [sharedAnalysis(report, undefined, points.at(-1)!.label)],
    series: [{ kind: 'layers', title: null, names, points }],
  };
}

/** A sweep as curves, and the analysis that they start from. */
export function shareSweep(sweep: Pick<Sweep, 'base' | 'points'>): Shared {
  return { ...shareOne(sweep.base), series: seriesOfSweep(sweep) };
}

/** The rows of a study, and the analysis of the first. */
export function shareStudy({ columns, rows }: Pick<Study, 'columns' | 'rows'>): Shared {
  const first = rows.find(({ report }) => report !== null);
  const shared = rows.map(({ keys, report, error }, i) => ({
    keys,
    point: report && pointOf(report, i, Object.values(keys).join(' ').slice(0, 100)),
    error,
  }));
  const analyses = first?.report
    ? [sharedAnalysis(first.report, undefined, Object.values(first.keys).join(', ').slice(0, 200))]
    : [];
  return { ...NOTHING, analyses, study: { columns, rows: shared } };
}

/** Every analysis of more than two modalities as a row of a table. */
export function shareModalities({ one_vs_rest, pairs }: Pick<Modalities, 'one_vs_rest' | 'pairs'>): Shared {
  const rows = [...one_vs_rest, ...pairs].map((report) => {
    const [x1, x2] = report.options.names;
    return { keys: { x1, x2 }, report, error: null };
  });
  return shareStudy({ columns: ['x1', 'x2'], rows });
}
