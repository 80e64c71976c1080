/**
 * Projection: samples of one modality in the plane of greatest variance, one scale for both axes. The pointer
 * reads samples, arrow keys go from code to code.
 */

import { useMemo, useState } from 'preact/hooks';
import { count, percent } from '../text/format';
import { Chart, Line, Text } from './marks';
import { cut, textWidth } from './metrics';

/** Samples drawn alike; later ones lie on top. */
export interface Kind {
  class: string;
  text: string;
}

export interface ProjectionData {
  /** Name of the modality. */
  name: string;
  /** Two coordinates a sample. */
  samples: ArrayLike<number>;
  /** Two coordinates a code. */
  centroids: ArrayLike<number>;
  /** Samples of each code, drawn or not. */
  sizes: readonly number[];
  /** Place of each drawn sample among all. */
  places: ArrayLike<number>;
  /** Samples there are. */
  total: number;
  /** Share of the variance that the plane has. */
  kept: number;
  /** Code that stands out. */
  chosen: number | null;
  kinds: readonly Kind[];
  /** Which kind the sample at this place is of. */
  kindOf: (place: number) => number;
  codeOf: (place: number) => number;
  /** A drawn sample in words. */
  textOf: (i: number) => string;
}

/** Which drawn sample is read in all charts of one row; null for none. */
export type Reading = [number | null, (i: number | null) => void];

const TOP = 40;
const FOOT = 44;
const EDGE = 10;
/** A sample farther from the pointer than this is not meant, px. */
const REACH = 14;
/** Above this many codes their numbers are not written. */
const WRITTEN = 32;

interface Plot {
  x: (value: number) => number;
  y: (value: number) => number;
  height: number;
}

/** One scale for both axes, the samples in the middle. */
function plotOf({ samples, centroids }: ProjectionData, width: number): Plot {
  const height = Math.round(Math.min(width * 0.78, 420));
  const extent = (axis: 0 | 1): [number, number] => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const points of [samples, centroids])
      for (let i = axis; i < points.length; i += 2) {
        low = Math.min(low, points[i] ?? 0);
        high = Math.max(high, points[i] ?? 0);
      }
    return low <= high ? [low, high] : [0, 0];
  };
  const [[left, right], [bottom, top]] = [extent(0), extent(1)];
  const scale = Math.min(
    (width - 2 * EDGE) / Math.max(right - left, 1e-9),
    (height - 2 * EDGE) / Math.max(top - bottom, 1e-9),
  );
  return {
    height,
    x: (value) => width / 2 + (value - (left + right) / 2) * scale,
    y: (value) => TOP + height / 2 - (value - (bottom + top) / 2) * scale,
  };
}

/** Samples of each kind as one path: a line of no length is a dot. */
function paths(data: ProjectionData, { x, y }: Plot): string[] {
  const drawn: string[] = data.kinds.map(() => '');
  for (let i = 0; i < data.places.length; i++) {
    const kind = data.kindOf(data.places[i] ?? 0);
    const at = `${x(data.samples[2 * i] ?? 0).toFixed(1)} ${y(data.samples[2 * i + 1] ?? 0).toFixed(1)}`;
    drawn[kind] += `M${at}h0`;
  }
  return drawn;
}

