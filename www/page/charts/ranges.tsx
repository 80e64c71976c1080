/** One quantity under choices without an order: a row for each, with its interval. */

import { scaleLinear } from 'd3-scale';
import type { CurveData } from './curve';
import { Chart, Interval, Line, OpenMark, Text } from './marks';
import { cut, textWidth } from './metrics';
import { type Reading, ReadLine, type Spot, Spots, useReading } from './readout';
import { stepsTo } from './scale';

const TOP = 44;
const ROW = 26;

interface RangesProps {
  data: CurveData;
  width: number;
  label: string;
  plugin?: boolean;
  still?: boolean;
}

export const rangesHeight = ({ points }: Pick<CurveData, 'points'>): number => TOP + points.length * ROW + 28;

/** The room that the names of the choices take. */
const leftOf = ({ points }: CurveData, width: number): number =>
  Math.min(Math.max(...points.map(({ label, own }) => textWidth(label, 12, own)), 0) + 12, width * 0.45);

/** The chart without its frame, for charts of several. */
export function RangesBody({ data, width, plugin = false, reading }: RangesProps & { reading: Reading }) {
  const left = leftOf(data, width);
  const { end, ticks } = stepsTo(data.most, width - left > 160 ? 3 : 2);
  const x = scaleLinear([0, end], [left, width - 10]).clamp(true);
  const bottom = TOP + data.points.length * ROW;
  return (
    <>
      <Text x={0} y={14} class="bb">
        {cut(data.title, width, 14, true)}
      </Text>
      {ticks.map(({ at, text }) => (
        <>
          <Line x1={x(at)} x2={x(at)} y1={TOP} y2={bottom} class={at === 0 ? 'axis' : 'grid'} />
          <Text x={x(at)} y={bottom + 17} class="x m c">
            {text}
          </Text>
        </>
      ))}
      {data.even && <Line x1={x(0.5)} x2={x(0.5)} y1={TOP} y2={bottom} class="guide" />}
      {data.points.map((point, i) => {
        const y = TOP + (i + 0.5) * ROW;
        const { label, value, lower, upper, own } = point;
        return (
          <>
            <Text x={0} y={y + 4} class={`x ${own ? 'bb' : 'm'}`}>
              {cut(label, left - 6, 12, own)}
            </Text>
            {lower !== null && upper !== null && <Interval from={x(lower)} to={x(upper)} y={y} />}
            {plugin && point.plugin !== null && <OpenMark x={x(point.plugin)} y={y} r={2.5} />}
            {value !== null && <circle cx={x(value)} cy={y} r={4} class={`point f-${data.colour}`} />}
          </>
        );
      })}
      <ReadLine spots={spotsOf(data, width)} reading={reading} rest={data.unit} width={width} />
    </>
  );
}

const spotsOf = ({ points }: CurveData, width: number): Spot[] =>
  points.map(({ text }, i) => ({ x: 0, y: TOP + i * ROW, width, height: ROW, at: null, text }));

/** The chart. */
export function Ranges(props: RangesProps) {
  const { data, width, label, still } = props;
  const reading = useReading();
  return (
    <Chart width={width} height={rangesHeight(data)} label={label} interactive={!still}>
      <g aria-hidden={still ? undefined : 'true'}>
        <RangesBody {...props} reading={reading} />
      </g>
      {!still && <Spots spots={spotsOf(data, width)} reading={reading} />}
    </Chart>
  );
}
