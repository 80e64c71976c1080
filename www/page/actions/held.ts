/** The analyses that the tab holds: added, changed, kept for a reload. */

import { batch } from '@preact/signals';
import { type Analysis, added, nextId } from '../state/analyses';
import type { View } from '../state/app';
import type { Context } from './context';
import { library, sharedOf } from './shared';

/** What the session holds of an analysis: a link's own fragment, else the text of a saved file. */
async function textOf({ origin, ...result }: Analysis): Promise<string> {
  if (origin?.fragment) return origin.fragment;
  const shared = await sharedOf(result, origin ? { from: origin.from } : {});
  return (await library()).encodeFile(shared, { inputNames: true });
}

/** Keeps an analysis over a reload; says so where that cannot be. */
export async function keep({ state, ports }: Context, analysis: Analysis): Promise<void> {
  try {
    ports.session.write(analysis.id, await textOf(analysis));
  } catch {
    state.toast.value = {
      text: 'This analysis is too large for the browser to keep over a reload. Export saves it as a file.',
    };
  }
}

/** Adds an analysis and shows it. One that came by the same link before gives way to it. */
export function show(context: Context, found: Omit<Analysis, 'id'>, view: View): Analysis {
  const { state, ports } = context;
  const held = state.analyses.value;
  const fragment = found.origin?.fragment;
  const before = fragment ? held.find(({ origin }) => origin?.fragment === fragment) : undefined;
  const analysis: Analysis = { ...found, id: before?.id ?? nextId(held) };
  const all = added(held, analysis);
  batch(() => {
    state.analyses.value = all;
    state.current.value = analysis.id;
    state.explained.value = null;
    state.broken.value = null;
    state.view.value = view;
  });
  for (const { id } of held) if (!all.some((one) => one.id === id)) ports.session.drop(id);
  void keep(context, analysis);
  return analysis;
}

/** Changes what is known of an analysis. */
export function amend(
  { state }: Context,
  id: number,
  change: (analysis: Analysis) => Partial<Analysis>,
): void {
  state.analyses.value = state.analyses.value.map((one) =>
    one.id === id ? { ...one, ...change(one) } : one,
  );
}
