/**
 * Many analyses at once: a row of the picture for each model, a column for each data set. A cell is the bar
 * of the attribution chart, 72 by 10, or one quantity of it with its interval; beside it a number. Length is
 * bits on one scale for all; grey is what is not claimed.
 */

import { scaleLinear } from 'd3-scale';
import { type Atom, Chart, Hatch, Line, Rect, Text } from './marks';
import { cut, textWidth } from './metrics';

export const CELL_WIDTH = 72;
export const CELL_HEIGHT = 10;

/** Of the grey of what is not claimed: less than a colour, more than the track. */
export const NONE = 0.7;

/** A stretch of a bar. */
export interface Part {
  colour: Atom;
  from: number;
  to: number;
  claimed: boolean;
}

export interface CellData {
  /** Which analysis. */
  id: string;
  state: 'done' | 'coming' | 'failed';
  parts: readonly Part[];
  /** Of one quantity its interval. */
  interval: readonly [number, number] | null;
  /** The number beside the bar. */
  figure: string;
  /** In words. */
  text: string;
}

export interface MatrixData {
  rows: readonly string[];
  columns: readonly string[];
  /** By row, then column; null where there is no such analysis. */
  cells: readonly (readonly (CellData | null)[])[];
  /** Where the scale ends. */
  most: number;
  /** What the parts are called, as far as they occur. */
  legend: readonly { colour: Atom; name: string }[];
  /** "72 px are 1.9 bits". */
  scale: string;
  /** What the numbers are. */
  figures: string;
}

/** The bar of a cell, from the corner of its place. */
export function CellBar({ cell, most }: { cell: CellData; most: number }) {
  const x = scaleLinear([0, most], [0, CELL_WIDTH]).clamp(true);
  const middle = CELL_HEIGHT / 2;
  return (
    <>
      <Rect x={0} y={0} width={CELL_WIDTH} height={CELL_HEIGHT} class="track" />
      {cell.parts.map(({ colour, from, to, claimed }) => {
        const [start, width] = [x(from), x(to) - x(from) - 0.5];
        if (width <= 0) return null;
        const box = { x: start, y: 0, width, height: CELL_HEIGHT };
        return claimed ? (
          <Rect key={colour} {...box} class={`f-${colour}`} />
        ) : (
          <Rect key={colour} {...box} class="f-none" opacity={NONE} />
        );
      })}
      {cell.interval && (
        <g class="interval">
          <Line x1={x(cell.interval[0])} x2={x(cell.interval[1])} y1={middle} y2={middle} class="tick" />
        </g>
      )}
      {cell.state === 'failed' && <Hatch x={0} y={0} width={CELL_WIDTH} height={CELL_HEIGHT} />}
    </>
  );
}

const FIGURE = 40;
const PITCH = CELL_WIDTH + FIGURE + 20;
const LINE = 24;
const TOP = 24;
const MOST_NAME = 200;

/** Width of the names at the left. */
const gutterOf = ({ rows }: MatrixData): number =>
  Math.min(MOST_NAME, Math.max(40, ...rows.map((name) => textWidth(name)))) + 16;

/** As wide as its columns need. */
export const matrixWidth = (data: MatrixData): number => gutterOf(data) + data.columns.length * PITCH;

/** What the colours are, and how long the bar is. */
function Legend({ data, y }: { data: MatrixData; y: number }) {
  let x = 0;
  return (
    <>
      {data.legend.map(({ colour, name }) => {
        const at = x;
        x += 16 + textWidth(name, 12) + 16;
        return (
          <g key={colour}>
            <Rect x={at} y={y} width={10} height={10} class={`f-${colour}`} />
            <Text x={at + 16} y={y + 9} class="x m">
              {name}
            </Text>
          </g>
        );
      })}
      <Rect x={x} y={y} width={10} height={10} class="f-none" opacity={NONE} />
      <Text x={x + 16} y={y + 9} class="x m">
        not claimed
      </Text>
    </>
  );
}

/** The whole as one picture, as it leaves the page. */
export function Matrix({ data, width, label }: { data: MatrixData; width: number; label: string }) {
  const left = gutterOf(data);
  const bottom = TOP + data.rows.length * LINE;
  return (
    <Chart width={Math.max(width, matrixWidth(data))} height={bottom + 32} label={label}>
      {data.columns.map((name, j) => (
        <Text key={name} x={left + j * PITCH} y={14} class="x m">
          {cut(name, PITCH - 12, 12)}
        </Text>
      ))}
      {data.rows.map((name, i) => (
        <g key={name} transform={`translate(0 ${TOP + i * LINE})`}>
          <Line x1={0} x2={left + data.columns.length * PITCH} y1={0} y2={0} class="grid" />
          <Text x={0} y={17}>
            {cut(name, left - 12)}
          </Text>
          {data.cells[i]?.map(
            (cell, j) =>
              cell && (
                <g key={cell.id} transform={`translate(${left + j * PITCH} 7)`}>
                  <CellBar cell={cell} most={data.most} />
                  <Text x={CELL_WIDTH + 8} y={9} class="x">
                    {cell.figure}
                  </Text>
                </g>
              ),
          )}
        </g>
      ))}
      <Legend data={data} y={bottom + 16} />
    </Chart>
  );
}
