/** Sliders of a synthetic system. */

import type { SystemInfo } from '../library';
import type { TruthParameters } from '../state/app';
import { count } from '../text/format';
import { useApp } from './app-context';

interface SliderSpec {
  key: Exclude<keyof TruthParameters, 'name' | 'seed'>;
  label: string;
  values: readonly number[];
  write: (value: number) => string;
}

const steps = (to: number, by: number): number[] =>
  Array.from({ length: Math.round(to / by) + 1 }, (_, i) => Math.round(i * by * 10) / 10);
/** The strengths that systems have by default are among them, to the last bit. */
const TWENTIETHS = Array.from({ length: 21 }, (_, i) => i / 20);
const SLIDERS: readonly SliderSpec[] = [
  {
    key: 'n',
    label: 'Samples, n',
    values: [200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 7500, 10000, 20000],
    write: count,
  },
  { key: 'sigma', label: 'Noise, σ', values: steps(6, 0.1), write: (v) => v.toFixed(1) },
  { key: 'd', label: 'Features, d', values: [8, 16, 32, 64, 128, 256, 512, 1024], write: count },
  { key: 'nuisance', label: 'Nuisance', values: [0, 0.25, 0.5, 1, 1.5, 2, 3, 4, 8], write: String },
  { key: 'rho', label: 'Copying, ρ', values: steps(1, 0.1), write: (v) => v.toFixed(1) },
  { key: 'strength1', label: 'Strength of image', values: TWENTIETHS, write: (v) => v.toFixed(2) },
  { key: 'strength2', label: 'Strength of text', values: TWENTIETHS, write: (v) => v.toFixed(2) },
];

/** Sliders of what the system has. */
const slidersOf = (system: SystemInfo | undefined): SliderSpec[] =>
  SLIDERS.filter(({ key }) =>
    key === 'rho' ? system?.rho != null : key.startsWith('strength') ? system?.strengths != null : true,
  );

function Slider({ spec }: { spec: SliderSpec }) {
  const { state, actions } = useApp();
  const value = state.truth.value.parameters[spec.key];
  const index = spec.values.reduce(
    (best, v, i) => (Math.abs(v - value) < Math.abs((spec.values[best] ?? 0) - value) ? i : best),
    0,
  );
  return (
    <label class="field">
      <span class="row between">
        {spec.label} <b>{spec.write(value)}</b>
      </span>
      <input
        type="range"
        min={0}
        max={spec.values.length - 1}
        step={1}
        value={index}
        aria-valuetext={spec.write(value)}
        onInput={(event) =>
          actions.setTruth({ [spec.key]: spec.values[event.currentTarget.valueAsNumber] ?? value })
        }
      />
    </label>
  );
}

/** What the sliders mean whose names do not say it. */
function Meaning({ nuisance, strengths }: { nuisance: number; strengths: boolean }) {
  if (nuisance === 0 && !strengths) return null;
  return (
    <p class="t-xs q sliders-say">
      {nuisance > 0 &&
        `Nuisance: variance about nothing else, here ${nuisance} times that of the states. ` +
          'It changes what K-means finds; the truth stays that of the states. '}
      {strengths && 'Strength: how much a modality counts in the fusion; 0 is silent.'}
    </p>
  );
}

/** The sliders of what the system has. */
export function Sliders({ system }: { system: SystemInfo | undefined }) {
  const { nuisance } = useApp().state.truth.value.parameters;
  return (
    <div>
      <div class="sliders">
        {slidersOf(system).map((spec) => (
          <Slider key={spec.key} spec={spec} />
        ))}
      </div>
      <Meaning nuisance={nuisance} strengths={system?.strengths != null} />
    </div>
  );
}
