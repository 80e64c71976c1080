/** The few marks that all charts are made of; colour comes from classes only. */

import type { ComponentChildren } from 'preact';

/** The four atoms in their order along the unrolled axis. */
export const ATOMS = ['u1', 'r', 'u2', 's'] as const;
export type Atom = (typeof ATOMS)[number];

/** Symbols as written in text. */
export const SYMBOL: Record<Atom, string> = { r: 'R', u1: 'U₁', u2: 'U₂', s: 'S' };

interface LineProps {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  class: string;
}
export const Line = (props: LineProps) => <line {...props} />;

interface RectProps {
  x: number;
  y: number;
  width: number;
  height: number;
  class: string;
  opacity?: number;
}
export const Rect = ({ width, ...rest }: RectProps) => <rect {...rest} width={Math.max(width, 0)} />;

/**
 * Width of a space, px: part of the distance between two runs, so that their words are apart when read or
 * copied.
 */
const SPACE = 4;

/** Text at its baseline; `runs` have a class and a distance from the one before. */
export interface Run {
  text: string;
  class?: string;
  dx?: number;
}
interface TextProps {
  x: number;
  y: number;
  class?: string;
  runs?: Run[];
  children?: ComponentChildren;
}
export function Text({ x, y, class: name, runs, children }: TextProps) {
  return (
    <text x={x} y={y} class={name}>
      {runs
        ? runs.map((run, i) => (
            <tspan class={run.class} dx={(run.dx ?? 0) - (i ? SPACE : 0)}>
              {i ? ` ${run.text}` : run.text}
            </tspan>
          ))
        : children}
    </text>
  );
}

/** An interval: a line with caps. */
export function Interval({ from, to, y }: { from: number; to: number; y: number }) {
  return (
    <g class="interval">
      <line x1={from} y1={y} x2={to} y2={y} />
      <line x1={from} y1={y - 3} x2={from} y2={y + 3} />
      <line x1={to} y1={y - 3} x2={to} y2={y + 3} />
    </g>
  );
}

/** The truth, where it is known. */
export function Diamond({ x, y, r = 5.5 }: { x: number; y: number; r?: number }) {
  return <path class="truth" d={`M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`} />;
}

/** One K-means partition's own value. */
export const PartitionDot = ({ x, y, title }: { x: number; y: number; title: string }) => (
  <circle cx={x} cy={y} r={1.5} class="partition">
    <title>{title}</title>
  </circle>
);

/** A plug-in value: open, since it claims nothing. */
export const OpenMark = ({ x, y, r = 3.5 }: { x: number; y: number; r?: number }) => (
  <circle cx={x} cy={y} r={r} class="plug" />
);

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Hatching for what is not claimed: lines cut at the box, so that no pattern or clip is needed in exports.
 */
export function Hatch({ kind = 'hatch', ...box }: Box & { kind?: 'hatch' | 'lost' }) {
  const { x, y, width, height } = box;
  const lines = [];
  for (let t = 4; t < width + height; t += 5) {
    lines.push(
      <line
        class={kind}
        x1={x + Math.max(0, t - height)}
        y1={y + Math.min(t, height)}
        x2={x + Math.min(t, width)}
        y2={y + Math.max(0, t - width)}
      />,
    );
  }
  return (
    <g>
      <Rect x={x} y={y} width={width} height={height} class="track" />
      {width > 0 && lines}
    </g>
  );
}

/** Text that a chart hands over as its accessible name stands once, in `label`. */
interface ChartProps {
  width: number;
  height: number;
  label: string;
  interactive?: boolean;
  children: ComponentChildren;
}
export function Chart({ width, height, label, interactive, children }: ChartProps) {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role={interactive ? 'group' : 'img'}
      aria-label={label}
    >
      {children}
    </svg>
  );
}
