/** Wires the page: state, actions, engine, browser. The only place that knows all of them. */

import edition from 'virtual:edition';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { createActions } from './actions';
import type { Dropped } from './actions/inspect';
import { ADDRESS } from './address';
import { addresses, embeddedAddress } from './addresses';
import { acceptDrops, copy, download, fileChooser, hash, kept, session } from './browser';
import { bytesOf, FREIGHT_NAMES, load } from './freight';
import { listenToOpener, type SentArray } from './handover';
import { keyboard } from './keys';
import type { Analyzer } from './library';
import { part } from './part';
import { titleOf } from './state/analyses';
import { AppState, type Theme } from './state/app';
import { type LoadName, share } from './state/loads';
import { progressOf } from './state/study/study';
import { lacking } from './support';
import { Page } from './views/app';
import { AppProvider } from './views/app-context';
import { Embed } from './views/embed';
import { Framed } from './views/framed';
import './style/index.css';

const state = new AppState();
const embedded = new URLSearchParams(location.search).has('embed');
/** In a frame of another page, which may lie over it and guide the reader's clicks. */
const framed = !embedded && window.top !== window;
state.edition.value = edition;
if (edition.single) state.base.value = ADDRESS;

/** Loads a freight once; how far it is stands in the state. A failed load may be tried again. */
function once(name: LoadName): () => Promise<File[]> {
  let loading: Promise<File[]> | null = null;
  return () => {
    loading ??= load(name, (loaded) => {
      state.loads.value = { ...state.loads.value, [name]: loaded };
    });
    loading.catch(() => {
      loading = null;
    });
    return loading;
  };
}
const each = <T,>(of: (name: LoadName) => T) =>
  Object.fromEntries(FREIGHT_NAMES.map((name) => [name, of(name)])) as Record<LoadName, T>;
const freight = each(once);
state.loads.value = each((name) => ({ done: 0, total: bytesOf(name) }));

let analyzer: Promise<Analyzer> | null = null;
/** Made when it is first needed, kept after. */
function engine(): Promise<Analyzer> {
  analyzer ??= Promise.all([part(() => import('../lib/inline')), freight.engine()]).then(
    async ([{ createAnalyzer }, [file]]) => createAnalyzer({ wasm: await file!.arrayBuffer() }),
  );
  analyzer.catch(() => {
    analyzer = null;
  });
  return analyzer;
}

const take = async (what: 'files' | 'folder' | 'check', files: Dropped[]): Promise<void> => {
  await settled;
  const saved = files.find(({ path }) => /\.json$/i.test(path) && files.length === 1);
  if (what === 'check') void actions.compareFiles(files.map(({ file }) => file));
  else if (saved) void actions.openSaved(saved.file);
  else void actions.addFiles(files);
};

const actions = createActions({
  state,
  engine,
  recomputing: new Map(),
  trusted: new Set(),
  ports: {
    copy,
    download,
    hash,
    session,
    studies: {
      open: async () => (await part(() => import('./storage'))).storage,
      any: () => kept.get('study') !== null,
      mark: (any) => (any ? kept.set('study', 'kept') : kept.drop('study')),
    },
    choose: fileChooser((what, files) => void take(what, files)),
    now: () => performance.now(),
    address: () => (location.protocol === 'file:' ? ADDRESS : location.href.replace(/[?#].*$/, '')),
    sample: async (names) => (await Promise.all(names.map((name) => freight[name]()))).flat(),
    async picture(figure, result, scale) {
      const { figureOf, pngOf, svgText } = await part(() => import('./export/figure'));
      const shown = { plugin: state.plugin.value, aware: state.aware.value };
      const svg = figureOf(figure, result, 800, shown);
      return scale === null ? new Blob([svgText(svg)], { type: 'image/svg+xml' }) : pngOf(svg, scale);
    },
    async matrix(study, arrangement, scale) {
      const { matrixFigure, pngOf, svgText } = await part(() => import('./export/figure'));
      const svg = matrixFigure(study, arrangement);
      return scale === null ? new Blob([svgText(svg)], { type: 'image/svg+xml' }) : pngOf(svg, scale);
    },
  },
});

const LATER = [
  () => import('../lib/inline'),
  () => import('./views/help'),
  () => import('./views/export'),
  () => import('./views/truth'),
  () => import('./views/sensitivity'),
  () => import('./views/layers'),
  () => import('./views/details'),
  () => import('./views/study/plan'),
  () => import('./views/study'),
  () => import('./views/study/add'),
  () => import('./storage'),
  () => import('./export/figure'),
  () => import('../lib/share'),
  () => import('../lib/export'),
];

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

/** What is open stands in the title of the tab. */
function titles(): void {
  effect(() => {
    const { value: shown } = state.shown;
    const { value: running } = state.running;
    const { value: study } = state.studies.study;
    const { value: studying } = state.studies.running;
    if (running) document.title = `${Math.round(share(running, state.loads.value) * 100)} %: Modalens`;
    else if (study && studying)
      document.title = `${progressOf(study).done} of ${study.rows.length}: Modalens`;
    else if (study && state.screen.value === 'study')
      document.title = `Study of ${study.rows.length} analyses: Modalens`;
    else if (shown) document.title = `${titleOf(shown)}: Modalens`;
    else document.title = 'Modalens: what each modality contributes';
  });
}

state.unsupported.value = lacking();
state.workers.value = Math.max(1, Math.min(navigator.hardwareConcurrency || 1, 8));
theme();
const settled = embedded || framed ? Promise.resolve() : addresses(state, actions);
if (embedded) void embeddedAddress(actions);
const root = document.getElementById('app');
root?.replaceChildren();
const View = framed ? Framed : embedded ? Embed : Page;
if (root)
  render(
    <AppProvider value={{ state, actions }}>
      <View />
    </AppProvider>,
    root,
  );
const encode = async ({ data, shape }: SentArray): Promise<Blob> =>
  new Blob([(await part(() => import('../lib/inline'))).encodeNpy(data, shape)]);
if (!embedded && !framed) {
  listenToOpener(encode, (offer) => void settled.then(() => actions.offered(offer)));
  titles();
  keyboard(state, actions);
  acceptDrops(
    (is) => {
      state.over.value = is;
    },
    (files) => void take('files', files),
  );
  // Once opened, the page works without a network: what it may need later is loaded when nothing else is
  // going on.
  const idle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 1500));
  idle(() => void loadAhead());
}

/**
 * All that the page may ever need, the engine first. What fails to come is asked for again when it is wanted.
 * The badges are not: five megabytes more are too many to come unasked.
 */
async function loadAhead(): Promise<void> {
  try {
    await freight.engine();
    await Promise.all(LATER.map((part) => part()));
    await freight.emoji();
    await freight.layers();
    state.complete.value = true;
  } catch {
    /* then the page makes no promise of working offline */
  }
}
