/**
 * One quantity along an axis: estimate with its band, plug-in values in grey, grey ground where there are too
 * few samples. The places of the axis are equally far apart.
 */

import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { type Atom, Chart, Line, OpenMark, Rect, Text } from './marks';
import { cut, textWidth } from './metrics';
import { type Reading, ReadLine, Spots, spotsAt, useReading } from './readout';
import { stepsTo } from './scale';

/** A place of the axis; without a value where it is not computed, or not estimated. */
export interface CurvePoint {
  label: string;
  value: number | null;
  lower: number | null;
  upper: number | null;
  plugin: number | null;
  /** Too few samples to be judged. */
  few: boolean;
  /** The answer itself. */
  own: boolean;
  /** In words. */
  text: string;
}

export interface CurveData {
  title: string;
  /** "R, bits". */
  unit: string;
  colour: Atom;
  points: readonly CurvePoint[];
  /** The largest value to be shown. */
  most: number;
  /** Half of the axis has a name: shares. */
  even?: boolean;
}

interface CurveProps {
  data: CurveData;
  width: number;
  height?: number;
  label: string;
  /** Draw plug-in values. */
  plugin?: boolean;
  /** Without strips to read, for exports. */
  still?: boolean;
}

const LEFT = 32;
export const CURVE_TOP = 44;
/** Room below the axis. */
const BELOW = 24;

type Placed = CurvePoint & { x: number };

/** The points where they stand. */
function placed({ points }: CurveData, width: number): Placed[] {
  const x = scaleLinear([0, Math.max(points.length - 1, 1)], [LEFT + 8, width - 12]);
  return points.map((point, i) => ({ ...point, x: points.length === 1 ? x(0.5) : x(i) }));
}

/** Points in a row, without those that have nothing: a line may not cross what is not there. */
const known = <K extends 'value' | 'plugin'>(points: readonly Placed[], key: K) =>
  points.filter((point): point is Placed & Record<K, number> => point[key] !== null);

function Ground({ points, right, height }: { points: readonly Placed[]; right: number; height: number }) {
  const first = points.findIndex(({ few }) => few);
  if (first < 0) return null;
  const from = first === 0 ? LEFT : ((points[first - 1]?.x ?? LEFT) + (points[first]?.x ?? LEFT)) / 2;
  const words = right - from > textWidth('too few samples', 12) + 16 ? 'too few samples' : 'too few';
  return (
    <>
      <Rect x={from} y={CURVE_TOP} width={right - from} height={height} class="track" />
      {right - from > textWidth(words, 12) + 8 && (
        <Text x={right - 6} y={CURVE_TOP + height - 7} class="x m e">
          {words}
        </Text>
      )}
    </>
  );
}

type Y = ScaleLinear<number, number>;

function Marks({
  data,
  points,
  y,
  plugin,
}: {
  data: CurveData;
  points: readonly Placed[];
  y: Y;
  plugin: boolean;
}) {
  const band = area<Placed>()
    .defined(({ lower, upper }) => lower !== null && upper !== null)
    .x(({ x }) => x)
    .y0(({ lower }) => y(lower ?? 0))
    .y1(({ upper }) => y(upper ?? 0));
  const along = (key: 'value' | 'plugin') =>
    line<Placed>()
      .defined((point) => point[key] !== null)
      .x(({ x }) => x)
      .y((point) => y(point[key] ?? 0));
  return (
    <>
      <path d={band(points as Placed[]) ?? ''} class={`bandp f-${data.colour}`} />
      {points.map(({ x, label, lower, upper }, i) => {
        // Beside a place that is not computed a band has no width: its end is a line.
        const beside = [points[i - 1], points[i + 1]].filter((one) => one !== undefined);
        const alone = beside.every((one) => one.lower === null);
        if (!alone || lower === null || upper === null) return null;
        return <Line key={label} x1={x} x2={x} y1={y(lower)} y2={y(upper)} class={`line l-${data.colour}`} />;
      })}
      {plugin && (
        <>
          <path d={along('plugin')(points as Placed[]) ?? ''} class="plugline" />
          {known(points, 'plugin').map((point) => (
            <OpenMark key={point.label} x={point.x} y={y(point.plugin)} r={2.5} />
          ))}
        </>
      )}
      <path d={along('value')(points as Placed[]) ?? ''} class={`line l-${data.colour}`} />
      {known(points, 'value').map((point) => (
        <circle key={point.label} cx={point.x} cy={y(point.value)} r={3.5} class={`point f-${data.colour}`} />
      ))}
    </>
  );
}

