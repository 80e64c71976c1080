/** What a link or a file does not tell unless its author agrees: names of files, and labels of strata. */

import type { SeriesPoint } from '../explore/point';
import type { Report, Strata, Warning } from '../types/report';
import type { Shared } from './types';

/** `strata` by number instead of by label: labels may tell as much as names of files. */
const numbered = (strata: Strata): Strata => ({
  ...strata,
  input: { ...strata.input, name: null },
  each: strata.each.map((stratum, i) => ({ ...stratum, label: String(i + 1) })),
  left_out: strata.left_out.map((small, i) => ({ ...small, label: String(strata.each.length + i + 1) })),
});

/** A group by its number instead of by its label. */
const byNumber = <T extends { label: string }>(group: T, i: number): T => ({
  ...group,
  label: String(i + 1),
});

/** `report` without the names of its files, also where a warning tells them, and of its strata. */
function namelessReport(report: Report): Report {
  const slots = ['x1', 'x2', 'y'] as const;
  const inputs = { ...report.inputs };
  let { warnings, passed } = report;
  for (const slot of slots) {
    const { name } = report.inputs[slot];
    inputs[slot] = { ...report.inputs[slot], name: null };
    if (name === null || name.length <= 2) continue;
    const told = (text: string): string => text.replaceAll(name, slot.toUpperCase());
    const without = (warning: Warning): Warning => ({
      ...warning,
      message: told(warning.message),
      fact: told(warning.fact),
      effect: told(warning.effect),
      action: told(warning.action),
    });
    warnings = warnings.map(without);
    passed = passed.map(without);
  }
  const { strata, samples } = report;
  return {
    ...report,
    inputs,
    warnings,
    passed,
    strata: strata && numbered(strata),
    samples: samples && {
      ...samples,
      by_label: samples.by_label.map(byNumber),
      by_stratum: samples.by_stratum.map(byNumber),
    },
  };
}

/** A point without these names. Its label, and the keys of a study, are its author's own words. */
const namelessPoint = (point: SeriesPoint): SeriesPoint => ({
  ...point,
  report: point.report && namelessReport(point.report),
});

/** `shared` without these names. */
export function nameless(shared: Shared): Shared {
  const { analyses, series, study } = shared;
  return {
    ...shared,
    analyses: analyses.map((analysis) => ({ ...analysis, report: namelessReport(analysis.report) })),
    series: series.map((one) => ({ ...one, points: one.points.map(namelessPoint) })),
    study: study && {
      ...study,
      rows: study.rows.map(({ keys, point, error }) => ({
        keys,
        point: point && namelessPoint(point),
        error: error && { code: error.code, message: 'It could not be analysed.', hint: '' },
      })),
    },
  };
}
