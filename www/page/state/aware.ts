/** Curves by label-aware codes, from the reports behind the points of those of K-means codes. */

import { pointOf, type Series } from '../library';

/** The same curve by label-aware codes; null unless all of its points have them. */
export function awareSeries(series: Series): Series | null {
  const points = series.points.flatMap(({ report, at, label }) => {
    if (!report?.label_aware) return [];
    const { comparison: _, ...answer } = report.label_aware;
    return [{ ...pointOf({ ...report, ...answer }, at, label), report }];
  });
  return points.length > 0 && points.length === series.points.length ? { ...series, points } : null;
}
