/**
 * `modalens/widget`: the answer in a notebook cell, by anywidget (https://anywidget.dev). The arrays stay in
 * this browser: engine, styles and views are inside the script, and nothing is fetched.
 */

import { effect } from '@preact/signals';
import { render as draw } from 'preact';
import { createAnalyzer } from '../lib/inline';
import { createActions } from '../page/actions';
import type { Context } from '../page/actions/context';
import { takeIn } from '../page/actions/files';
import { runFiles } from '../page/actions/run';
import { ADDRESS } from '../page/address';
import { copy, download } from '../page/browser';
import { figureOf, pngOf, svgText } from '../page/export/figure';
import type { Analyzer } from '../page/library';
import { AppState } from '../page/state/app';
import css from '../page/style/index.css?inline';
import { AppProvider } from '../page/views/app-context';
import { filesOf, giveBack, type Model, optionsOf, WATCHED } from './model';
import { WidgetView } from './view';

/** Changes of several keys at once are one. */
const TOGETHER = 30;

/** The page's styles for a tree of its own, whose root is the host. */
const styles = css
  .replaceAll(/:root(?::not\((\[[^\]]*\])\))/g, ':host(:not($1))')
  .replaceAll(/:root(\[[^\]]*\])/g, ':host($1)')
  .replaceAll(/(^|[\s,}]):root\b/g, '$1:host')
  .replaceAll(/(^|[\s,}])(?:html|body)(?=\s*[{,])/g, '$1:host');

/** An engine in workers; on this thread where the host allows none. */
async function startEngine(): Promise<Analyzer> {
  const analyzer = await createAnalyzer();
  try {
    await analyzer.version();
    return analyzer;
  } catch (thrown) {
    analyzer.dispose();
    if ((thrown as { code?: string }).code !== 'worker_blocked') throw thrown;
    return createAnalyzer({ worker: false });
  }
}

function contextOf(state: AppState, engine: () => Promise<Analyzer>, place: Node): Context {
  return {
    state,
    engine,
    recomputing: new Map(),
    trusted: new Set(),
    ports: {
      copy,
      download,
      hash: async () => null,
      matrix: () => Promise.reject(new Error('a widget has no studies')),
      studies: {
        open: () => Promise.reject(new Error('a widget has no studies')),
        any: () => false,
        mark: () => {},
      },
      session: { read: () => [], write: () => {}, drop: () => {} },
      choose: () => {},
      now: () => performance.now(),
      address: () => ADDRESS,
      sample: () => Promise.reject(new Error('a widget has no examples')),
      async picture(figure, result, scale) {
        const shown = { plugin: state.plugin.value, aware: state.aware.value };
        const svg = figureOf(figure, result, 800, shown, place);
        return scale === null ? new Blob([svgText(svg)], { type: 'image/svg+xml' }) : pngOf(svg, scale);
      },
    },
  };
}

/** Draws a widget, analyses whenever its arrays change, and gives the report back. */
function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const root = el.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = styles;
  const place = document.createElement('div');
  root.append(style, place);
  const state = new AppState();
  state.base.value = ADDRESS;
  state.given.value = true;
  let engine: Promise<Analyzer> | undefined;
  const context = contextOf(state, () => (engine ??= startEngine()), root);
  draw(
    <AppProvider value={{ state, actions: createActions(context) }}>
      <WidgetView />
    </AppProvider>,
    place,
  );
  let given = 0;
  const analyse = async (): Promise<void> => {
    const mine = ++given;
    state.running.value?.cancel();
    try {
      const files = filesOf(model);
      if (!files) return;
      const dropped = files.map((file) => ({ file, path: file.name }));
      state.entries.value = [];
      await takeIn(context, dropped, false);
      if (mine === given) await runFiles(context, optionsOf(model));
      if (mine === given && state.failure.value) giveBack(model, null, state.failure.value);
    } catch (thrown) {
      giveBack(model, null, { message: String(thrown) });
    }
  };
  const told = effect(() => {
    const result = state.result.value;
    if (result && result.report !== model.get('report')) giveBack(model, result.report);
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void analyse(), TOGETHER);
  };
  for (const key of WATCHED) model.on(`change:${key}`, changed);
  changed();
  return () => {
    clearTimeout(timer);
    for (const key of WATCHED) model.off(`change:${key}`, changed);
    told();
    given += 1;
    state.running.value?.cancel();
    void engine?.then((analyzer) => analyzer.dispose());
    draw(null, place);
  };
}

export default { render };