/** Labels of the axis that have room; the answer's own always. */
function labelled(points: readonly Placed[]): Set<string> {
  const taken: [number, number][] = [];
  const shown = new Set<string>();
  const ends = [points.find(({ own }) => own), points.at(-1), points[0], ...points];
  for (const point of ends) {
    if (!point || shown.has(point.label)) continue;
    const half = textWidth(point.label, 12, point.own) / 2 + 3;
    const [from, to] = [point.x - half, point.x + half];
    if (taken.some(([a, b]) => from < b && to > a)) continue;
    taken.push([from, to]);
    shown.add(point.label);
  }
  return shown;
}

function Ticks({ points, y }: { points: readonly Placed[]; y: number }) {
  const shown = labelled(points);
  return (
    <>
      {points
        .filter(({ label }) => shown.has(label))
        .map(({ label, x, own }) => (
          <Text key={label} x={x} y={y} class={`x c ${own ? 'bb' : 'm'}`}>
            {label}
          </Text>
        ))}
    </>
  );
}

/** Height of a curve with its title and its axis. */
export const curveHeight = (height: number): number => CURVE_TOP + height + BELOW;

/** The chart without its frame, for charts of several. */
export function CurveBody({
  data,
  width,
  height = 150,
  plugin = false,
  reading,
}: CurveProps & { reading: Reading }) {
  const { end, ticks } = stepsTo(data.most, height > 130 ? 4 : 3);
  const y = scaleLinear([0, end], [CURVE_TOP + height, CURVE_TOP]).clamp(true);
  const points = placed(data, width);
  const own = points.find((point) => point.own);
  const bottom = CURVE_TOP + height;
  return (
    <>
      <Text x={0} y={14} class="bb">
        {cut(data.title, width, 14, true)}
      </Text>
      <Ground points={points} right={width} height={height} />
      {ticks.map(({ at, text }) => (
        <>
          <Line x1={LEFT} x2={width} y1={y(at)} y2={y(at)} class={at === 0 ? 'axis' : 'grid'} />
          <Text x={LEFT - 6} y={y(at) + 4} class="x m e">
            {text}
          </Text>
        </>
      ))}
      {data.even && (
        <>
          <Line x1={LEFT} x2={width} y1={y(0.5)} y2={y(0.5)} class="guide" />
          <Text x={width - 6} y={y(0.5) - 5} class="x m e">
            even
          </Text>
        </>
      )}
      {own && <Line x1={own.x} x2={own.x} y1={CURVE_TOP - 4} y2={bottom} class="guide" />}
      <Marks data={data} points={points} y={y} plugin={plugin} />
      <Ticks points={points} y={bottom + 17} />
      <ReadLine spots={spotsOf(points, width, height)} reading={reading} rest={data.unit} width={width} />
    </>
  );
}

const spotsOf = (points: readonly Placed[], width: number, height: number) =>
  spotsAt(points, { left: LEFT, right: width, top: CURVE_TOP, height });

/** The chart. */
export function Curve(props: CurveProps) {
  const { data, width, height = 150, label, still } = props;
  const reading = useReading();
  return (
    <Chart width={width} height={curveHeight(height)} label={label} interactive={!still}>
      <g aria-hidden={still ? undefined : 'true'}>
        <CurveBody {...props} reading={reading} />
      </g>
      {!still && <Spots spots={spotsOf(placed(data, width), width, height)} reading={reading} />}
    </Chart>
  );
}
