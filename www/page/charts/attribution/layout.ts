/** Where everything of the attribution chart stands. */

import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { LEAST } from '../axis';
import { type Gutter, gutterOf, NARROW } from '../gutter';
import { ATOMS, type Atom } from '../marks';
import { type AtomDatum, type AttributionProps, runsWidth, written } from './data';

/** Height of a bar. */
export const BAR = 24;

export interface Layout {
  narrow: boolean;
  gutter: Gutter;
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

/** From where to where the marks of a lane reach, bits. */
export function reach(datum: AtomDatum, start: number, plugin = false): [number, number] {
  if (datum.state === 'hidden') return [start, start];
  const { value, lower, upper, plugin: plain, truth } = datum;
  const marks = [0, value, lower ?? 0, upper ?? 0, plugin ? (plain ?? 0) : 0, truth ?? 0];
  return [start + Math.min(...marks), start + Math.max(...marks)];
}

/** The span of the axis; with another answer beside it, that of both. */
function span(props: AttributionProps, at: Layout['at']): [number, number] {
  const [low, high] = ownSpan(props, at);
  const { beside } = props;
  if (!beside) return [low, high];
  const [under, over] = ownSpan({ ...props, data: beside }, positions(beside.atoms));
  return [Math.min(low, under), Math.max(high, over)];
}

/** Of one answer: from 0 to H(Y), and as far beyond as any part of a bar or any mark reaches. */
function ownSpan(
  { data, provisional, plugin, partitions }: AttributionProps,
  at: Layout['at'],
): [number, number] {
  let low = 0;
  let high = Math.max(data.hY, provisional ? 0 : (data.read ?? 0), ...ATOMS.map((atom) => at[atom][1]));
  for (const atom of ATOMS) {
    const { value, lower, upper, truth, state, plugin: plain, partitions: dots } = data.atoms[atom];
    if (state === 'hidden') continue;
    low = Math.min(low, at[atom][0] + value);
    const own = partitions ? dots.map((dot) => at[atom][0] + dot) : [];
    low = Math.min(low, ...own);
    high = Math.max(high, ...own);
    if (!provisional && lower !== null) low = Math.min(low, at[atom][0] + lower);
    for (const end of [provisional ? null : upper, truth ?? null, plugin ? plain : null])
      if (end !== null) high = Math.max(high, at[atom][0] + end);
  }
  return [low, high > LEAST ? high : 1];
}

/** An interval is written beside its marks; where neither side has room, the axis ends so much earlier. */
function spare(props: AttributionProps, at: Layout['at'], full: Layout['x'], left: number): number {
  const { data, width, provisional = false, plugin } = props;
  const rooms = ATOMS.map((atom) => {
    const room = runsWidth(written(data.atoms[atom], provisional)) + 12;
    const [from, end] = reach(data.atoms[atom], at[atom][0], plugin).map((bit) => full(bit));
    const cramped = room > 12 && (end ?? 0) + room > width && (from ?? 0) - room < left;
    return cramped ? room : 0;
  });
  return Math.max(0, ...rooms);
}

export function layout(props: AttributionProps): Layout {
  const { data, width } = props;
  const narrow = width < NARROW;
  const gutter = gutterOf(data.names, width);
  const at = positions(data.atoms);
  const [left, edge] = narrow ? [0, 1] : [gutter.width, 0];
  const [top, pitch, lanePitch] = narrow ? [20, 58, 44] : [0, 40, 28];
  const full = scaleLinear(span(props, at), [left, width - edge]);
  const right = edge + (narrow ? 0 : spare(props, at, full, left));
  const laneTop = top + 3 * pitch + (narrow ? 10 : 16);
  return {
    narrow,
    gutter,
    left,
    right,
    width,
    at,
    top,
    pitch,
    lanePitch,
    laneTop,
    x: full.copy().range([left, width - right]),
    end: props.compact ? laneTop - (narrow ? 10 : 8) : laneTop + 4 * lanePitch + (narrow ? 0 : -8),
  };
}
