/**
 * Reading a curve point by point: the pointer or the arrow keys choose a place of the axis, and what stands
 * there is said in words, in the line below the title.
 */

import { useState } from 'preact/hooks';
import { Line, Text } from './marks';
import { cut } from './metrics';

/** A place of the axis that can be read: the strip that takes the pointer. */
export interface Spot {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Where its points stand, across; null where the strip lies along its points. */
  at: number | null;
  /** In words. */
  text: string;
}

/** Which place is read; null for none. */
export type Reading = [number | null, (index: number | null) => void];

export const useReading = (): Reading => useState<number | null>(null);

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The line below the title: what is read, or what the chart is of. */
export function ReadLine({
  spots,
  reading: [at],
  rest,
  width,
}: {
  spots: readonly Spot[];
  reading: Reading;
  rest: string;
  width: number;
}) {
  const spot = at === null ? undefined : spots[at];
  return (
    <Text x={0} y={31} class={`x ${spot ? '' : 'm'}`}>
      {spot ? cut(spot.text, width, 12) : rest}
    </Text>
  );
}

/** Strips over the chart that take the pointer and the focus, one tab stop in all. */
export function Spots({ spots, reading: [at, read] }: { spots: readonly Spot[]; reading: Reading }) {
  const keys =
    (index: number) =>
    (event: KeyboardEvent): void => {
      const by = STEPS[event.key];
      if (by === undefined) return;
      const next = Math.min(Math.max(index + by, 0), spots.length - 1);
      const all = (event.currentTarget as SVGGElement).parentElement?.querySelectorAll<SVGGElement>('.spot');
      all?.[next]?.focus();
      event.preventDefault();
    };
  const spot = at === null ? undefined : spots[at];
  return (
    <g role="listbox" aria-label="Points">
      {spot?.at != null && (
        <Line x1={spot.at} x2={spot.at} y1={spot.y} y2={spot.y + spot.height} class="read" />
      )}
      {spots.map(({ text, at: _, ...box }, i) => (
        <g
          key={text}
          class="spot"
          role="option"
          aria-label={text}
          aria-selected={i === at}
          tabIndex={i === (at ?? 0) ? 0 : -1}
          onPointerEnter={() => read(i)}
          onPointerLeave={() => read(null)}
          onFocus={() => read(i)}
          onBlur={() => read(null)}
          onKeyDown={keys(i)}
        >
          <rect {...box} class="hit" />
        </g>
      ))}
    </g>
  );
}

/** Strips between the middles of neighbouring places. */
export function spotsAt(
  places: readonly { x: number; text: string }[],
  { left, right, top, height }: { left: number; right: number; top: number; height: number },
): Spot[] {
  const middle = (i: number): number => ((places[i]?.x ?? left) + (places[i + 1]?.x ?? right)) / 2;
  return places.map(({ x: at, text }, i) => {
    const x = i === 0 ? left : middle(i - 1);
    const to = i === places.length - 1 ? right : middle(i);
    return { x, y: top, width: Math.max(to - x, 1), height, at, text };
  });
}
