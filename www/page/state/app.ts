/**
 * All state of the page, in one place. Signals hold what was given or found; everything that follows from
 * it is a getter. No document, no worker: views read, actions write, only `main` wires.
 */

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Atom } from '../charts/marks';
import type { ErrorFacts, Options, Phase, Report, SystemInfo } from '../library';
import type { Quantity } from '../text/explain';
import type { Analysis, Origin, Result } from './analyses';
import type { Slot } from './assign';
import type { Entry } from './entry';
import { type Exploring, isTab, tabsOf, type Unexplored, type Varied } from './explored';
import type { Course, Loaded, Loads } from './loads';
import { type Looked, NOTHING_SEEN, type Seen } from './looked';
import type { Offer } from './offer';
import type { BySlot } from './ready';
import { StudyState } from './study/view';

export type View =
  | 'landing'
  | 'opening'
  | 'broken'
  | 'files'
  | 'running'
  | 'answer'
  | 'sensitivity'
  | 'layers'
  | 'truth'
  | 'details'
  | 'plan'
  | 'study';
export type Theme = 'system' | 'light' | 'dark';

/** Something shared that cannot be shown, and why. */
export interface Broken {
  from: 'link' | 'file';
  /** Fragment of the link, which stays in the address. */
  fragment: string | null;
  problem: ErrorFacts;
}

/** A run under way. */
export interface Running extends Course {
  names: [string, string, string];
  report: Report | null;
  phases: (Phase & { ms: number | null })[];
  /** Bytes of the files while they are read. */
  read: Loaded | null;
  /** What is said when nothing was heard for long. */
  silence: ErrorFacts | null;
  /** When the work began, after whatever had to be loaded; and the last news of it. */
  started: number | null;
  now: number;
  cancel: () => void;
}

export interface TruthParameters {
  name: string;
  n: number;
  sigma: number;
  d: number;
  rho: number;
  /** Variance that is about nothing else, in units of that of the states. */
  nuisance: number;
  /** How much the parts of the two modalities count, of a system where that can be chosen. */
  strength1: number;
  strength2: number;
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
  /** How far the analysis is; null until it tells. */
  share: number | null;
  problem: ErrorFacts | null;
  repetitions: Repetition[];
  repeating: boolean;
}

export interface Toast {
  text: string;
  action?: { label: string; run: () => void };
}

/** How long a run on these files with these choices will take, seconds. */
export interface Foreseen {
  seconds: number;
  slots: BySlot;
  choices: Choices;
}

/** What is asked of the engine, as far as the reader has a say. */
export type Choices = Pick<
  Options,
  | 'k'
  | 'ky'
  | 'seed'
  | 'partitions'
  | 'method'
  | 'discretiser'
  | 'drop_nonfinite'
  | 'y_ignore'
  | 'y_scores'
  | 'y_least'
> & {
  preparation: 'none' | 'l2' | 'centre' | 'whiten';
};

export const REPETITIONS = 200;

export class AppState {
  readonly view = signal<View>('landing');
  readonly theme = signal<Theme>('system');
  readonly over = signal(false);
  readonly help = signal<null | 'files' | 'keys' | 'package'>(null);
  readonly exporting = signal(false);
  /** Files that another page hands over, until the reader has decided. */
  readonly offer = signal<Offer | null>(null);
  readonly toast = signal<Toast | null>(null);

  readonly entries = signal<readonly Entry[]>([]);
  readonly choices = signal<Choices>({
    k: 'auto',
    ky: 'auto',
    y_ignore: { case: true, space: true, punctuation: true },
    y_scores: 'auto',
    y_least: 'auto',
    seed: 7,
    partitions: 10,
    method: 'full',
    discretiser: 'kmeans',
    drop_nonfinite: false,
    preparation: 'l2',
  });
  /** A failure of the last run, shown where Run is. */
  readonly failure = signal<ErrorFacts | null>(null);

