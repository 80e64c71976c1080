/** What of an analysis travels in a link, a file or the session, and back. */

import type { Shared, SharedAnalysis } from '../../lib/share';
import { part } from '../part';
import type { Origin, Result } from '../state/analyses';
import type { View } from '../state/app';
import type { Truth } from '../state/figures';

/** Loaded when something is shared or opened. */
export const library = () => part(() => import('../../lib/share'));

/** Views that travel with an analysis. */
const TABS: readonly View[] = ['answer', 'sensitivity', 'layers', 'details'];
const ATOMS = ['redundancy', 'unique1', 'unique2', 'synergy'] as const;

/** Day as a number, 20261120: what the view part of a link can hold. */
export const dayNumber = (time: number): number =>
  Number(new Date(time).toISOString().slice(0, 10).replaceAll('-', ''));

function dayOf(value: unknown): Date | null {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(String(value));
  if (!match) return null;
  const date = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return Number.isNaN(date.getTime()) ? null : date;
}

function truthIn(view: Shared['view']): Truth | null {
  const [redundancy, unique1, unique2, synergy] = ATOMS.map((atom) => view[`truth_${atom}`]);
  return typeof redundancy === 'number' &&
    typeof unique1 === 'number' &&
    typeof unique2 === 'number' &&
    typeof synergy === 'number'
    ? { redundancy, unique1, unique2, synergy }
    : null;
}

/** Everything that is shared of a result; `view` is what the reader has open. */
export async function sharedOf(result: Result, view: Shared['view']): Promise<Shared> {
  const { shareOne, sharedAnalysis } = await library();
  const { report, extras, truth, title, series } = result;
  const exact = truth ? Object.fromEntries(ATOMS.map((atom) => [`truth_${atom}`, truth[atom]])) : {};
  return {
    ...shareOne(report),
    analyses: [sharedAnalysis(report, extras ?? undefined, title)],
    series: [...series],
    view: { ...view, ...exact },
  };
}

/** Something shared, ready to be shown. */
export interface Opened {
  analysis: SharedAnalysis;
  result: Result;
  origin: Origin;
  view: View;
  plugin: boolean;
}

/** What was shared, as a result with its origin. */
export function opened(shared: Shared, from: Origin['from'], fragment: string | null): Opened {
  const [analysis] = shared.analyses;
  if (!analysis)
    throw {
      code: 'nothing_shared',
      message: `This ${from} holds no analysis that this version can show.`,
      hint: 'Open it with a newer version of Modalens.',
    };
  const { report, counts, title } = analysis;
  const { view } = shared;
  const tab = TABS.find((one) => one === view.tab);
  return {
    analysis,
    result: {
      report,
      extras: counts ? { counts } : null,
      truth: truthIn(view),
      title,
      series: shared.series,
    },
    origin: {
      from,
      fragment,
      made: dayOf(view.made),
      engine: report.engine,
      status: counts ? 'checking' : 'no-counts',
      detail: '',
      files: { status: 'unchecked' },
      namesShared: [report.inputs.x1, report.inputs.x2, report.inputs.y].some(({ name }) => name !== null),
    },
    view: tab ?? 'answer',
    plugin: view.plugin === true,
  };
}
