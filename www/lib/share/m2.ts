/**
 * Links of version 2: rounded JSON by the shapes of its objects, curves without their reports, counts as a
 * string.
 */

import type { SeriesPoint } from '../explore/point';
import type { Counts } from '../types/engine';
import type { Report } from '../types/report';
import { mayTravel, type PackedCounts, packCounts, unpackCounts } from './counts';
import { NOTHING } from './forms';
import { parseBounded } from './parse';
import { roundedNumbers } from './rounding';
import { packShapes, unpackShapes } from './shapes';
import type { Shared, SharedAnalysis, SharedStudy } from './types';

/** Decimals of bits in a link: of an analysis, and of a point of a curve. */
const DECIMALS = { analysis: 6, point: 4 };

/** A link has no room for how the atoms vary with the samples: two reports by link are compared unpaired. */
const withoutBlocks = ({ samples, ...report }: Report) => {
  if (!samples) return { ...report, samples };
  const { by_block: _, ...groups } = samples;
  return { ...report, samples: groups };
};

const withoutReport = ({ report: _, ...point }: SeriesPoint) => roundedNumbers(point, DECIMALS.point);
const withReport = <T extends object>(point: T) => ({ ...point, report: null });

/** The text of a link; counts are left out unless asked for. */
export function packShared({ analyses, series, study, view }: Shared, withCounts: boolean): string {
  const packed = (counts: Counts | null): PackedCounts | null =>
    counts && withCounts && mayTravel(counts) ? packCounts(counts) : null;
  const content = {
    analyses: analyses.map(({ title, report, digest, counts }) => ({
      title,
      report: roundedNumbers(withoutBlocks(report), DECIMALS.analysis),
      digest,
      counts: packed(counts),
    })),
    series: series.map(({ points, ...about }) => ({ ...about, points: points.map(withoutReport) })),
    view,
    ...(study && {
      study: {
        columns: study.columns,
        rows: study.rows.map((row) => ({ ...row, point: row.point && withoutReport(row.point) })),
      },
    }),
  };
  return JSON.stringify(packShapes(content));
}

/** What a link of this version holds, if it is sound. */
type Packing = {
  analyses: (Omit<SharedAnalysis, 'counts'> & { counts: PackedCounts | null })[];
  series: (Omit<Shared['series'][number], 'points'> & { points: object[] })[];
  study?: {
    columns: string[];
    rows: (Omit<SharedStudy['rows'][number], 'point'> & { point: object | null })[];
  };
  view: Shared['view'];
};

/** What may have been shared. Parts that are not known are named. */
export function unpackShared(text: string): Shared {
  const { analyses, series, study, view, ...more } = unpackShapes(parseBounded(text)) as Packing;
  return {
    ...NOTHING,
    analyses: analyses.map((analysis) => ({
      ...analysis,
      counts: analysis.counts && unpackCounts(analysis.counts),
    })),
    series: series.map((one) => ({ ...one, points: one.points.map(withReport) })),
    study: study
      ? { ...study, rows: study.rows.map((row) => ({ ...row, point: row.point && withReport(row.point) })) }
      : null,
    view,
    left_out: Object.keys(more).map((name) => name.slice(0, 40)),
  } as Shared;
}
