/**
 * All state of the page, in one place. Signals hold what was given or found; everything that follows from
 * it is a getter. No document, no worker: views read, actions write, only `main` wires.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Atom } from '../charts/marks';
import type { ErrorFacts, Extras, InputFacts, LoadHow, Options, Phase, Report, SystemInfo } from '../library';
import type { Quantity } from '../text/explain';
import type { Slot } from './assign';
import type { Truth } from './figures';

export type View = 'landing' | 'files' | 'running' | 'answer' | 'truth' | 'details';
export type Theme = 'system' | 'light' | 'dark';

/** How an entry is read; whether it is kept is for the library to say. */
export type Reading = Partial<Omit<LoadHow, 'mode'>>;

/** What is wrong with a file, and lines of code that put it right. */
export interface Problem extends ErrorFacts {
  lines?: string;
}

/** One file, or one array of a file that holds several. */
export interface Entry {
  id: number;
  file: File;
  /** Path within a dropped folder, else the name. */
  path: string;
  how: Reading;
  slot: Slot | null;
  /** What the modality is called in sentences. */
  name: string;
  facts: InputFacts | null;
  problem: Problem | null;
  /** Labels read from a text file; null for arrays. */
  labels: string[] | null;
}

/** A finished analysis, whatever it came from. */
export interface Result {
  report: Report;
  extras: Extras | null;
  truth: Truth | null;
  /** A title in place of the names, for synthetic systems. */
  title: string | null;
}

/** Where a shown result came from, if not from a run here. */
export interface LinkState {
  from: 'link' | 'file';
  /** Day on which it was made, if it says so. */
  made: Date | null;
  engine: string;
  status: 'checking' | 'identical' | 'differs' | 'no-counts' | 'failed';
  /** Both numbers where they differ, or why the check failed. */
  detail: string;
  /** Result of holding the reader's own files against the hashes. */
  files: 'unchecked' | 'same' | string;
  namesShared: boolean;
}

/** A run under way. */
export interface Running {
  names: [string, string, string];
  report: Report | null;
  phases: (Phase & { ms: number | null })[];
  phase: string;
  share: number;
  started: number;
  now: number;
  cancel: () => void;
}

export interface TruthParameters {
  name: string;
  n: number;
  sigma: number;
  d: number;
  rho: number;
  seed: number;
}

/** Intervals of one repetition, per atom. */
export type Repetition = Record<Atom, readonly [number, number]>;

export interface TruthState {
  systems: SystemInfo[];
  parameters: TruthParameters;
  gates: boolean;
  result: Result | null;
  busy: boolean;
  problem: ErrorFacts | null;
  repetitions: Repetition[];
  repeating: boolean;
}

export interface Toast {
  text: string;
  action?: { label: string; run: () => void };
}

/** What is asked of the engine, as far as the reader has a say. */
export type Choices = Pick<Options, 'k' | 'ky' | 'seed' | 'partitions' | 'method' | 'drop_nonfinite'> & {
  preparation: 'none' | 'l2' | 'centre' | 'whiten';
};

export const REPETITIONS = 200;

export class AppState {
  readonly view = signal<View>('landing');
  readonly theme = signal<Theme>('system');
  readonly over = signal(false);
  readonly help = signal<null | 'files' | 'keys' | 'package'>(null);
  readonly exporting = signal(false);
  readonly toast = signal<Toast | null>(null);

  readonly entries = signal<Entry[]>([]);
  readonly choices = signal<Choices>({
    k: 'auto',
    ky: 'auto',
    seed: 7,
    partitions: 10,
    method: 'full',
    drop_nonfinite: false,
    preparation: 'l2',
  });
  /** A failure of the last run, shown where Run is. */
  readonly failure = signal<ErrorFacts | null>(null);

  readonly running = signal<Running | null>(null);
  readonly result = signal<Result | null>(null);
  readonly link = signal<LinkState | null>(null);
  readonly truth = signal<TruthState>({
    systems: [],
    parameters: { name: '', n: 2000, sigma: 2, d: 64, rho: 0.3, seed: 1 },
    gates: false,
    result: null,
    busy: false,
    problem: null,
    repetitions: [],
    repeating: false,
  });

  readonly plugin = signal(false);
  readonly table = signal(false);
  readonly lane = signal<Atom>('u1');
  readonly explained = signal<Quantity | null>(null);

  /** Samples a second and product that this machine reached, from the last run; for the estimate of time. */
  readonly speed = signal<number | null>(null);
  readonly workers = signal(1);

  /** The view to draw: the chosen one, if what is behind it exists. */
  readonly screen: ReadonlySignal<View> = computed(() => {
    const view = this.view.value;
    if (view === 'running')
      return this.running.value
        ? 'running'
        : this.result.value
          ? 'answer'
          : this.entries.value.length
            ? 'files'
            : 'landing';
    if (view === 'answer' || view === 'details') return this.result.value ? view : 'landing';
    if (view === 'files') return this.entries.value.length ? 'files' : 'landing';
    return view;
  });

  /** The result that Copy link and Export are about. */
  readonly shown: ReadonlySignal<Result | null> = computed(() => {
    const screen = this.screen.value;
    if (screen === 'truth') return this.truth.value.result;
    return screen === 'answer' || screen === 'details' ? this.result.value : null;
  });

  /** Entry of each slot. */
  readonly bySlot: ReadonlySignal<Record<Slot, Entry | null>> = computed(() => {
    const of = (slot: Slot) => this.entries.value.find((entry) => entry.slot === slot) ?? null;
    return { x1: of('x1'), x2: of('x2'), y: of('y'), z: of('z') };
  });
}
