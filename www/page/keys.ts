/** The keyboard: every shortcut in one place. */

import type { Actions } from './actions';
import type { AppState } from './state/app';

/** Inputs that letters and digits mean nothing to. */
const DEAF = new Set(['checkbox', 'radio', 'range', 'button', 'file']);

/** Whether a letter or a digit is for what has the focus. */
const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement
    ? !DEAF.has(target.type)
    : target instanceof HTMLElement && /^(SELECT|TEXTAREA)$/.test(target.tagName);

export function keyboard(state: AppState, actions: Actions): void {
  const plain: Record<string, () => void> = {
    o: () => actions.choose('files'),
    t: actions.nextTheme,
    '?': () => actions.help('keys'),
    1: () => {
      if (state.result.value) void actions.open('answer');
    },
    2: () => {
      if (state.result.value || state.screen.value === 'landing') void actions.open('truth');
    },
    3: () => {
      if (state.result.value) void actions.open('details');
    },
  };
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      if (state.screen.value === 'files') {
        event.preventDefault();
        void actions.run();
      } else if (state.screen.value === 'plan') {
        event.preventDefault();
        void actions.runPlan();
      }
      return;
    }
    if (event.key === 'Escape') {
      if (state.running.value) actions.cancel();
      else if (state.studies.compared.value.length > 0 && state.screen.value === 'study')
        actions.endComparison();
      else if (state.explained.value !== null) actions.explain(null);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    plain[event.key.toLowerCase()]?.();
  });
}
