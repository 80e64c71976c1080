/**
 * The lanes of the attribution chart: every atom from its own zero, with its interval written at its line.
 */

import { bits } from '../../text/format';
import {
  ATOMS,
  type Atom,
  Diamond,
  Interval,
  Line,
  OpenMark,
  PartitionDot,
  Rect,
  type Run,
  SYMBOL,
  Text,
} from '../marks';
import { type AttributionProps, atomName, runsWidth, written } from './data';
import { GutterLine } from './gutter-line';
import { type Layout, reach } from './layout';

interface LaneProps {
  props: AttributionProps;
  place: Layout;
  atom: Atom;
  y: number;
}

function LaneMarks({ props, place, atom, y }: LaneProps) {
  const datum = props.data.atoms[atom];
  const [start, end] = place.at[atom];
  const { x } = place;
  if (datum.state === 'hidden') return null;
  const { lower, upper, plugin, truth } = datum;
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
      {!props.provisional && lower !== null && upper !== null && (
        <Interval from={x(start + lower)} to={x(start + upper)} y={y} />
      )}
      {props.partitions &&
        datum.partitions.map((value, i) => (
          <PartitionDot
            key={i}
            x={x(start + value)}
            y={y + 8}
            title={`partition ${i + 1} of ${datum.partitions.length}: ${bits(value)} bits`}
          />
        ))}
      {props.plugin && plugin !== null && <OpenMark x={x(start + plugin)} y={y} />}
      {truth !== undefined && <Diamond x={x(start + truth)} y={y} />}
    </>
  );
}

/** The interval in words, right of its marks, or left of them where there is no room. */
function Beside({ props, place, atom, y, runs }: LaneProps & { runs: readonly Run[] }) {
  const { x, width, at } = place;
  if (runs.length === 0) return null;
  const marks = reach(props.data.atoms[atom], at[atom][0], props.plugin).map((bit) => x(bit));
  const [from = 0, end = 0] = marks;
  if (end + 4 + runsWidth(runs) <= width) return <Text x={end + 4} y={y + 5} runs={[...runs]} />;
  const left = runs.map((run, i) => ({ ...run, dx: i && run.dx }));
  return <Text x={from - 8} y={y + 5} class="e halo" runs={left} />;
}

function LaneText({ props, place, atom, y }: LaneProps) {
  const { data, provisional = false } = props;
  const { narrow, gutter, left, width } = place;
  const datum = data.atoms[atom];
  const loud = datum.state === 'claimed' && !provisional ? 'bb' : 'm';
  const runs = written(datum, provisional);
  const value = datum.state === 'hidden' ? '–' : datum.shown;
  const name = atomName(atom, data.names, narrow ? width - 190 : gutter.name, loud === 'bb');
  if (narrow) {
    const all: Run[] = [
      { text: name, class: loud },
      { text: SYMBOL[atom], class: 'm', dx: 5 },
      { text: value, class: loud, dx: 8 },
      ...runs,
    ];
    return <Text x={left} y={y + 4} runs={all} />;
  }
  return (
    <>
      <GutterLine gutter={gutter} y={y + 5} name={name} symbol={SYMBOL[atom]} value={value} loud={loud} />
      <Beside props={props} place={place} atom={atom} y={y} runs={runs} />
    </>
  );
}

/** A lane in words: its accessible name, and what shows on hovering. */
function laneTitle(atom: Atom, { data, provisional = false }: AttributionProps): string {
  const datum = data.atoms[atom];
  const [interval, claim] = written(datum, provisional).map(({ text }) => text);
  const value = datum.state === 'hidden' ? '' : ` ${datum.shown} bits`;
  const parts = [
    `${atomName(atom, data.names)}, ${SYMBOL[atom]}:${value}`,
    interval,
    claim,
    provisional ? 'plug-in' : '',
    datum.truth === undefined ? '' : `truth ${datum.truth.toFixed(2)}`,
  ];
  return `${parts.filter(Boolean).join(', ')}. How is this computed?`;
}

/** Arrow keys go from lane to lane, Enter opens one. */
function keys(atom: Atom, lanes: NonNullable<AttributionProps['lanes']>) {
  return (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (by !== undefined) {
      const next = ATOMS[(ATOMS.indexOf(atom) + by + ATOMS.length) % ATOMS.length] ?? atom;
      lanes.focus(next);
      (event.currentTarget as SVGGElement).ownerSVGElement
        ?.querySelector<SVGGElement>(`[data-lane="${next}"]`)
        ?.focus();
    } else if (event.key === 'Enter' || event.key === ' ') lanes.open(atom);
    else return;
    event.preventDefault();
  };
}

export function Lane({ props, place, atom, y }: LaneProps) {
  const body = (
    <>
      <LaneMarks props={props} place={place} atom={atom} y={place.narrow ? y + 18 : y} />
      <LaneText props={props} place={place} atom={atom} y={y} />
    </>
  );
  const { lanes } = props;
  if (!lanes) return body;
  const [top, height] = place.narrow ? [y - 11, 37] : [y - 13, 26];
  return (
    <g
      class="lane"
      role="button"
      data-lane={atom}
      tabindex={lanes.current === atom ? 0 : -1}
      onKeyDown={keys(atom, lanes)}
      onClick={() => lanes.open(atom)}
    >
      <title>{laneTitle(atom, props)}</title>
      <rect class="hit" x={-4} y={top} width={place.width + 8} height={height} rx={3} />
      {body}
    </g>
  );
}
