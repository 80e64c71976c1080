/** Top of the page: who, what, actions, tabs. */

import { useEffect, useRef } from 'preact/hooks';
import type { View } from '../state/app';
import { tabsOf } from '../state/explored';
import { progressOf, type Study } from '../state/study/study';
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
        {entries.length === 1 ? '1 file' : `${count(entries.length)} files`},{' '}
        {count(entries.filter((entry) => entry.slot).length)} in use
      </>
    );
  }
  const study = state.studies.study.value;
  if (screen === 'plan') return <>{count(state.studies.plan.value?.files.length ?? 0)} files</>;
  if (screen === 'study' && study) return <>Study of {count(study.rows.length)} analyses</>;
  const shown = state.shown.value;
  if (shown)
    return <What report={shown.report} title={shown.title} names={state.origin.value?.namesShared ?? true} />;
  const running = state.running.value;
  if (screen !== 'running' || !running) return null;
  if (running.report) return <What report={running.report} />;
  const [a, b, y] = running.names;
  const n = state.bySlot.value.x1?.facts?.rows;
  return (
    <>
      {a} × {b} → {y}
      {n ? `, n = ${count(n)}` : ''}
    </>
  );
}

/** What is behind "More" on a phone, closed by a choice, by Escape, and by whatever is pressed elsewhere. */
function More() {
  const { state, actions } = useApp();
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (menu.current) menu.current.open = false;
  };
  useEffect(() => {
    const outside = ({ target }: Event) => {
      if (target instanceof Node && !menu.current?.contains(target)) close();
    };
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, []);
  return (
    <details
      class="more"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <summary>More</summary>
      <div class="menu">
        <button type="button" onClick={actions.startOver}>
          New
        </button>
        {state.screen.value === 'answer' && (
          <button
            type="button"
            onClick={() => {
              close();
              actions.name(true);
            }}
          >
            Add to a study
          </button>
        )}
        <button
          type="button"
          onClick={() => {
            close();
            actions.help('files');
          }}
        >
          Help
        </button>
        <ThemeButton />
      </div>
    </details>
  );
}

/** Actions on an analysis, or on the study. */
function ResultActs() {
  const { state, actions } = useApp();
  const { screen } = state;
  return (
    <>
      {screen.value !== 'study' && (
        <button type="button" onClick={() => void actions.copyLink(false)}>
          Copy link
        </button>
      )}
      {screen.value === 'answer' && (
        <span class="wide">
          <button type="button" onClick={() => actions.name(true)}>
            Add to a study
          </button>
        </span>
      )}
      <button
        type="button"
        onClick={() => {
          state.exporting.value = true;
        }}
      >
        Export
      </button>
      <span class="wide">
        <button type="button" onClick={actions.startOver}>
          New
        </button>
        <ThemeButton />
      </span>
      <More />
    </>
  );
}

function Acts() {
  const { state, actions } = useApp();
  const screen = state.screen.value;
  if (state.shown.value || screen === 'study')
    return (
      <div class="acts">
        <ResultActs />
      </div>
    );
  return (
    <div class="acts">
      {screen === 'landing' && (
        <button type="button" onClick={() => void actions.openTruth()}>
          Ground truth
        </button>
      )}
      {screen !== 'running' && state.studies.study.value && (
        <button type="button" onClick={() => void actions.open('study')}>
          Study
        </button>
      )}
      {screen !== 'running' && (
        <button type="button" onClick={() => actions.help('files')}>
          Help
        </button>
      )}
      <ThemeButton />
    </div>
  );
}

const TABS: readonly [View, string][] = [
  ['answer', 'Answer'],
  ['sensitivity', 'Sensitivity'],
  ['layers', 'Layers'],
  ['truth', 'Ground truth'],
  ['details', 'Details'],
  ['study', 'Study'],
];

/** "31 of 72", while it runs. */
function howFar(study: Study): string {
  const { done, all } = progressOf(study);
  return `${done} of ${all}`;
}

function Tabs() {
  const { state, actions } = useApp();
  const screen = state.screen.value;
  const result = state.result.value;
  const { study, running } = state.studies;
  const tabs = useRef<HTMLUListElement>(null);
  // On a phone they may be wider than the window.
  useEffect(() => {
    const current = tabs.current?.querySelector<HTMLElement>('[aria-current]');
    current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [screen]);
  if (!result || !TABS.some(([view]) => view === screen)) return null;
  const there: readonly View[] = [...tabsOf(result), 'truth', ...(study.value ? (['study'] as const) : [])];
  return (
    <nav class="tabs" aria-label="Views">
      <div class="page">
        <ul ref={tabs}>
          {TABS.filter(([view]) => there.includes(view)).map(([view, name]) => (
            <li key={view}>
              <a
                href={`#${view}`}
                aria-current={screen === view ? 'page' : undefined}
                onClick={(event) => {
                  event.preventDefault();
                  void actions.open(view);
                }}
              >
                {name}
                {view === 'study' && running.value && study.value && ` ${howFar(study.value)}`}
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
