/**
 * Convergence: the certified gap between the bounds of the union information, one certificate after the
 * other.
 */

import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { count, power } from '../text/format';
import { Chart, Line, Text } from './marks';

export interface ConvergenceData {
  /** Iteration, lower and upper bound in bits, one entry a certificate. */
  trace: readonly (readonly [number, number, number])[];
  tolerance: number;
}

/** Below this a gap is rounding. */
const SMALLEST = 1e-12;

/** The powers of ten around all of the numbers. */
const decades = (numbers: readonly number[]): [number, number] => [
  10 ** Math.floor(Math.log10(Math.min(...numbers))),
  10 ** Math.ceil(Math.log10(Math.max(...numbers))),
];

/** Some five powers of ten, the highest among them. */
function ticksOf(low: number, high: number): number[] {
  const powers = Math.round(Math.log10(high / low));
  const every = Math.ceil(powers / 5);
  const all = Array.from({ length: powers + 1 }, (_, i) => low * 10 ** i);
  return all.filter((_, i) => (powers - i) % every === 0);
}

export function Convergence({ data, width }: { data: ConvergenceData; width: number }) {
  // Newton steps share the iteration that they began at, so the certificates are counted instead.
  const points = data.trace.map(([, lower, upper], i) => [i + 1, Math.max(upper - lower, SMALLEST)] as const);
  const [left, top, height] = [48, 28, 132];
  const last = Math.max(1, points.at(-1)?.[0] ?? 1);
  const gaps = points.map(([, gap]) => gap);
  const [low, high] = decades([data.tolerance, data.tolerance * 10, ...gaps]);
  const x = scaleLinear([1, Math.max(last, 2)], [left + 8, width - 8]);
  const y = scaleLog([low, high], [top + height, top]);
  const path =
    line<readonly [number, number]>(
      ([iteration]) => x(iteration),
      ([, gap]) => y(gap),
    )(points) ?? '';
  const [end] = points.slice(-1);
  return (
    <Chart
      width={width}
      height={top + height + 24}
      label={
        `Certified gap: ${power(gaps[0] ?? 0)} bits at the start, ${power(end?.[1] ?? 0)} after ` +
        `${end?.[0] ?? 0} certificates; ${power(data.tolerance)} was asked for`
      }
    >
      <Text x={0} y={12} class="x m">
        gap between the bounds, bits
      </Text>
      {ticksOf(low, high).map((t) => (
        <>
          <Line x1={left} x2={width} y1={y(t)} y2={y(t)} class="grid" />
          <Text x={left - 6} y={y(t) + 4} class="x m e">
            {power(t)}
          </Text>
        </>
      ))}
      <Line x1={left} x2={width} y1={y(data.tolerance)} y2={y(data.tolerance)} class="guide" />
      <Text x={left + 8} y={y(data.tolerance) - 5} class="x m halo">
        asked for
      </Text>
      <path d={path} class="line l-ink" />
      {points.length <= 60 &&
        points.map(([iteration, gap]) => <circle cx={x(iteration)} cy={y(gap)} r={2.5} class="dot" />)}
      <Text x={left} y={top + height + 18} class="x m">
        1
      </Text>
      <Text x={width} y={top + height + 18} class="x m e">{`${count(last)} certificates`}</Text>
    </Chart>
  );
}
