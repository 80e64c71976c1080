/** Ground truth: synthetic systems made in the tab, analysed, and repeated over seeds. */

import type { ATOMS } from '../charts/marks';
import type { AnalysisResult, Generated, PartialOptions, SystemInfo } from '../library';
import { REPETITIONS, type Repetition, type TruthParameters, type TruthState } from '../state/app';
import { isModel } from '../state/systems';
import { atomsOf } from '../text/claims';
import { type Context, facts } from './context';

const NAMES: [string, string, string] = ['image', 'text', 'y'];

/** The system shown first: all kinds of atoms, one modality without any of its own. */
const FIRST = 'VLM_gated_asym';

const inputs = ({ x1, x2, y }: Generated) => ({
  x1: { ...x1, name: 'x1' },
  x2: { ...x2, name: 'x2' },
  y: { ...y, name: 'y' },
});

/** As many codes as the system has states, so that truth and estimate are about one thing. */
const options = ({ shape, group }: SystemInfo, seed: number, partitions?: number): PartialOptions => ({
  k: Math.max(shape[0], shape[1]),
  seed,
  names: isModel({ group }) ? NAMES : ['x1', 'x2', 'y'],
  ...(partitions ? { partitions } : {}),
});

/** Parameters that the system knows. */
function given(system: SystemInfo, { n, sigma, d, rho, seed }: TruthParameters, otherSeed = seed) {
  return { n, sigma, d, seed: otherSeed, ...(system.rho === null ? {} : { rho }) };
}

const clean = (system: SystemInfo, result: AnalysisResult, truth: Generated['truth']) => ({
  ...result,
  truth,
  title: system.title,
});

function intervalsOf({ report }: AnalysisResult): Repetition {
  const found = atomsOf(report);
  const of = (atom: (typeof ATOMS)[number]) => [found[atom].lower ?? 0, found[atom].upper ?? 0] as const;
  return { u1: of('u1'), r: of('r'), u2: of('u2'), s: of('s') };
}

export const truthActions = (context: Context) => {
  const { state } = context;
  let current: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const change = (part: Partial<TruthState>) => {
    state.truth.value = { ...state.truth.value, ...part };
  };
  const system = () =>
    state.truth.value.systems.find(({ name }) => name === state.truth.value.parameters.name);

  /** Generates and analyses the system as the sliders stand. */
  async function analyse(): Promise<void> {
    current?.abort();
    const abort = new AbortController();
    current = abort;
    const chosen = system();
    if (!chosen) return;
    change({ busy: true, problem: null, repetitions: [], repeating: false });
    try {
      const { parameters } = state.truth.value;
      const engine = await context.engine();
      const made = await engine.generate(chosen.name, given(chosen, parameters), { signal: abort.signal });
      const found = await engine.run(inputs(made), options(chosen, parameters.seed), {
        signal: abort.signal,
      });
      if (!abort.signal.aborted) change({ busy: false, result: clean(chosen, found, made.truth) });
    } catch (thrown) {
      if (!abort.signal.aborted) change({ busy: false, problem: facts(thrown) });
    }
  }

  /** Repeats over further seeds until told to stop. */
  async function repeat(): Promise<void> {
    const abort = new AbortController();
    current?.abort();
    current = abort;
    const chosen = system();
    if (!chosen) return;
    change({ repeating: true, busy: false });
    try {
      const engine = await context.engine();
      while (state.truth.value.repetitions.length < REPETITIONS && !abort.signal.aborted) {
        const seed = 1000 + state.truth.value.repetitions.length;
        const made = await engine.generate(chosen.name, given(chosen, state.truth.value.parameters, seed), {
          signal: abort.signal,
        });
        const found = await engine.run(inputs(made), options(chosen, seed, 1), { signal: abort.signal });
        if (!abort.signal.aborted)
          change({ repetitions: [...state.truth.value.repetitions, intervalsOf(found)] });
      }
      if (!abort.signal.aborted) change({ repeating: false });
    } catch (thrown) {
      if (!abort.signal.aborted) change({ repeating: false, problem: facts(thrown) });
    }
  }

  return {
    /** Opens the gallery; makes the first system if there is none yet. */
    async openTruth(): Promise<void> {
      state.view.value = 'truth';
      if (state.truth.value.systems.length > 0) return;
      change({ busy: true });
      try {
        const systems = await (await context.engine()).systems();
        const first = systems.find(({ name }) => name === FIRST) ?? systems[0];
        change({
          systems,
          parameters: { ...state.truth.value.parameters, name: first?.name ?? '', rho: first?.rho ?? 0 },
        });
        await analyse();
      } catch (thrown) {
        change({ busy: false, problem: facts(thrown) });
      }
    },

    setTruth(part: Partial<TruthParameters>): void {
      const { systems, parameters } = state.truth.value;
      const other =
        part.name === undefined ? {} : { rho: systems.find(({ name }) => name === part.name)?.rho ?? 0 };
      change({ parameters: { ...parameters, ...other, ...part } });
      clearTimeout(timer);
      timer = setTimeout(() => void analyse(), part.name === undefined ? 250 : 0);
    },

    showGates: (gates: boolean) => change({ gates }),
    repeat,

    pause(): void {
      current?.abort();
      change({ repeating: false });
    },
  };
};