/** The drawn sample nearest to a point, if one is near. */
function nearest({ samples, places }: ProjectionData, { x, y }: Plot, at: [number, number]): number | null {
  let [best, least] = [-1, REACH * REACH];
  for (let i = 0; i < places.length; i++) {
    const distance = (x(samples[2 * i] ?? 0) - at[0]) ** 2 + (y(samples[2 * i + 1] ?? 0) - at[1]) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best < 0 ? null : best;
}

/** What the dots mean, in one line. */
function Legend({ kinds, y, width }: { kinds: readonly Kind[]; y: number; width: number }) {
  let at = 0;
  return (
    <>
      {kinds.map(({ class: name, text }) => {
        const x = at;
        const shown = cut(text, width - x - 12, 12);
        at += textWidth(shown, 12) + 28;
        if (x > 0 && x + 40 > width) return null;
        return (
          <g key={text}>
            <path d={`M${x + 4} ${y - 4}h0`} class={`p key ${name}`} />
            <Text x={x + 12} y={y} class="x m">
              {shown}
            </Text>
          </g>
        );
      })}
    </>
  );
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

interface CodesProps {
  data: ProjectionData;
  plot: Plot;
  read: (code: number | null) => void;
  choose: (code: number | null) => void;
}

/** Centroids with the numbers of their codes; one tab stop in all. */
function Codes({ data, plot, read, choose }: CodesProps) {
  const { sizes, centroids, chosen, total } = data;
  const key =
    (code: number) =>
    (event: KeyboardEvent): void => {
      if (event.key === 'Enter' || event.key === ' ') choose(code === chosen ? null : code);
      const next = code + (STEPS[event.key] ?? 0);
      const all = (event.currentTarget as SVGGElement).parentElement?.querySelectorAll<SVGGElement>('.code');
      if (next !== code) all?.[next]?.focus();
      if (event.key in STEPS || event.key === 'Enter' || event.key === ' ') event.preventDefault();
    };
  return (
    <g role="listbox" aria-label={`Codes of ${data.name}`}>
      {sizes.map((size, code) => {
        const [x, y] = [plot.x(centroids[2 * code] ?? 0), plot.y(centroids[2 * code + 1] ?? 0)];
        return (
          <g
            key={code}
            class="code"
            role="option"
            aria-label={`code ${code}: ${count(size)} samples, ${percent(size / total)}`}
            aria-selected={code === chosen}
            tabIndex={code === (chosen ?? 0) ? 0 : -1}
            onFocus={() => read(code)}
            onBlur={() => read(null)}
            onKeyDown={key(code)}
            onClick={() => choose(code === chosen ? null : code)}
          >
            <circle cx={x} cy={y} r={sizes.length > WRITTEN ? 4 : 9} class="centroid" />
            {sizes.length <= WRITTEN && (
              <Text x={x} y={y + 4} class={`x c ${code === chosen ? 'bb' : ''}`}>
                {code}
              </Text>
            )}
          </g>
        );
      })}
    </g>
  );
}

interface Props {
  data: ProjectionData;
  width: number;
  reading: Reading;
  choose: (code: number | null) => void;
}

export function Projection({ data, width, reading: [sample, read], choose }: Props) {
  const [code, readCode] = useState<number | null>(null);
  // Not drawn again for each move of the pointer.
  const [plot, dots] = useMemo(() => {
    const found = plotOf(data, width);
    return [found, paths(data, found)];
  }, [data, width]);
  const shown = data.places.length;
  const rest =
    `${shown < data.total ? `${count(shown)} of ${count(data.total)}` : count(shown)} samples; ` +
    `the plane has ${percent(data.kept)} of their variance`;
  const size = code === null ? 0 : (data.sizes[code] ?? 0);
  const said =
    code !== null
      ? `code ${code}: ${count(size)} samples, ${percent(size / data.total)}`
      : sample === null
        ? rest
        : data.textOf(sample);
  const bottom = TOP + plot.height;
  const pointed = (event: PointerEvent | MouseEvent): number | null => {
    const box = (event.currentTarget as SVGElement).ownerSVGElement?.getBoundingClientRect();
    if (!box) return null;
    return nearest(data, plot, [event.clientX - box.left, event.clientY - box.top]);
  };
  const pick = (event: MouseEvent): void => {
    const found = pointed(event);
    if (found !== null) choose(data.codeOf(data.places[found] ?? 0));
  };
  return (
    <Chart width={width} height={bottom + FOOT} label={`${data.name} in the plane: ${rest}`} interactive>
      <Text x={0} y={12} class="bb">
        {cut(data.name, width, 14, true)}
      </Text>
      <Text x={0} y={31} class={`x ${said === rest ? 'm' : ''}`}>
        {cut(said, width, 12)}
      </Text>
      {dots.map((path, kind) => path && <path d={path} class={`p ${data.kinds[kind]?.class}`} />)}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a select has it for keys */}
      <rect
        x={0}
        y={TOP}
        width={width}
        height={plot.height}
        class="hit"
        onPointerMove={(event) => read(pointed(event))}
        onPointerLeave={() => read(null)}
        onClick={pick}
      />
      <Codes data={data} plot={plot} read={readCode} choose={choose} />
      {sample !== null && (
        <circle
          cx={plot.x(data.samples[2 * sample] ?? 0)}
          cy={plot.y(data.samples[2 * sample + 1] ?? 0)}
          r={5}
          class="ring"
        />
      )}
      <Line x1={0} x2={width} y1={bottom} y2={bottom} class="axis" />
      <Text x={width} y={bottom + 16} class="x m e">
        first component →
      </Text>
      <Text x={0} y={bottom + 16} class="x m">
        ↑ second
      </Text>
      <Legend kinds={data.kinds} y={bottom + 38} width={width} />
    </Chart>
  );
}
