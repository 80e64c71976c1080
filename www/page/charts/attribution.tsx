/**
 * Attribution: the Venn diagram of information about y, unrolled on one axis of bits.
 *
 * Each source is a bar over the atoms it knows, in the order U1, R, U2, S: the overlap of the two
 * bars is the redundancy. Below, every atom drops to a lane whose left end is that atom's own zero,
 * so an interval that reaches the dotted guide carries no claim.
 */

import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { bits, range } from '../text/format';
import { Axis } from './axis';
import {
  ATOMS,
  type Atom,
  Chart,
  Diamond,
  Hatch,
  Interval,
  Line,
  OpenMark,
  PartitionDot,
  Rect,
  type Run,
  SYMBOL,
  Text,
} from './marks';
import { cut, textWidth } from './metrics';

/** A number with its interval, bits. */
export interface Measured {
  value: number;
  lower: number | null;
  upper: number | null;
}

/** One atom: claimed (coloured, bold), not claimed (grey), or hidden because the table is too thin. */
export interface AtomDatum extends Measured {
  plugin: number | null;
  /** The estimate of each K-means partition that was pooled. */
  partitions: readonly number[];
  state: 'claimed' | 'unclaimed' | 'hidden';
  truth?: number;
}

export interface AttributionData {
  names: readonly [string, string];
  hY: number;
  /** What a linear probe reads of y at least, where it reads more than the codes keep. */
  read: number | null;
  i1: Measured;
  i2: Measured;
  i12: Measured;
  atoms: Record<Atom, AtomDatum>;
}

export interface AttributionProps {
  data: AttributionData;
  width: number;
  label: string;
  /** Draw plug-in values as open marks. */
  plugin?: boolean;
  /** Draw a dot for each K-means partition below its pooled interval. */
  partitions?: boolean;
  /** The bars alone, for an answer that stands beside another. */
  compact?: boolean;
  /** Plug-in values before any interval: grey, nothing claimed. */
  provisional?: boolean;
  /** The lane that has the tab stop, and what happens on it; without it the chart is a picture. */
  lanes?: { current: Atom; focus: (atom: Atom) => void; open: (atom: Atom) => void };
}

const GUTTER = 188;
const BAR = 24;
const NAME = 104;

interface Layout {
  narrow: boolean;
  left: number;
  right: number;
  width: number;
  x: ScaleLinear<number, number>;
  at: Record<Atom, [number, number]>;
  top: number;
  pitch: number;
  lanePitch: number;
  laneTop: number;
  end: number;
}

/** Where each atom starts and ends on the axis; a negative estimate takes no room in a bar. */
function positions(atoms: Record<Atom, AtomDatum>): Record<Atom, [number, number]> {
  const at = {} as Record<Atom, [number, number]>;
  let sum = 0;
  for (const atom of ATOMS) {
    const size = atoms[atom].state === 'hidden' ? 0 : Math.max(atoms[atom].value, 0);
    at[atom] = [sum, sum + size];
    sum += size;
  }
  return at;
}

function layout({ data, width, provisional, plugin, partitions, compact }: AttributionProps): Layout {
  const narrow = width < 560;
  const at = positions(data.atoms);
  const left = narrow ? 0 : GUTTER;
  const right = narrow ? 1 : 0;
  let low = 0;
  let high = data.hY;
  for (const atom of ATOMS) {
    const { lower, upper, truth, state, plugin: plain, partitions: dots } = data.atoms[atom];
    if (state === 'hidden') continue;
    if (partitions) low = Math.min(low, ...dots.map((dot) => at[atom][0] + dot));
    if (partitions) high = Math.max(high, ...dots.map((dot) => at[atom][0] + dot));
    if (!provisional && lower !== null) low = Math.min(low, at[atom][0] + lower);
    for (const end of [provisional ? null : upper, truth ?? null, plugin ? plain : null])
      if (end !== null) high = Math.max(high, at[atom][0] + end);
  }
  const top = narrow ? 20 : 0;
  const pitch = narrow ? 58 : 40;
  const lanePitch = narrow ? 44 : 28;
  const laneTop = top + 3 * pitch + (narrow ? 10 : 16);
  const full = scaleLinear([low, high || 1], [left, width - right]);
  // An interval is written beside its marks; where neither side has room, the axis ends earlier.
  const cramped = narrow
    ? []
    : ATOMS.filter((atom) => {
        const room = runsWidth(written(data.atoms[atom], provisional ?? false)) + 12;
        const [from, end] = reach(data.atoms[atom], at[atom][0], plugin).map((bit) => full(bit)) as [
          number,
          number,
        ];
        return room > 12 && end + room > width && from - room < left;
      });
  const spare = Math.max(
    0,
    ...cramped.map((atom) => runsWidth(written(data.atoms[atom], provisional ?? false)) + 12),
  );
  return {
    narrow,
    left,
    right: right + spare,
    width,
    at,
    top,
    pitch,
    lanePitch,
    laneTop,
    x: full.copy().range([left, width - right - spare]),
    end: compact ? laneTop - (narrow ? 10 : 8) : laneTop + 4 * lanePitch + (narrow ? 0 : -8),
  };
}

