/** Everything that a view may ask for. */

import type { Atom } from '../charts/marks';
import type { ErrorFacts } from '../library';
import type { AppState, Theme, View } from '../state/app';
import type { Quantity } from '../text/explain';
import { analysisActions } from './analyses';
import { type Context, details } from './context';
import { exploreActions } from './explore';
import { exportActions } from './exports';
import { fileActions } from './files';
import { foreseeActions } from './foresee';
import { linkActions } from './link';
import { lookActions } from './look';
import { runActions } from './run';
import { studyActions } from './study';
import { truthActions } from './truth';

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };

const generalActions = ({ state, ports }: Context) => ({
  home(): void {
    state.view.value = 'landing';
  },

  nextTheme(): void {
    state.theme.value = NEXT[state.theme.value];
  },

  help(section: AppState['help']['value']): void {
    state.help.value = section;
  },

  /** Opens the explanation of a number, or closes it. */
  explain(quantity: Quantity | null): void {
    state.explained.value = quantity;
  },

  focusLane(atom: Atom): void {
    state.lane.value = atom;
    if (state.explained.value !== null) state.explained.value = atom;
  },

  copyText: (text: string) => ports.copy(text),

  async copy(text: string, said: string): Promise<void> {
    await ports.copy(text);
    state.toast.value = { text: said };
  },

  save: (name: string, text: string) =>
    ports.download(name, new Blob([text], { type: 'text/plain;charset=utf-8' })),

  async copyDetails(problem: ErrorFacts, about: string): Promise<void> {
    await ports.copy(details(problem, about));
    state.toast.value = { text: 'Details copied.' };
  },

  checkFiles: () => ports.choose('check'),
});

export function createActions(context: Context) {
  const actions = {
    ...generalActions(context),
    ...analysisActions(context),
    ...fileActions(context),
    ...foreseeActions(context),
    ...runActions(context),
    ...truthActions(context),
    ...exploreActions(context),
    ...linkActions(context),
    ...lookActions(context),
    ...exportActions(context),
    ...studyActions(context),
  };
  return {
    ...actions,
    open(view: View): Promise<void> {
      if (view === 'truth') return actions.openTruth();
      context.state.view.value = view;
      return Promise.resolve();
    },
  };
}

export type Actions = ReturnType<typeof createActions>;
