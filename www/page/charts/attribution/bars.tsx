/** The bars of the attribution chart: each source over the atoms it knows, and both together up to H(Y). */

import { bits } from '../../text/format';
import { fitted, LABELS } from '../gutter';
import { ATOMS, type Atom, Hatch, Interval, Line, Rect, Text } from '../marks';
import type { AttributionProps, Measured } from './data';
import { GutterLine } from './gutter-line';
import { BAR, type Layout } from './layout';

export interface BarSpec {
  name: (room: number) => string;
  symbol: string;
  parts: readonly Atom[];
  measured: Measured;
}

interface BarProps {
  props: AttributionProps;
  place: Layout;
  spec: BarSpec;
  y: number;
}

/** The three bars. */
export function barsOf({ data }: AttributionProps): BarSpec[] {
  const { names, i1, i2, i12 } = data;
  const alone = (name: string) => (room: number) => fitted(LABELS.alone, name, room);
  return [
    { name: alone(names[0]), symbol: 'I₁', parts: ['u1', 'r'], measured: i1 },
    { name: alone(names[1]), symbol: 'I₂', parts: ['r', 'u2'], measured: i2 },
    { name: () => LABELS.both, symbol: 'I₁₂', parts: ATOMS, measured: i12 },
  ];
}

function Segment({ props, place, atom, y }: Omit<BarProps, 'spec'> & { atom: Atom }) {
  const [start, end] = place.at[atom];
  const x = place.x(start);
  const width = place.x(end) - x - 1;
  if (width <= 0) return null;
  if (props.provisional) return <Rect x={x} y={y} width={width} height={BAR} class="f-none" opacity={0.45} />;
  if (props.data.atoms[atom].state !== 'claimed') return <Hatch x={x} y={y} width={width} height={BAR} />;
  return <Rect x={x} y={y} width={width} height={BAR} class={`f-${atom}`} />;
}

function Title({ props, place, spec, y, shown }: BarProps & { shown: string }) {
  const { narrow, gutter, left, right, width } = place;
  if (!narrow)
    return (
      <GutterLine
        gutter={gutter}
        y={y + 17}
        name={spec.name(gutter.name)}
        symbol={spec.symbol}
        value={shown}
      />
    );
  const runs = [{ text: spec.name(width - 190) }, { text: shown, class: 'bb', dx: 8 }];
  return (
    <>
      <Text x={left} y={y - 6} class="halo" runs={runs} />
      {spec.parts.length === ATOMS.length && (
        <Text x={width - right} y={y - 6} class="m e x">
          {`of H(Y) = ${bits(props.data.hY)} bits`}
        </Text>
      )}
    </>
  );
}

/** The part of the rest that a probe reads and the codes lose. */
function Lost({ props, place, spec, y }: BarProps) {
  const { read } = props.data;
  const from = Math.max(spec.measured.value, 0);
  if (props.provisional || read === null || read <= from) return null;
  const [x, end] = [place.x(from), place.x(read)];
  return (
    <g>
      <title>
        {`A linear probe reads ${bits(read)} bits at least; the codes lose ${bits(read - from)}.`}
      </title>
      <Hatch x={x} y={y} width={end - x} height={BAR} kind="lost" />
      <Line x1={end} x2={end} y1={y} y2={y + BAR} class="lost" />
    </g>
  );
}

/** "unexplained 1.28", at the end of the pale rest, where it has room. */
function Rest({ props, place, spec, y }: BarProps) {
  const { data } = props;
  const { x, narrow } = place;
  const from = Math.max(spec.measured.value, props.provisional ? 0 : (data.read ?? 0), 0);
  const room = x(data.hY) - x(from);
  if (data.rest === '' || room <= (narrow ? 44 : 120)) return null;
  return (
    <Text x={x(data.hY) - 8} y={y + 16.5} class="m x e">
      {`${narrow ? '' : 'unexplained '}${data.rest}`}
    </Text>
  );
}

export function Bar({ props, place, spec, y }: BarProps) {
  const { x, at } = place;
  const { data, provisional } = props;
  const both = spec.parts.length === ATOMS.length;
  const hidden = both && data.atoms.s.state === 'hidden';
  const { lower, upper } = spec.measured;
  const start = at[spec.parts[0] ?? 'u1'][0];
  return (
    <>
      <Title props={props} place={place} spec={spec} y={y} shown={hidden ? '–' : spec.measured.shown} />
      {both && <Rect x={x(0)} y={y} width={x(data.hY) - x(0)} height={BAR} class="track" />}
      {both && !hidden && <Lost props={props} place={place} spec={spec} y={y} />}
      {spec.parts.map((atom) => (
        <Segment key={atom} props={props} place={place} atom={atom} y={y} />
      ))}
      {!provisional && !hidden && lower !== null && upper !== null && (
        <Interval from={x(start + lower)} to={x(start + upper)} y={y + BAR + 5} />
      )}
      {both && !hidden && <Rest props={props} place={place} spec={spec} y={y} />}
    </>
  );
}
