/** Links of version 1, which keep opening: sections of nested lists. */

import { type PackedCounts, unpackCounts } from '../counts';
import type { Shared, SharedAnalysis } from '../types';
import { asList } from './numbers';
import { unpackReport } from './report';
import { unpackSeries } from './series';

function unpackAnalysis([title, digest, report, counts]: unknown[]): SharedAnalysis {
  return {
    title,
    digest,
    report: unpackReport(report),
    counts: counts === null ? null : unpackCounts(counts as PackedCounts),
  } as SharedAnalysis;
}

/** What may have been shared. */
export function unpackSections(sections: unknown): Shared {
  const shared: Shared = { analyses: [], series: [], study: null, view: {}, left_out: [] };
  for (const section of asList(sections)) {
    const [kind, ...rest] = asList(section);
    if (kind === 'a') shared.analyses.push(unpackAnalysis(rest));
    else if (kind === 's') shared.series.push(unpackSeries(rest));
    else if (kind === 'v') shared.view = rest[0] as Shared['view'];
    else shared.left_out.push(String(kind).slice(0, 40));
  }
  return shared;
}
