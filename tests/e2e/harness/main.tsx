/**
 * Any view of the page with the numbers of the mock, for pictures: index.html?view=answer&theme=dark. Never
 * built into the site.
 */

import { render } from 'preact';
import { createActions } from '../../../www/page/actions';
import type { Analyzer, Phase } from '../../../www/page/library';
import type { Origin, Result } from '../../../www/page/state/analyses';
import { AppState } from '../../../www/page/state/app';
import { Page } from '../../../www/page/views/app';
import { AppProvider } from '../../../www/page/views/app-context';
import '../../../www/page/style/index.css';
import { entry, FILES, REPETITIONS, result, SYSTEMS } from '../../web/page/fixtures';
import { EMOJI, GATED, GATED_TRUTH, pluginOnly, WEAK } from '../../web/page/reports';
import { OVER_K, OVER_LAYERS, OVER_PREPARATIONS } from '../../web/page/series';

const query = new URLSearchParams(location.search);
const state = new AppState();
const none = (): Promise<Analyzer> => Promise.reject(new Error('no engine here'));
const actions = createActions({
  state,
  engine: none,
  recomputing: new Map(),
  trusted: new Set(),
  ports: {
    copy: async () => {},
    download: () => {},
    hash: async () => null,
    session: { read: () => [], write: () => {}, drop: () => {} },
    choose: () => {},
    matrix: async () => new Blob(),
    studies: { open: () => Promise.reject(new Error('none')), any: () => false, mark: () => {} },
    picture: async () => new Blob(),
    sample: async () => [],
    address: () => '',
    now: () => 0,
  },
});
document.documentElement.dataset.theme = query.get('theme') ?? 'light';

const phase = (id: Phase['id'], done: number, total: number, ms: number | null) => ({
  id,
  done,
  total,
  ms,
  state: ms !== null ? ('done' as const) : done > 0 ? ('now' as const) : ('next' as const),
});

const files = () => {
  const problem = {
    code: 'foreign_format',
    message: 'fusion_hidden.h5: is an HDF5 file, which is not read.',
    hint: 'Save a data set of it, here the first, in Python:\nimport h5py, numpy as np\nnp.save(...)',
  } as const;
  state.entries.value = [...FILES, entry('fusion_hidden.h5', null, 'hidden', null, problem)];
  state.choices.value = { ...state.choices.value, k: 8 };
  state.workers.value = 2;
};

/** Holds an analysis as the tab would. */
const held = (found: Result, origin: Origin | null = null) => {
  state.analyses.value = [{ ...found, id: 1, origin, entries: origin ? [] : FILES }];
  state.current.value = 1;
};

const SCENES: Record<string, () => void> = {
  landing: () => {},
  files: () => {
    files();
    state.view.value = 'files';
  },
  running: () => {
    files();
    state.running.value = {
      names: ['image', 'text', 'label'],
      report: pluginOnly(EMOJI),
      wants: ['engine'],
      loading: false,
      done: 0.54,
      read: null,
      silence: null,
      started: 0,
      now: 2300,
      cancel: () => {},
      phases: [
        phase('codes_y', 1, 1, 20),
        phase('codes_x1', 50, 50, 610),
        phase('codes_x2', 50, 50, 740),
        phase('solve', 1, 1, 40),
        phase('intervals', 5, 10, null),
      ],
    };
    state.view.value = 'running';
  },
  answer: () => {
    files();
    held(result(EMOJI));
    state.view.value = 'answer';
  },
  weak: () => {
    held(result(WEAK));
    state.plugin.value = true;
    state.view.value = 'answer';
  },
  long: () => {
    const named = (report: typeof EMOJI): typeof EMOJI => ({
      ...report,
      options: { ...report.options, names: ['chemistry_embeds', 'molecular_graphs', 'activity_label'] },
    });
    held(result(named(EMOJI)));
    state.view.value = 'answer';
  },
  plugin: () => {
    held(result(pluginOnly(EMOJI)));
    state.view.value = 'answer';
  },
  table: () => {
    SCENES.answer?.();
    state.table.value = true;
    state.explained.value = 'u1';
  },
  sensitivity: () => {
    held(result(EMOJI, { series: [OVER_K, OVER_PREPARATIONS] }));
    state.view.value = 'sensitivity';
  },
  preparation: () => {
    SCENES.sensitivity?.();
    state.varied.value = 'preparation';
  },
  layers: () => {
    held(result(EMOJI, { series: [OVER_LAYERS] }));
    state.view.value = 'layers';
  },
  details: () => {
    held(result(EMOJI));
    state.view.value = 'details';
  },
  truth: () => {
    held(result(EMOJI));
    state.truth.value = {
      ...state.truth.value,
      systems: SYSTEMS,
      parameters: {
        name: 'Gated, asymmetric',
        n: 2000,
        sigma: 2,
        d: 64,
        rho: 0.3,
        nuisance: 0,
        strength1: 0.95,
        strength2: 0.4,
        seed: 3,
      },
      result: result(GATED, { truth: GATED_TRUTH, title: 'gated, asymmetric' }),
      repetitions: REPETITIONS,
      repeating: true,
    };
    state.view.value = 'truth';
  },
  link: () => {
    held(result(EMOJI), {
      from: 'link',
      fragment: '#m1.x',
      made: new Date('2026-11-20'),
      engine: '0.1.0',
      status: 'identical',
      detail: '',
      files: { status: 'unchecked' },
      namesShared: false,
    });
    state.view.value = 'answer';
  },
  broken: () => {
    state.broken.value = {
      from: 'link',
      fragment: '#m1.x',
      problem: {
        code: 'link_damaged',
        message: 'This link cannot be read: it was cut.',
        hint: 'Part of it may have been lost on the way. Ask for it again, or for the .modalens.json file.',
      },
    };
    state.view.value = 'broken';
  },
  held: () => {
    SCENES.link?.();
    state.notice.value = 'Choose the files again: the page keeps none of them.';
    state.view.value = 'landing';
  },
  help: () => {
    state.help.value = 'files';
  },
  export: () => {
    held(result(EMOJI));
    state.view.value = 'answer';
    state.exporting.value = true;
  },
};

SCENES[query.get('view') ?? 'landing']?.();
const root = document.getElementById('app');
if (root)
  render(
    <AppProvider value={{ state, actions }}>
      <Page />
    </AppProvider>,
    root,
  );