/** Name, symbol and value in one gutter, so that they read as a table. */
function Gutter({
  y,
  name,
  symbol,
  value,
  loud = '',
}: {
  y: number;
  name: string;
  symbol: string;
  value: string;
  loud?: string;
}) {
  return (
    <>
      <Text x={0} y={y} class={loud}>
        {cut(name, NAME, 14, loud === 'bb')}
      </Text>
      <Text x={116} y={y} class="m">
        {symbol}
      </Text>
      <Text x={GUTTER - 16} y={y} class={`e ${loud}`}>
        {value}
      </Text>
    </>
  );
}

function Segment({
  props,
  place,
  atom,
  y,
}: {
  props: AttributionProps;
  place: Layout;
  atom: Atom;
  y: number;
}) {
  const [start, end] = place.at[atom];
  const x = place.x(start);
  const width = place.x(end) - x - 1;
  if (width <= 0) return null;
  if (props.provisional) return <Rect x={x} y={y} width={width} height={BAR} class="f-none" opacity={0.45} />;
  if (props.data.atoms[atom].state !== 'claimed') return <Hatch x={x} y={y} width={width} height={BAR} />;
  return <Rect x={x} y={y} width={width} height={BAR} class={`f-${atom}`} />;
}

interface BarSpec {
  name: string;
  symbol: string;
  parts: readonly Atom[];
  measured: Measured;
}

function Bar({
  props,
  place,
  spec,
  index,
}: {
  props: AttributionProps;
  place: Layout;
  spec: BarSpec;
  index: number;
}) {
  const { x, narrow, left, width, right } = place;
  const { data } = props;
  const y = place.top + index * place.pitch;
  const both = index === 2;
  const hidden = both && data.atoms.s.state === 'hidden';
  const { value, lower, upper } = spec.measured;
  const start = place.at[spec.parts[0] ?? 'u1'][0];
  const shown = hidden ? '–' : bits(value);
  const rest = data.hY - value;
  const room = x(data.hY) - x(Math.max(start + value, props.provisional ? 0 : (data.read ?? 0), 0));
  return (
    <>
      {narrow ? (
        <>
          <Text
            x={left}
            y={y - 6}
            class="halo"
            runs={[{ text: cut(spec.name, width - 190) }, { text: shown, class: 'bb', dx: 8 }]}
          />
          {both && <Text x={width - right} y={y - 6} class="m e x">{`of H(Y) = ${bits(data.hY)} bits`}</Text>}
        </>
      ) : (
        <Gutter y={y + 17} name={spec.name} symbol={spec.symbol} value={shown} />
      )}
      {both && <Rect x={x(0)} y={y} width={x(data.hY) - x(0)} height={BAR} class="track" />}
      {both && !hidden && <Lost props={props} place={place} from={Math.max(start + value, 0)} y={y} />}
      {spec.parts.map((atom) => (
        <Segment props={props} place={place} atom={atom} y={y} />
      ))}
      {!props.provisional && !hidden && lower !== null && upper !== null && (
        <Interval from={x(start + lower)} to={x(start + upper)} y={y + BAR + 5} />
      )}
      {both && !hidden && room > (narrow ? 44 : 120) && (
        <Text
          x={x(data.hY) - 8}
          y={y + 16.5}
          class="m x e"
        >{`${narrow ? '' : 'unexplained '}${bits(rest)}`}</Text>
      )}
    </>
  );
}

/** The part of the rest that a probe reads and the codes lose, with its name where there is room. */
function Lost({
  props,
  place,
  from,
  y,
}: {
  props: AttributionProps;
  place: Layout;
  from: number;
  y: number;
}) {
  const { read } = props.data;
  if (props.provisional || read === null || read <= from) return null;
  const [x, end] = [place.x(from), place.x(read)];
  return (
    <g>
      <title>{`A linear probe reads ${bits(read)} bits at least; the codes lose ${bits(read - from)} of them.`}</title>
      <Hatch x={x} y={y} width={end - x} height={BAR} kind="lost" />
      <Line x1={end} x2={end} y1={y} y2={y + BAR} class="lost" />
    </g>
  );
}

