/** A run: start, progress, cancel. The files stay, whatever happens. */

import { batch } from '@preact/signals';
import type { Control, PartialOptions, Progress } from '../library';
import type { Choices, Running } from '../state/app';
import { work } from '../state/cost';
import { readiness } from '../state/ready';
import { type Context, facts } from './context';
import { takeIn } from './files';
import { show } from './held';
import { sourceOf } from './inspect';

const PREPARATIONS = {
  none: { l2: false, centre: false, whiten: false },
  l2: { l2: true, centre: false, whiten: false },
  centre: { l2: true, centre: true, whiten: false },
  whiten: { l2: true, centre: true, pca: 50, whiten: true },
} as const;

/** Options of the engine from the choices; all else is the engine's default. */
export function optionsOf(choices: Choices, names: [string, string, string]): PartialOptions {
  const { preparation, ...rest } = choices;
  return { ...rest, names, preparation: PREPARATIONS[preparation] };
}

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
    return {
      ...phase,
      ms: phase.state === 'done' ? (before?.ms ?? now - (started.get(phase.id) ?? now)) : null,
    };
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
        phase: progress.phase,
        share: progress.share,
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

/** Runs on the files as they are assigned. */
async function run(context: Context): Promise<void> {
  const { state, ports } = context;
  const slots = state.bySlot.value;
  const entries = state.entries.value;
  const { x1, x2, y, z } = slots;
  const choices = state.choices.value;
  const ready = readiness(slots, entries, choices).state === 'ready';
  if (state.running.value || !x1 || !x2 || !y || !ready) return;
  const names: [string, string, string] = [x1.name || 'X1', x2.name || 'X2', y.name || 'Y'];
  const abort = new AbortController();
  const begun = ports.now();
  batch(() => {
    state.failure.value = null;
    state.running.value = {
      names,
      report: null,
      phases: [],
      phase: '',
      share: 0,
      read: null,
      silence: null,
      started: begun,
      now: begun,
      cancel: () => abort.abort(),
    };
    state.view.value = 'running';
  });
  try {
    const engine = await context.engine();
    const found = await engine.run(
      { x1: sourceOf(x1), x2: sourceOf(x2), y: sourceOf(y), ...(z ? { z: sourceOf(z) } : {}) },
      optionsOf(choices, names),
      follow(context, abort.signal),
    );
    if (abort.signal.aborted) return;
    state.speed.value = (work(slots, choices) / Math.max(1, ports.now() - begun)) * 1000;
    batch(() => {
      state.running.value = null;
      show(context, { ...found, truth: null, title: null, origin: null, entries }, 'answer');
    });
  } catch (thrown) {
    // Whoever cancelled has said where to go.
    if (abort.signal.aborted) return;
    batch(() => {
      state.running.value = null;
      state.view.value = 'files';
      state.failure.value = facts(thrown);
    });
  }
}

export const runActions = (context: Context) => {
  const { state } = context;
  return {
    run: () => run(context),

    /** Runs again with so many codes. */
    runWithK(k: number): Promise<void> {
      const entries = state.result.value?.entries ?? [];
      state.choices.value = { ...state.choices.value, k };
      if (entries.length === 0) {
        state.toast.value = {
          text: `To run K = ${k}, choose the files: this analysis came without its samples.`,
          action: { label: 'Choose files', run: () => context.ports.choose('files') },
        };
        return Promise.resolve();
      }
      state.entries.value = entries;
      return run(context);
    },

    cancel(why?: string): void {
      state.running.value?.cancel();
      batch(() => {
        state.running.value = null;
        state.view.value = 'files';
      });
      if (why)
        state.toast.value = { text: why, action: { label: 'Run again', run: () => void run(context) } };
    },

    choose_option<K extends keyof Choices>(key: K, value: Choices[K]): void {
      state.choices.value = { ...state.choices.value, [key]: value };
      state.failure.value = null;
    },

    /** The emoji example: loads its files and runs. */
    async emoji(): Promise<void> {
      try {
        const files = await context.ports.sample();
        await takeIn(
          context,
          files.map((file) => ({ file, path: file.name })),
          true,
        );
        await run(context);
      } catch (thrown) {
        state.toast.value = { text: `The example could not be loaded: ${facts(thrown).message}` };
      }
    },
  };
};
