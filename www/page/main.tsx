/** Wires the page: state, actions, engine, browser. The only place that knows all of them. */

import { effect } from '@preact/signals';
import { render } from 'preact';
import { createActions } from './actions';
import type { Dropped } from './actions/files';
import { acceptDrops, copy, download, fileChooser, hash, kept } from './browser';
import { keyboard } from './keys';
import type { Analyzer } from './library';
import { AppState, type Theme, type View } from './state/app';
import { Page } from './views/app';
import { AppProvider } from './views/app-context';
import { Embed } from './views/embed';
import './style.css';

const state = new AppState();
const embedded = new URLSearchParams(location.search).has('embed');

let analyzer: Promise<Analyzer> | null = null;
/** Loaded when it is first needed, kept after. A failed load may be tried again. */
function engine(): Promise<Analyzer> {
  analyzer ??= import('../lib/inline').then(({ createAnalyzer }) => createAnalyzer());
  analyzer.catch(() => {
    analyzer = null;
  });
  return analyzer;
}

const take = (what: 'files' | 'folder' | 'check', files: Dropped[]): void => {
  const saved = files.find(({ path }) => /\.json$/i.test(path) && files.length === 1);
  if (what === 'check') void actions.compareFiles(files.map(({ file }) => file));
  else if (saved) void actions.openSaved(saved.file);
  else void actions.addFiles(files);
};

const actions = createActions({
  state,
  engine,
  ports: {
    copy,
    download,
    hash,
    choose: fileChooser(take),
    now: () => performance.now(),
    address: () => location.href.replace(/[?#].*$/, ''),
    sample: () => import('./sample').then(({ emoji }) => emoji()),
    async picture(figure, result, scale) {
      const { figureOf, pngOf, svgText } = await import('./export/figure');
      const svg = figureOf(figure, result, 800, state.plugin.value);
      return scale === null ? new Blob([svgText(svg)], { type: 'image/svg+xml' }) : pngOf(svg, scale);
    },
  },
});

/** Theme: as the system unless the reader chose; the choice is kept. */
function theme(): void {
  const before = kept.get('theme');
  if (before === 'light' || before === 'dark') state.theme.value = before;
  effect(() => {
    const chosen: Theme = state.theme.value;
    if (chosen === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    kept.set('theme', chosen);
  });
}

/** Back and forward go through the views; a fragment with an analysis opens it. */
function addresses(): void {
  const opened = () =>
    /^#m\d+\./.test(location.hash) ? actions.openFragment(location.hash) : Promise.resolve();
  void opened();
  addEventListener('hashchange', () => void opened());
  addEventListener('popstate', (event) => {
    const view = (event.state as { view?: View } | null)?.view;
    if (view) state.view.value = view;
  });
  let last: View | null = null;
  effect(() => {
    const view = state.screen.value;
    const result = state.link.value !== null;
    if (view === last || embedded) return;
    const address = result && location.hash ? location.href : location.href.replace(/#.*$/, '');
    if (last === null || last === 'running' || view === 'running')
      history.replaceState({ view }, '', address);
    else if ((history.state as { view?: View } | null)?.view !== view)
      history.pushState({ view }, '', address);
    last = view;
  });
}

/** What is open stands in the title of the tab. */
function titles(): void {
  effect(() => {
    const names = state.shown.value?.title ?? state.shown.value?.report.options.names.slice(0, 2).join(' × ');
    const running = state.running.value;
    document.title = running
      ? `${Math.round(running.share * 100)} %: Modalens`
      : names
        ? `${names}: Modalens`
        : 'Modalens: what each modality contributes';
  });
}

state.workers.value = Math.max(1, Math.min(navigator.hardwareConcurrency || 1, 8));
theme();
const root = document.getElementById('app');
if (root)
  render(<AppProvider value={{ state, actions }}>{embedded ? <Embed /> : <Page />}</AppProvider>, root);
addresses();
if (!embedded) {
  titles();
  keyboard(state, actions);
  acceptDrops(
    (is) => {
      state.over.value = is;
    },
    (files) => take('files', files),
  );
  // Once opened, the page works without a network: what is loaded later is fetched now, when nothing else is going on.
  const idle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 1500));
  idle(
    () =>
      void Promise.all([
        import('../lib/inline'),
        import('./views/help'),
        import('./views/export'),
        import('./views/truth'),
        import('./views/details'),
        import('./export/figure'),
        import('../lib/share'),
        import('../lib/export'),
      ]).catch(() => undefined),
  );
}
