/** A run: start, progress, cancel. The files stay, whatever happens. */

import { batch } from '@preact/signals';
import type { Control, PartialOptions, Progress } from '../library';
import type { Choices, Running, View } from '../state/app';
import { EXAMPLES, type ExampleName, type LoadName, pending } from '../state/loads';
import { readiness } from '../state/ready';
import { type Context, facts } from './context';
import { exploreLayers } from './explore';
import { takeIn } from './files';
import { foreseenFor } from './foresee';
import { show } from './held';
import { sourceOf } from './inspect';
import { namesOf, optionsOf } from './options';

/** Time of each phase that is over; it began between the last news and that which first told of it. */
function timed(
  running: Running,
  progress: Progress,
  started: Map<string, number>,
  now: number,
): Running['phases'] {
  return progress.phases.map((phase) => {
    if (phase.state === 'next') return { ...phase, ms: null };
    if (!started.has(phase.id)) started.set(phase.id, running.now);
    const before = running.phases.find((one) => one.id === phase.id);
    const ms = before?.ms ?? now - (started.get(phase.id) ?? now);
    return { ...phase, ms: phase.state === 'done' ? ms : null };
  });
}

function follow({ state, ports }: Context, signal: AbortSignal): Control {
  const started = new Map<string, number>();
  return {
    signal,
    onProgress(progress) {
      const running = state.running.value;
      if (!running || signal.aborted) return;
      const now = ports.now();
      state.running.value = {
        ...running,
        started: running.started ?? now,
        done: progress.share,
        read: progress.phase === 'read' ? progress : null,
        silence: null,
        now,
        phases: timed(running, progress, started, now),
      };
    },
    onSilence(silence) {
      if (state.running.value && !signal.aborted) state.running.value = { ...state.running.value, silence };
    },
    onPreview(report) {
      if (state.running.value && !signal.aborted) state.running.value = { ...state.running.value, report };
    },
  };
}

/** Shows at once that something runs, and what it waits for. */
function begin(
  { state, ports }: Context,
  names: [string, string, string],
  wants: readonly LoadName[],
): AbortController {
  const abort = new AbortController();
  state.exploring.value?.cancel();
  batch(() => {
    state.failure.value = null;
    state.running.value = {
      names,
      wants,
      loading: pending(state.loads.value, wants) !== null,
      done: 0,
      read: null,
      silence: null,
      report: null,
      phases: [],
      started: null,
      now: ports.now(),
      cancel: () => abort.abort(),
    };
    state.view.value = 'running';
  });
  return abort;
}

/** Ends what runs, with a failure where there is one. Whoever has cancelled it has said where to go. */
function fail({ state }: Context, abort: AbortController, thrown: unknown): void {
  if (abort.signal.aborted) return;
  batch(() => {
    state.running.value = null;
    state.view.value = 'files';
    state.failure.value = facts(thrown);
  });
}

/** What a run is asked for besides the files. */
interface Asked {
  view?: View;
  /** Options in place of what the reader chose. */
  options?: PartialOptions;
  /** Choices in place of the reader’s, for this run. */
  choices?: Partial<Choices>;
}

/** Analyses the files as they are assigned; `abort` is that of what is under way. */
async function analyse(context: Context, abort: AbortController, asked: Asked = {}): Promise<void> {
  const { state, ports } = context;
  const slots = state.bySlot.value;
  const entries = state.entries.value;
  const choices = state.choices.value;
  const { x1, x2, y, z } = slots;
  if (!x1 || !x2 || !y) return;
  const engine = await context.engine();
  const begun = ports.now();
  const foreseen = foreseenFor(context, slots, choices);
  const found = await engine.run(
    { x1: sourceOf(x1), x2: sourceOf(x2), y: sourceOf(y), ...(z ? { z: sourceOf(z) } : {}) },
    asked.options ?? optionsOf({ ...choices, ...asked.choices }, namesOf(slots)),
    follow(context, abort.signal),
  );
  if (abort.signal.aborted) return;
  if (foreseen !== null) state.correction.value = (ports.now() - begun) / (1000 * foreseen);
  batch(() => {
    state.running.value = null;
    show(
      context,
      { ...found, truth: null, title: null, series: [], origin: null, entries },
      asked.view ?? 'answer',
    );
  });
}

/** Runs on the files as they are assigned; `options` may come from elsewhere than the reader. */
export async function runFiles(context: Context, options?: PartialOptions): Promise<void> {
  const { state } = context;
  const slots = state.bySlot.value;
  const ready = readiness(slots, state.entries.value, state.choices.value).state === 'ready';
  if (state.running.value || !ready) return;
  const abort = begin(context, namesOf(slots), ['engine']);
  try {
    await analyse(context, abort, options ? { options } : {});
  } catch (thrown) {
    fail(context, abort, thrown);
  }
}

/** What an example chooses for the reader: badges are the case for label-aware codes. */
const CHOSEN = { emoji: {}, badges: { discretiser: 'probe' } } as const satisfies Record<
  ExampleName,
  Partial<Choices>
>;

/** An example, with the layers of one of its encoders or without: loads its files and runs on them. */
async function example(context: Context, name: ExampleName, layers: boolean): Promise<void> {
  const { state, ports } = context;
  if (state.running.value) return;
  const parts = layers ? EXAMPLES[name] : EXAMPLES[name].slice(0, 1);
  const abort = begin(context, ['image', 'text', 'label'], ['engine', ...parts]);
  try {
    const [files] = await Promise.all([ports.sample(parts), context.engine()]);
    if (abort.signal.aborted) return;
    await takeIn(
      context,
      files.map((file) => ({ file, path: file.name })),
      true,
    );
    const asked: Asked = { view: layers ? 'layers' : 'answer', choices: CHOSEN[name] };
    if (!abort.signal.aborted) await analyse(context, abort, asked);
    if (layers && !abort.signal.aborted) await exploreLayers(context);
  } catch (thrown) {
    fail(context, abort, thrown);
  }
}

export const runActions = (context: Context) => {
  const { state } = context;
  return {
    run: () => runFiles(context),

    /** Runs again with so many codes, of the same kinds. */
    runWithK(k: number): Promise<void> {
      const { entries = [], report } = state.result.value ?? {};
      const discretiser = report?.options.discretiser ?? state.choices.value.discretiser;
      state.choices.value = { ...state.choices.value, k, discretiser };
      if (entries.length === 0) {
        state.toast.value = {
          text: `To run K = ${k}, choose the files: this analysis came without its samples.`,
          action: { label: 'Choose files', run: () => context.ports.choose('files') },
        };
        return Promise.resolve();
      }
      state.entries.value = entries;
      return runFiles(context);
    },

    cancel(why?: string): void {
      state.running.value?.cancel();
      batch(() => {
        state.running.value = null;
        state.view.value = 'files';
      });
      if (why)
        state.toast.value = { text: why, action: { label: 'Run again', run: () => void runFiles(context) } };
    },

    choose_option<K extends keyof Choices>(key: K, value: Choices[K]): void {
      state.choices.value = { ...state.choices.value, [key]: value };
      state.failure.value = null;
    },

    example: (name: ExampleName) => example(context, name, false),
    exampleLayers: (name: ExampleName) => example(context, name, true),
  };
};
