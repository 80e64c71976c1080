/** The axis of bits of a curve: round steps from zero, and its end. */

import { tickStep } from 'd3-array';

export interface Steps {
  end: number;
  ticks: { at: number; text: string }[];
}

/** Round steps up to no less than `most`. */
export function stepsTo(most: number, wanted = 4): Steps {
  const step = tickStep(0, Math.max(most, 0.01), wanted);
  const last = Math.max(1, Math.ceil(most / step - 1e-9));
  const decimals = Math.max(step >= 1 ? 1 : 0, -Math.floor(Math.log10(step) + 1e-9), step === 0.25 ? 2 : 0);
  const ticks = Array.from({ length: last + 1 }, (_, i) => ({
    at: i * step,
    text: i === 0 ? '0' : (i * step).toFixed(decimals),
  }));
  return { end: last * step, ticks };
}
