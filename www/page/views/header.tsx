/** Top of the page: who, what, actions, tabs. */

import type { View } from '../state/app';
import { count } from '../text/format';
import { useApp } from './app-context';
import { What } from './parts';

const THEMES = { system: 'as the system', light: 'light', dark: 'dark' } as const;

function ThemeButton() {
  const { state, actions } = useApp();
  const theme = state.theme.value;
  return (
    <button
      type="button"
      class="wide"
      aria-label={`Theme: ${THEMES[theme]}`}
      title={`Theme: ${THEMES[theme]}`}
      onClick={actions.nextTheme}
    >
      {theme === 'system' ? 'Theme' : theme === 'light' ? 'Light' : 'Dark'}
    </button>
  );
}

function Subject() {
  const { state } = useApp();
  const screen = state.screen.value;
  if (screen === 'files') {
    const entries = state.entries.value;
    return (
      <>
        {entries.length === 1 ? '1 file' : `${entries.length} files`},{' '}
        {entries.filter((entry) => entry.slot).length} in use
      </>
    );
  }
  const shown = state.shown.value;
  if (shown)
    return <What report={shown.report} title={shown.title} names={state.origin.value?.namesShared ?? true} />;
  const running = state.running.value;
  if (screen !== 'running' || !running) return null;
  if (running.report) return <What report={running.report} />;
  const { x1, x2, y } = state.bySlot.value;
  return (
    <>
      {x1?.name} × {x2?.name} → {y?.name}, n = {count(x1?.facts?.rows ?? 0)}
    </>
  );
}

function Acts() {
  const { state, actions } = useApp();
  const screen = state.screen.value;
  const linked = state.origin.value !== null;
  return (
    <div class="acts">
      {screen === 'landing' && (
        <button type="button" onClick={() => void actions.openTruth()}>
          Ground truth
        </button>
      )}
      {state.shown.value && (
        <button type="button" onClick={() => void actions.copyLink(false)}>
          Copy link
        </button>
      )}
      {state.shown.value && (
        <button
          type="button"
          onClick={() => {
            state.exporting.value = true;
          }}
        >
          Export
        </button>
      )}
      {(screen === 'landing' || screen === 'files' || (screen === 'truth' && !state.shown.value)) && (
        <button type="button" onClick={() => actions.help('files')}>
          Help
        </button>
      )}
      {screen !== 'landing' && screen !== 'running' && screen !== 'files' && !linked && (
        <button type="button" class="wide" onClick={actions.startOver}>
          New
        </button>
      )}
      <ThemeButton />
    </div>
  );
}

const TABS: readonly [View, string][] = [
  ['answer', 'Answer'],
  ['truth', 'Ground truth'],
  ['details', 'Details'],
];

function Tabs() {
  const { state, actions } = useApp();
  const screen = state.screen.value;
  if (!state.result.value || !TABS.some(([view]) => view === screen)) return null;
  return (
    <nav class="tabs" aria-label="Views">
      <div class="page">
        <ul>
          {TABS.map(([view, name]) => (
            <li>
              <a
                href={`#${view}`}
                aria-current={screen === view ? 'page' : undefined}
                onClick={(event) => {
                  event.preventDefault();
                  void actions.open(view);
                }}
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}

export function Header() {
  const { actions } = useApp();
  return (
    <>
      <header class="page">
        <div class="top">
          <a
            class="name"
            href="./"
            onClick={(event) => {
              event.preventDefault();
              actions.home();
            }}
          >
            Modalens
          </a>
          <span class="what">
            <Subject />
          </span>
          <Acts />
        </div>
      </header>
      <Tabs />
    </>
  );
}
