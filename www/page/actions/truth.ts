/** Ground truth: synthetic systems made in the tab, analysed, and repeated over seeds. */

import type { ATOMS } from '../charts/marks';
import type { AnalysisResult, Generated, GenerateOptions, PartialOptions, SystemInfo } from '../library';
import { REPETITIONS, type Repetition, type TruthParameters, type TruthState } from '../state/app';
import { isModel } from '../state/systems';
import { atomsOf } from '../text/claims';
import { type Context, facts } from './context';

const NAMES: [string, string, string] = ['image', 'text', 'y'];

/** A slider has come to rest when it has not moved for so long, ms. */
const SETTLES = 250;

/** The system shown first: all kinds of atoms, one modality without any of its own. */
const FIRST = 'VLM_gated_asym';

const inputs = ({ x1, x2, y, z }: Generated) => ({
  x1: { ...x1, name: 'x1' },
  x2: { ...x2, name: 'x2' },
  y: { ...y, name: 'y' },
  ...(z && { z: { ...z, name: 'groups' } }),
});

/** As many codes as the system has states, so that truth and estimate are about one thing. */
const options = ({ shape, group }: SystemInfo, seed: number, partitions?: number): PartialOptions => ({
  k: Math.max(shape[0], shape[1]),
  seed,
  names: isModel({ group }) ? NAMES : ['x1', 'x2', 'y'],
  ...(partitions ? { partitions } : {}),
});

/** Parameters that the system knows. */
function given(system: SystemInfo, chosen: TruthParameters, seed = chosen.seed): GenerateOptions {
  const { n, sigma, d, nuisance, rho, strength1, strength2 } = chosen;
  const own = {
    ...(system.rho === null ? {} : { rho }),
    ...(system.strengths === null ? {} : { strengths: [strength1, strength2] as const }),
  };
  return { n, sigma, d, nuisance, seed, ...own };
}

/** What a system brings of its own. */
const defaultsOf = ({ rho, strengths }: SystemInfo): Partial<TruthParameters> => ({
  rho: rho ?? 0,
  strength1: strengths?.[0] ?? 1,
  strength2: strengths?.[1] ?? 1,
});

const clean = (system: SystemInfo, result: AnalysisResult, truth: Generated['truth']) => ({
  ...result,
  truth,
  title: system.title,
  series: [],
});

function intervalsOf({ report }: AnalysisResult): Repetition {
  const found = atomsOf(report);
  const of = (atom: (typeof ATOMS)[number]) => [found[atom].lower ?? 0, found[atom].upper ?? 0] as const;
  return { u1: of('u1'), r: of('r'), u2: of('u2'), s: of('s') };
}

/** The gallery at work: one analysis or one series of repetitions at a time. */
interface Bench {
  context: Context;
  current: AbortController | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

function change({ context: { state } }: Bench, part: Partial<TruthState>): void {
  state.truth.value = { ...state.truth.value, ...part };
}

const systemOf = ({ context: { state } }: Bench): SystemInfo | undefined =>
  state.truth.value.systems.find(({ name }) => name === state.truth.value.parameters.name);

/** Ends what runs, and begins something else. */
function begin(bench: Bench): AbortSignal {
  bench.current?.abort();
  bench.current = new AbortController();
  return bench.current.signal;
}

/** Generates and analyses the system as the sliders stand. */
async function analyse(bench: Bench): Promise<void> {
  const signal = begin(bench);
  const chosen = systemOf(bench);
  if (!chosen) return;
  change(bench, { busy: true, share: null, problem: null, repetitions: [], repeating: false });
  try {
    const { parameters } = bench.context.state.truth.value;
    const engine = await bench.context.engine();
    const made = await engine.generate(chosen.name, given(chosen, parameters), { signal });
    const found = await engine.run(inputs(made), options(chosen, parameters.seed), {
      signal,
      onProgress: ({ share }) => change(bench, { share }),
    });
    if (!signal.aborted) change(bench, { busy: false, result: clean(chosen, found, made.truth) });
  } catch (thrown) {
    if (!signal.aborted) change(bench, { busy: false, problem: facts(thrown) });
  }
}

/** One repetition, with its own seed. */
async function repetition(bench: Bench, chosen: SystemInfo, signal: AbortSignal): Promise<void> {
  const { truth } = bench.context.state;
  const engine = await bench.context.engine();
  const seed = 1000 + truth.value.repetitions.length;
  const made = await engine.generate(chosen.name, given(chosen, truth.value.parameters, seed), { signal });
  const found = await engine.run(inputs(made), options(chosen, seed, 1), { signal });
  if (!signal.aborted) change(bench, { repetitions: [...truth.value.repetitions, intervalsOf(found)] });
}

/** Repeats over further seeds until told to stop. */
async function repeat(bench: Bench): Promise<void> {
  const { truth } = bench.context.state;
  const signal = begin(bench);
  const chosen = systemOf(bench);
  if (!chosen) return;
  change(bench, { repeating: true, busy: false });
  try {
    while (truth.value.repetitions.length < REPETITIONS && !signal.aborted)
      await repetition(bench, chosen, signal);
    if (!signal.aborted) change(bench, { repeating: false });
  } catch (thrown) {
    if (!signal.aborted) change(bench, { repeating: false, problem: facts(thrown) });
  }
}

/** Opens the gallery; makes the first system if there is none yet. */
async function open(bench: Bench): Promise<void> {
  const { state, engine } = bench.context;
  state.view.value = 'truth';
  if (state.truth.value.systems.length > 0) return;
  change(bench, { busy: true, problem: null });
  try {
    const systems = await (await engine()).systems();
    const first = systems.find(({ name }) => name === FIRST) ?? systems[0];
    const { parameters } = state.truth.value;
    change(bench, {
      systems,
      parameters: { ...parameters, ...(first ? { name: first.name, ...defaultsOf(first) } : {}) },
    });
    await analyse(bench);
  } catch (thrown) {
    change(bench, { busy: false, problem: facts(thrown) });
  }
}

/** Takes a new setting; a slider that still moves is waited for, and it shows at once that it was heard. */
function set(bench: Bench, part: Partial<TruthParameters>): void {
  const { systems, parameters } = bench.context.state.truth.value;
  const chosen = part.name === undefined ? undefined : systems.find(({ name }) => name === part.name);
  const own = chosen ? defaultsOf(chosen) : {};
  change(bench, { busy: true, share: null, parameters: { ...parameters, ...own, ...part } });
  clearTimeout(bench.timer);
  bench.timer = setTimeout(() => void analyse(bench), chosen ? 0 : SETTLES);
}

export const truthActions = (context: Context) => {
  const bench: Bench = { context, current: null, timer: undefined };
  return {
    openTruth: () => open(bench),
    setTruth: (part: Partial<TruthParameters>) => set(bench, part),
    showGates: (gates: boolean) => change(bench, { gates }),
    repeat: () => repeat(bench),
    pause(): void {
      bench.current?.abort();
      change(bench, { repeating: false });
    },
  };
};