/** What stands at an interval's line. */
function written(datum: AtomDatum, provisional: boolean): Run[] {
  if (provisional || datum.lower === null || datum.upper === null) return [];
  if (datum.state === 'hidden') return [{ text: 'hidden: too few samples', class: 'm', dx: 8 }];
  const runs: Run[] = [{ text: range(datum.lower, datum.upper), class: 'm', dx: 8 }];
  if (datum.state === 'unclaimed') runs.push({ text: 'no claim', class: 'm', dx: 8 });
  return runs;
}

const runsWidth = (runs: Run[]): number =>
  runs.reduce((sum, run) => sum + textWidth(run.text) + (run.dx ?? 0), 0);

/** From where to where the marks of a lane reach, bits. */
function reach(datum: AtomDatum, start: number, plugin = false): [number, number] {
  if (datum.state === 'hidden') return [start, start];
  const { value, lower, upper, plugin: plain, truth } = datum;
  const marks = [0, value, lower ?? 0, upper ?? 0, plugin ? (plain ?? 0) : 0, truth ?? 0];
  return [start + Math.min(...marks), start + Math.max(...marks)];
}

function LaneMarks({
  props,
  place,
  atom,
  y,
}: {
  props: AttributionProps;
  place: Layout;
  atom: Atom;
  y: number;
}) {
  const datum = props.data.atoms[atom];
  const [start, end] = place.at[atom];
  const { x } = place;
  if (datum.state === 'hidden') return null;
  return (
    <>
      {props.provisional ? (
        <Line x1={x(start)} y1={y} x2={x(end)} y2={y} class="axis" />
      ) : (
        <Rect
          x={x(start)}
          y={y - 3}
          width={x(end) - x(start)}
          height={6}
          class={`f-${datum.state === 'claimed' ? atom : 'none'}`}
        />
      )}
      {!props.provisional && datum.lower !== null && datum.upper !== null && (
        <Interval from={x(start + datum.lower)} to={x(start + datum.upper)} y={y} />
      )}
      {props.partitions &&
        datum.partitions.map((value, i) => (
          <PartitionDot
            x={x(start + value)}
            y={y + 8}
            title={`partition ${i + 1} of ${datum.partitions.length}: ${bits(value)} bits`}
          />
        ))}
      {props.plugin && datum.plugin !== null && <OpenMark x={x(start + datum.plugin)} y={y} />}
      {datum.truth !== undefined && <Diamond x={x(start + datum.truth)} y={y} />}
    </>
  );
}

function LaneText({
  props,
  place,
  atom,
  y,
}: {
  props: AttributionProps;
  place: Layout;
  atom: Atom;
  y: number;
}) {
  const { data, provisional = false, plugin } = props;
  const datum = data.atoms[atom];
  const { x, narrow, left, width } = place;
  const name = atomName(atom, data.names);
  const loud = datum.state === 'claimed' && !provisional ? 'bb' : 'm';
  const runs = written(datum, provisional);
  const value = datum.state === 'hidden' ? '–' : bits(datum.value);
  if (narrow) {
    const all: Run[] = [
      { text: cut(name, width - 190), class: loud },
      { text: SYMBOL[atom], class: 'm', dx: 5 },
      { text: value, class: loud, dx: 8 },
      ...runs,
    ];
    return <Text x={left} y={y + 4} runs={all} />;
  }
  const [from, end] = reach(datum, place.at[atom][0], plugin).map((at) => x(at)) as [number, number];
  const right = end + 4 + runsWidth(runs) <= width;
  return (
    <>
      <Gutter y={y + 5} name={name} symbol={SYMBOL[atom]} value={value} loud={loud} />
      {runs.length > 0 &&
        (right ? (
          <Text x={end + 4} y={y + 5} runs={runs} />
        ) : (
          <Text
            x={from - 8}
            y={y + 5}
            class="e halo"
            runs={runs.map((run, i) => ({ ...run, dx: i && run.dx }))}
          />
        ))}
    </>
  );
}

/** "only image", "shared": what an atom is called in a lane. */
export function atomName(atom: Atom, names: readonly [string, string]): string {
  return { u1: `only ${names[0]}`, r: 'shared', u2: `only ${names[1]}`, s: 'only together' }[atom];
}