  readonly running = signal<Running | null>(null);
  /** What the page loads of itself, as far as it has begun; and whether all that it may ever need is here. */
  readonly loads = signal<Loads>({});
  readonly complete = signal(false);
  /** What an analysis needs and the browser has not; null where nothing is missing. */
  readonly unsupported = signal<string | null>(null);
  /** Finished analyses of this tab, the newest last, and the one that the tabs are about. */
  readonly analyses = signal<readonly Analysis[]>([]);
  readonly current = signal<number | null>(null);
  readonly result: ReadonlySignal<Analysis | null> = computed(
    () => this.analyses.value.find(({ id }) => id === this.current.value) ?? null,
  );
  /** A link or a file that could not be opened, until something else is. */
  readonly broken = signal<Broken | null>(null);
  /** What is being opened. */
  readonly opening = signal<'link' | 'file' | 'session'>('link');
  /** Said on the first screen until it is left. */
  readonly notice = signal<string | null>(null);
  /** Further analyses under way, and why they ended where they failed. */
  readonly exploring = signal<Exploring | null>(null);
  readonly unexplored = signal<Unexplored | null>(null);
  /** What the sensitivity view varies. */
  readonly varied = signal<Varied>('k');
  /** Values of K as the reader wrote them; null for the usual ones. */
  readonly grid = signal<string | null>(null);
  /** Many analyses in one table. */
  readonly studies = new StudyState();
  readonly truth = signal<TruthState>({
    systems: [],
    parameters: {
      name: '',
      n: 2000,
      sigma: 2,
      d: 64,
      rho: 0.3,
      nuisance: 0,
      strength1: 1,
      strength2: 1,
      seed: 1,
    },
    gates: false,
    result: null,
    busy: false,
    share: null,
    problem: null,
    repetitions: [],
    repeating: false,
  });

  /** What the partition of one analysis looks like, as far as it was asked for; and what is to stand out. */
  readonly looked = signal<Looked | null>(null);
  readonly seen = signal<Seen>(NOTHING_SEEN);

  readonly plugin = signal(false);
  /** Whether layers are shown by label-aware codes, where those are there. */
  readonly aware = signal(false);
  /** Whether the chart shows each partition's own estimate. */
  readonly dots = signal(false);
  readonly table = signal(false);
  readonly lane = signal<Atom>('u1');
  readonly explained = signal<Quantity | null>(null);

  /** Which version this is, of which day, and whether it is one file; null in a notebook. */
  readonly edition = signal<{ version: string; day: string; single: boolean } | null>(null);
  /** Where the page with its documentation is; another place where its views stand in a notebook. */
  readonly base = signal('');
  /** Whether the files come from elsewhere, so that none can be chosen here. */
  readonly given = signal(false);

  /** How much longer the last run of this visit took than was foreseen. */
  readonly correction = signal<number | null>(null);
  /** Seconds that a run on these files with these choices is foreseen to take. */
  readonly foreseen = signal<Foreseen | null>(null);
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
    if (isTab(view)) {
      const result = this.result.value;
      return !result ? 'landing' : tabsOf(result).includes(view) ? view : 'answer';
    }
    if (view === 'broken') return this.broken.value ? view : 'landing';
    if (view === 'plan') return this.studies.plan.value ? view : 'landing';
    if (view === 'study') return this.studies.study.value ? view : 'landing';
    if (view === 'files') return this.entries.value.length ? 'files' : 'landing';
    return view;
  });

  /** The result that Copy link and Export are about. */
  readonly shown: ReadonlySignal<Result | null> = computed(() => {
    const screen = this.screen.value;
    if (screen === 'truth') return this.truth.value.result;
    return isTab(screen) ? this.result.value : null;
  });

  /** Whether what is open is about the current analysis. */
  readonly aboutResult: ReadonlySignal<boolean> = computed(() => isTab(this.screen.value));

  /** Where what is shown came from, if not from a run here. */
  readonly origin: ReadonlySignal<Origin | null> = computed(() =>
    this.shown.value === this.result.value ? (this.result.value?.origin ?? null) : null,
  );

  /** Entry of each slot. */
  readonly bySlot: ReadonlySignal<Record<Slot, Entry | null>> = computed(() => {
    const of = (slot: Slot) => this.entries.value.find((entry) => entry.slot === slot) ?? null;
    return { x1: of('x1'), x2: of('x2'), y: of('y'), z: of('z') };
  });
}
