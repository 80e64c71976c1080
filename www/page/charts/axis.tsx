/** The axis of bits: round ticks, and the entropy of y as its named end. */

import { tickStep } from 'd3-array';
import type { ScaleLinear } from 'd3-scale';
import { Line, Text } from './marks';
import { textWidth } from './metrics';

interface AxisProps {
  x: ScaleLinear<number, number>;
  y: number;
  end: number;
  endLabel: string;
  narrow: boolean;
}

/** Bits below which there is nothing to show on an axis. */
export const LEAST = 1e-3;

export function Axis({ x, y, end, endLabel, narrow }: AxisProps) {
  const wanted = narrow ? 3 : 6;
  const step = tickStep(0, Math.max(end, LEAST), wanted);
  const decimals = Math.max(step >= 1 ? 1 : 0, -Math.floor(Math.log10(step)));
  const clear = x(end) - textWidth(endLabel, 12) - 18;
  const ticks = Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step).filter(
    (t) => t === 0 || x(t) < clear,
  );
  return (
    <>
      <Line x1={x(0)} y1={y} x2={x(end)} y2={y} class="axis" />
      {ticks.map((t) => (
        <>
          <Line x1={x(t)} y1={y} x2={x(t)} y2={y + 4} class="axis" />
          <Text x={x(t)} y={y + 18} class={`x m ${narrow && t === 0 ? '' : 'c'}`}>
            {t === 0 ? '0' : t.toFixed(decimals)}
          </Text>
        </>
      ))}
      <Line x1={x(end)} y1={y - 4} x2={x(end)} y2={y + 4} class="axis" />
      <Text x={x(end)} y={y + 18} class="x m e">
        {endLabel}
      </Text>
    </>
  );
}
