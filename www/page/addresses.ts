/** The browser's history: back, forward, reload, and addresses that hold an analysis or start an example. */

import { batch, effect } from '@preact/signals';
import type { Actions } from './actions';
import type { Place } from './actions/analyses';
import type { AppState, View } from './state/app';
import { isTab } from './state/explored';
import { EXAMPLES, type ExampleName } from './state/loads';

const isLink = (fragment: string): boolean => /^#m\d+\./.test(fragment);

/** The example that an address starts: `#example=emoji`. */
const exampleOf = (fragment: string): ExampleName | undefined =>
  (Object.keys(EXAMPLES) as ExampleName[]).find((name) => fragment === `#example=${name}`);

/** Views that end by themselves: the history holds what was before and what comes after them. */
const PASSING: readonly View[] = ['running', 'opening'];

/** The fragment of what is shown: the link's own, as long as its analysis is open. */
function fragmentOf({ screen, broken, origin, studies }: AppState): string {
  if (screen.value === 'broken') return broken.value?.fragment ?? '';
  if (screen.value === 'study') return studies.study.value?.fragment ?? '';
  return origin.value?.fragment ?? '';
}

/** Writes what is shown into the history. */
function remember(state: AppState): void {
  let first = true;
  effect(() => {
    const view = state.screen.value;
    const id = state.aboutResult.value ? state.current.value : null;
    const address = location.href.replace(/#.*$/, '') + fragmentOf(state);
    if (PASSING.includes(view)) return;
    const place: Place = { view, id };
    const before = history.state as Partial<Place> | null;
    if (first || before === null) history.replaceState(place, '', address);
    else if (before.view !== view || before.id !== id) history.pushState(place, '', address);
    first = false;
  });
}

/** Goes to where the history says that the reader was; with a word where that is gone. */
function goTo({ view, id = null }: Partial<Place>, state: AppState, actions: Actions): void {
  const landing: Place = { view: 'landing', id: null };
  const held = id === null || state.analyses.value.some((analysis) => analysis.id === id);
  if (view === 'truth') void actions.openTruth();
  else if (view === 'files' && state.entries.value.length === 0)
    actions.go(landing, 'Choose the files again: the page keeps none of them.');
  else if (view === 'plan' && !state.studies.plan.value)
    actions.go(landing, 'Choose the files again: the page keeps none of them.');
  else if (view === 'study' && !state.studies.study.value)
    actions.go(landing, 'This browser no longer keeps that study.');
  else if (!held) actions.go(landing, 'This tab no longer holds that analysis.');
  else if (view !== undefined) actions.go({ view, id });
}

/** Follows back, forward and edited addresses. */
function follow(state: AppState, actions: Actions): void {
  addEventListener('popstate', ({ state: place }) => {
    if (!place) return;
    batch(() => {
      if (state.running.value) actions.cancel('Leaving stopped the run; its files are kept.');
      goTo(place as Place, state, actions);
    });
  });
  addEventListener('hashchange', () => {
    if (isLink(location.hash) && location.hash !== fragmentOf(state))
      void actions.openFragment(location.hash);
    const example = exampleOf(location.hash);
    if (example) void actions.example(example);
  });
}

/** Opens what the address holds, and follows it and the history from then on. */
async function begin(fragment: string, before: Partial<Place> | null, state: AppState, actions: Actions) {
  if (isLink(fragment)) {
    await actions.openFragment(fragment);
    if (before?.view && isTab(before.view) && state.screen.value === 'answer') state.view.value = before.view;
  }
  remember(state);
  follow(state, actions);
  const example = exampleOf(fragment);
  if (example) await actions.example(example);
}

/**
 * Opens what the session, the history and the address hold. Ends once what the browser kept is back and the
 * reader is where the history says: files that come before would be taken for nothing to do with it.
 */
export async function addresses(state: AppState, actions: Actions): Promise<void> {
  const before = history.state as Partial<Place> | null;
  const fragment = location.hash;
  await Promise.allSettled([actions.restore(), actions.restoreStudy()]);
  if (!isLink(fragment)) {
    state.view.value = 'landing';
    if (before) goTo(before, state, actions);
  }
  void begin(fragment, before, state, actions);
}

/** An embedded chart has its analysis in its address, and no history. */
export async function embeddedAddress(actions: Actions): Promise<void> {
  if (isLink(location.hash)) await actions.openFragment(location.hash);
}
