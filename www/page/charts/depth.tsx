/** The four atoms over the layers of a model, as bands on one pair of axes, named at their ends. */

import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { bits } from '../text/format';
import { ATOMS, type Atom, Chart, Line, SYMBOL, Text } from './marks';
import { cut, textWidth } from './metrics';
import { ReadLine, Spots, spotsAt, useReading } from './readout';
import { stepsTo } from './scale';

/** An atom at a layer; without a value where it is not computed, or hidden. */
export interface DepthValue {
  value: number | null;
  lower: number | null;
  upper: number | null;
  present: boolean;
}

export interface DepthLayer {
  label: string;
  atoms: Record<Atom, DepthValue>;
  /** In words. */
  text: string;
}

export interface DepthData {
  names: Record<Atom, string>;
  layers: readonly DepthLayer[];
}

interface DepthProps {
  data: DepthData;
  width: number;
  label: string;
  still?: boolean;
}

const LEFT = 36;
const TOP = 44;
const HEIGHT = 252;
/** Distance of the names at the ends, px. */
const APART = 18;
const NARROW = 560;

interface End {
  atom: Atom;
  value: number;
  present: boolean;
  y: number;
}

/** The last value of each atom, with the names pushed apart so that none lies on another. */
function endsOf({ layers }: DepthData, y: (value: number) => number): End[] {
  const ends = ATOMS.flatMap((atom) => {
    const last = layers.findLast(({ atoms }) => atoms[atom].value !== null)?.atoms[atom];
    if (!last || last.value === null) return [];
    return [{ atom, value: last.value, present: last.present, y: y(last.value) }];
  }).sort((a, b) => a.y - b.y);
  for (let i = 1; i < ends.length; i++) {
    const [above, end] = [ends[i - 1]!, ends[i]!];
    end.y = Math.max(end.y, above.y + APART);
  }
  // What was pushed below the axis pushes back.
  let most = TOP + HEIGHT;
  for (const end of ends.toReversed()) {
    end.y = Math.min(end.y, most);
    most = end.y - APART;
  }
  return ends;
}

type Row = DepthValue & { x: number };

function Band({ atom, rows, y }: { atom: Atom; rows: readonly Row[]; y: (value: number) => number }) {
  const band = area<Row>()
    .defined(({ lower, upper }) => lower !== null && upper !== null)
    .x(({ x }) => x)
    .y0(({ lower }) => y(lower ?? 0))
    .y1(({ upper }) => y(upper ?? 0));
  const path = line<Row>()
    .defined(({ value }) => value !== null)
    .x(({ x }) => x)
    .y(({ value }) => y(value ?? 0));
  return (
    <>
      <path d={band(rows as Row[]) ?? ''} class={`bandp f-${atom}`} />
      <path d={path(rows as Row[]) ?? ''} class={`line l-${atom}`} />
      {rows.map(({ x, value }) =>
        value === null ? null : <circle key={x} cx={x} cy={y(value)} r={3.5} class={`point f-${atom}`} />,
      )}
    </>
  );
}

/** Every so many layers are written below the axis. */
const everyOf = (layers: readonly DepthLayer[], room: number): number =>
  Math.max(
    1,
    Math.ceil((layers.length * (textWidth(layers.at(-1)?.label ?? '', 12) + 10)) / Math.max(room, 1)),
  );

/** The chart. */
export function Depth({ data, width, label, still }: DepthProps) {
  const { layers, names } = data;
  const reading = useReading();
  const narrow = width < NARROW;
  const room = narrow
    ? 60
    : Math.min(190, Math.max(...ATOMS.map((atom) => textWidth(names[atom], 14, true))) + 52);
  const right = width - room;
  const every = everyOf(layers, right - LEFT);
  const x = scaleLinear([0, Math.max(layers.length - 1, 1)], [LEFT + 8, right - 8]);
  const most = Math.max(
    ...layers.flatMap(({ atoms }) => ATOMS.map((atom) => atoms[atom].upper ?? atoms[atom].value ?? 0)),
  );
  const { end, ticks } = stepsTo(most, 5);
  const y = scaleLinear([0, end], [TOP + HEIGHT, TOP]).clamp(true);
  const places = layers.map(({ text }, i) => ({ x: x(i), text }));
  const spots = spotsAt(places, { left: LEFT, right, top: TOP, height: HEIGHT });
  return (
    <Chart width={width} height={TOP + HEIGHT + 24} label={label} interactive={!still}>
      <g aria-hidden={still ? undefined : 'true'}>
        <Text x={0} y={14} class="bb">
          Atoms
        </Text>
        <ReadLine spots={spots} reading={reading} rest="bits" width={width} />
        {ticks.map(({ at, text }) => (
          <>
            <Line x1={LEFT} x2={right} y1={y(at)} y2={y(at)} class={at === 0 ? 'axis' : 'grid'} />
            <Text x={LEFT - 6} y={y(at) + 4} class="x m e">
              {text}
            </Text>
          </>
        ))}
        {ATOMS.toReversed().map((atom) => (
          <Band
            key={atom}
            atom={atom}
            rows={layers.map(({ atoms }, i) => ({ ...atoms[atom], x: x(i) }))}
            y={y}
          />
        ))}
        {endsOf(data, y).map(({ atom, value, present, y: at }) => {
          const text = narrow ? SYMBOL[atom] : cut(names[atom], room - 52, 14, present);
          const runs = [
            { text, class: present ? 'bb' : '' },
            { text: bits(value), dx: 6 },
          ];
          return (
            <Text key={atom} x={right + 6} y={at + 5} class={`${atom} ${narrow ? 'x' : ''}`} runs={runs} />
          );
        })}
        {layers.map(({ label: layer }, i) =>
          i % every === 0 || i === layers.length - 1 ? (
            <Text key={layer} x={x(i)} y={TOP + HEIGHT + 18} class="x m c">
              {layer}
            </Text>
          ) : null,
        )}
      </g>
      {!still && <Spots spots={spots} reading={reading} />}
    </Chart>
  );
}
