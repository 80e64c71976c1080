/** A shared report is computed again from its counts, and held against what was shared. */

import type { SharedAnalysis } from '../../lib/share';
import type { Report } from '../library';
import type { Origin } from '../state/analyses';
import { type Context, facts } from './context';
import { amend } from './held';
import { library } from './shared';

/** The first number that differs, as written in what was shared and as found here. */
function firstDifference(from: Origin['from'], first: { name: string; shared: unknown; here: unknown }) {
  const [shared, own] = [first.shared, first.here].map((v) =>
    typeof v === 'number' ? String(Number(v.toFixed(6))) : 'nothing',
  );
  return `${first.name}: ${shared} in the ${from}, ${own} here.`;
}

/** What was computed again, where only rounded numbers could be compared. */
const sixDigits = ({ partitions }: Report, from: Origin['from']): string =>
  partitions.length > 1
    ? `The partition that is shown, to six digits; the other ${partitions.length - 1} travel as numbers.`
    : `To the six digits of the ${from}.`;

/** Computes the shared report again from its counts, and says whether it is the same. */
export async function recompute(context: Context, id: number, analysis: SharedAnalysis): Promise<void> {
  const tell = (change: Pick<Origin, 'status' | 'detail'>) =>
    amend(context, id, ({ origin }) => ({ origin: origin && { ...origin, ...change } }));
  const { counts } = analysis;
  if (!counts) return;
  const abort = new AbortController();
  context.recomputing.set(id, abort);
  try {
    const { options } = analysis.report;
    const { signal } = abort;
    const here = await (await context.engine()).recompute({ options, counts }, { signal });
    const { recomputedDifferences, digestOf } = await library();
    const [first] = recomputedDifferences(analysis.report, here.report);
    const exact = digestOf(here.report) === analysis.digest;
    const from = context.state.analyses.value.find((one) => one.id === id)?.origin?.from ?? 'link';
    if (exact || !first) tell({ status: 'identical', detail: exact ? '' : sixDigits(analysis.report, from) });
    else tell({ status: 'differs', detail: firstDifference(from, first) });
    amend(context, id, () => ({ extras: { ...here.extras, counts } }));
  } catch (thrown) {
    if (abort.signal.aborted) tell({ status: 'stopped', detail: '' });
    else tell({ status: 'failed', detail: facts(thrown).message });
  } finally {
    context.recomputing.delete(id);
  }
}
