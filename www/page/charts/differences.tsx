/**
 * What the second of two analyses has more than the first: a row for each atom, its difference with its
 * interval about a common zero. An interval that reaches zero tells nothing apart, and is grey.
 */

import { tickStep } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { range, signed } from '../text/format';
import { type Atom, Chart, Interval, Line, Text } from './marks';
import { cut } from './metrics';

export interface DifferenceDatum {
  atom: Atom;
  name: string;
  symbol: string;
  value: number;
  lower: number | null;
  upper: number | null;
}

export interface DifferencesData {
  rows: readonly DifferenceDatum[];
  /** What lies left and right of zero. */
  sides: readonly [string, string];
}

const ROW = 28;
const TOP = 20;
const AXIS = 28;
const GUTTER = 210;
const RIGHT = 130;

const isApart = ({ lower, upper }: DifferenceDatum): boolean =>
  lower !== null && upper !== null && (lower > 0 || upper < 0);

export function Differences({ data, width, label }: { data: DifferencesData; width: number; label: string }) {
  const narrow = width < 560;
  const [left, right] = narrow ? [96, width - 16] : [GUTTER, width - RIGHT];
  const most = Math.max(
    0.05,
    ...data.rows.map(({ value, lower, upper }) =>
      Math.max(Math.abs(value), Math.abs(lower ?? 0), Math.abs(upper ?? 0)),
    ),
  );
  const step = tickStep(0, most, 2);
  const x = scaleLinear([-most, most], [left, right]);
  const bottom = TOP + data.rows.length * ROW;
  const ticks = [-1, 0, 1].map((i) => i * step).filter((tick) => Math.abs(tick) <= most);
  return (
    <Chart width={width} height={bottom + AXIS} label={label}>
      <Text x={x(0) - 8} y={12} class="x m e">
        {data.sides[0]}
      </Text>
      <Text x={x(0) + 8} y={12} class="x m">
        {data.sides[1]}
      </Text>
      <Line x1={x(0)} x2={x(0)} y1={TOP - 4} y2={bottom} class="axis" />
      {data.rows.map((row, i) => {
        const y = TOP + i * ROW + ROW / 2;
        const apart = isApart(row);
        return (
          <g key={row.atom}>
            <Text x={0} y={y + 5} class={apart ? 'bb' : 'm'}>
              {cut(narrow ? row.symbol : row.name, left - 64, 14, apart)}
            </Text>
            <Text x={left - 16} y={y + 5} class={`e ${apart ? 'bb' : 'm'}`}>
              {signed(row.value)}
            </Text>
            {row.lower !== null && row.upper !== null && (
              <Interval from={x(row.lower)} to={x(row.upper)} y={y} />
            )}
            <circle cx={x(row.value)} cy={y} r={4} class={`point ${apart ? `f-${row.atom}` : 'f-none'}`} />
            {!narrow && row.lower !== null && row.upper !== null && (
              <Text x={width} y={y + 5} class="x m e">
                {range(row.lower, row.upper)}
              </Text>
            )}
          </g>
        );
      })}
      {ticks.map((tick) => (
        <Text key={tick} x={x(tick)} y={bottom + 18} class="x m c">
          {tick === 0 ? '0' : signed(tick)}
        </Text>
      ))}
    </Chart>
  );
}