/** A lane in words: its accessible name, and what shows on hovering. */
function laneTitle(atom: Atom, { data, provisional = false }: AttributionProps): string {
  const datum = data.atoms[atom];
  const [interval, claim] = written(datum, provisional).map(({ text }) => text);
  const value = datum.state === 'hidden' ? '' : ` ${bits(datum.value)} bits`;
  const parts = [
    `${atomName(atom, data.names)}, ${SYMBOL[atom]}:${value}`,
    interval,
    claim,
    provisional ? 'plug-in' : '',
    datum.truth === undefined ? '' : `truth ${bits(datum.truth)}`,
  ];
  return `${parts.filter(Boolean).join(', ')}. How is this computed?`;
}

function Lane({
  props,
  place,
  atom,
  index,
}: {
  props: AttributionProps;
  place: Layout;
  atom: Atom;
  index: number;
}) {
  const y = place.laneTop + index * place.lanePitch;
  const body = (
    <>
      <LaneMarks props={props} place={place} atom={atom} y={place.narrow ? y + 18 : y} />
      <LaneText props={props} place={place} atom={atom} y={y} />
    </>
  );
  const { lanes } = props;
  if (!lanes) return body;
  const step = (event: KeyboardEvent, by: number) => {
    const next = ATOMS[(index + by + ATOMS.length) % ATOMS.length] ?? atom;
    lanes.focus(next);
    (event.currentTarget as SVGGElement).ownerSVGElement
      ?.querySelector<SVGGElement>(`[data-lane="${next}"]`)
      ?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowRight') step(event, 1);
    else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') step(event, -1);
    else if (event.key === 'Enter' || event.key === ' ') lanes.open(atom);
    else return;
    event.preventDefault();
  };
  const top = place.narrow ? y - 11 : y - 13;
  return (
    <g
      class="lane"
      role="button"
      data-lane={atom}
      tabindex={lanes.current === atom ? 0 : -1}
      onKeyDown={onKeyDown}
      onClick={() => lanes.open(atom)}
    >
      <title>{laneTitle(atom, props)}</title>
      <rect class="hit" x={-4} y={top} width={place.width + 8} height={place.narrow ? 37 : 26} rx={3} />
      {body}
    </g>
  );
}

function Guides({ place }: { place: Layout }) {
  const { x, at, narrow, top, pitch, lanePitch, laneTop } = place;
  return (
    <>
      {ATOMS.map((atom, i) => {
        const at0 = x(at[atom][0]);
        const y = laneTop + i * lanePitch;
        return (
          <>
            {!(narrow && i === 0) && (
              <Line
                x1={at0}
                x2={at0}
                y1={top + (atom === 's' ? pitch : 0)}
                y2={laneTop - (narrow ? 26 : 16)}
                class="guide"
              />
            )}
            {!narrow && (
              <Line x1={at0} x2={at0} y1={i ? y - lanePitch + 5 : y - 8} y2={y + 6} class="guide" />
            )}
          </>
        );
      })}
    </>
  );
}

/** The chart. */
export function Attribution(props: AttributionProps) {
  const { data, width, label, lanes } = props;
  const place = layout(props);
  const bars: BarSpec[] = [
    { name: `${cut(data.names[0], 66)} alone`, symbol: 'I₁', parts: ['u1', 'r'], measured: data.i1 },
    { name: `${cut(data.names[1], 66)} alone`, symbol: 'I₂', parts: ['r', 'u2'], measured: data.i2 },
    { name: 'both together', symbol: 'I₁₂', parts: ATOMS, measured: data.i12 },
  ];
  return (
    <Chart width={width} height={place.end + 24} label={label} interactive={lanes !== undefined}>
      <g aria-hidden={lanes ? 'true' : undefined}>
        {!props.compact && <Guides place={place} />}
        {bars.map((spec, index) => (
          <Bar props={props} place={place} spec={spec} index={index} />
        ))}
      </g>
      {!props.compact &&
        ATOMS.map((atom, index) => <Lane props={props} place={place} atom={atom} index={index} />)}
      <g aria-hidden={lanes ? 'true' : undefined}>
        <Axis
          x={place.x}
          y={place.end}
          end={data.hY}
          narrow={place.narrow}
          endLabel={place.narrow ? 'H(Y)' : `H(Y) = ${bits(data.hY)} bits`}
        />
      </g>
    </Chart>
  );
}
