/** Joint table of two code arrays: one cell a pair of codes, darkness = share of samples. */

import { many } from '../text/format';
import { Chart, Rect, Text } from './marks';
import { cut } from './metrics';

export interface HeatmapData {
  /** Names of rows and columns. */
  names: readonly [string, string];
  /** How many codes rows and columns have. */
  shape: readonly [number, number];
  /** Row, column and samples of each pair that holds any. */
  pairs: readonly (readonly [number, number, number])[];
}

const TOP = 40;
const LEFT = 40;
/** Above this many codes their numbers are not written. */
const WRITTEN = 24;
/** Height of all rows at most, and the least side of a cell, px. */
const MOST_HEIGHT = 420;
const LEAST_SIDE = 4;

/** Order of codes by size, so that the heavy corner is top left and reads the same for every seed. */
export function bySize(sizes: readonly number[]): number[] {
  return sizes.map((_, i) => i).sort((p, q) => (sizes[q] ?? 0) - (sizes[p] ?? 0) || p - q);
}

interface CellProps {
  x: number;
  y: number;
  width: number;
  height: number;
  value: number;
  most: number;
  title: string;
  choose?: (() => void) | undefined;
}

/** One pair of codes: the more samples, the stronger. */
function Cell({ value, most, title, choose, ...box }: CellProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a select has it for keys
    <g class={choose && 'pick'} onClick={choose}>
      <Rect {...box} class="track" />
      {value > 0 && (
        <rect
          {...box}
          width={Math.max(box.width, 1)}
          class="f-ink"
          opacity={(0.1 + 0.8 * Math.sqrt(value / most)).toFixed(3)}
        >
          <title>{title}</title>
        </rect>
      )}
    </g>
  );
}

/** Samples of each code of a side: 0 of rows, 1 of columns. */
export function sizesIn({ shape, pairs }: HeatmapData, side: 0 | 1): number[] {
  const sizes = new Array<number>(shape[side]).fill(0);
  for (const pair of pairs) sizes[pair[side]] = (sizes[pair[side]] ?? 0) + pair[2];
  return sizes;
}

/** Codes by size in as many groups as there is room for; each has one code where all have room. */
function grouped(sizes: readonly number[], room: number) {
  const each = Math.ceil(sizes.length / Math.max(1, Math.floor(room / LEAST_SIDE)));
  const order = bySize(sizes);
  const groups = Array.from({ length: Math.ceil(sizes.length / each) }, (_, i) =>
    order.slice(i * each, (i + 1) * each),
  );
  const groupOf = new Array<number>(sizes.length).fill(0);
  for (const [place, code] of order.entries()) groupOf[code] = Math.floor(place / each);
  return { groups, groupOf, each };
}

/** The table in the order in which it is drawn, and what it sums to. */
function ordered(data: HeatmapData, width: number) {
  const { pairs } = data;
  const [rows, columns] = [grouped(sizesIn(data, 0), MOST_HEIGHT), grouped(sizesIn(data, 1), width)];
  const cells = rows.groups.map(() => new Array<number>(columns.groups.length).fill(0));
  for (const [row, column, n] of pairs) {
    const line = cells[rows.groupOf[row] ?? 0];
    const at = columns.groupOf[column] ?? 0;
    if (line) line[at] = (line[at] ?? 0) + n;
  }
  const most = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 1);
  const own = pairs.map(([, , n]) => n);
  const total = own.reduce((sum, n) => sum + n, 0);
  return { rows, columns, cells, strongest: most(cells.map(most)), most: most(own), total };
}

/** "image 3", or how many codes share a cell. */
const called = (name: string, [first, ...more]: readonly number[]): string =>
  more.length > 0 ? `${many(more.length + 1, 'code')} of ${name}` : `${name} ${first}`;

interface Props {
  data: HeatmapData;
  width: number;
  /** Told of the codes of a cell that is clicked, where each has two codes only. */
  choose?: (row: number, column: number) => void;
  /** Codes of rows and of columns that stand out. */
  chosen?: readonly [number | null, number | null];
}

export function Heatmap({ data, width, choose, chosen = [null, null] }: Props) {
  const { pairs, names, shape } = data;
  const { rows, columns, cells, strongest, most, total } = ordered(data, width - LEFT);
  const [down, right] = names.map((name) => cut(name, width / 3, 12));
  const shared = rows.each * columns.each > 1 ? `; a cell is ${rows.each} × ${columns.each} codes` : '';
  const w = (width - LEFT) / Math.max(columns.groups.length, 1);
  const h = Math.max(LEAST_SIDE, Math.min(28, w, MOST_HEIGHT / Math.max(rows.groups.length, 1)));
  const gap = w > 8 ? 1 : 0;
  const held = (i: number, j: number): string => `: ${many(cells[i]?.[j] ?? 0, 'sample')}`;
  const label =
    `${shape[0]} codes of ${names[0]} by ${shape[1]} of ${names[1]}: ${pairs.length} of ` +
    `${shape[0] * shape[1]} cells hold samples, the fullest ${most} of ${total}.`;
  return (
    <Chart width={width} height={TOP + rows.groups.length * h + 4} label={label}>
      <Text x={0} y={12} class="x m">{`↓ codes of ${down}, → of ${right}; largest first${shared}`}</Text>
      {columns.groups.length <= WRITTEN &&
        columns.groups.map(([code], j) => (
          <Text x={LEFT + (j + 0.5) * w} y={32} class={`x ${code === chosen[1] ? 'bb' : 'm'} c`}>
            {code}
          </Text>
        ))}
      {rows.groups.map((group, i) => (
        <>
          {rows.groups.length <= WRITTEN && h > 13 && (
            <Text
              x={LEFT - 8}
              y={TOP + i * h + h / 2 + 4}
              class={`x ${group[0] === chosen[0] ? 'bb' : 'm'} e`}
            >
              {group[0]}
            </Text>
          )}
          {columns.groups.map((other, j) => (
            <Cell
              x={LEFT + j * w}
              y={TOP + i * h}
              width={w - gap}
              height={h - gap}
              value={cells[i]?.[j] ?? 0}
              most={strongest}
              title={[called(names[0], group), called(names[1], other)].join(', ') + held(i, j)}
              choose={choose && shared === '' ? () => choose(group[0] ?? 0, other[0] ?? 0) : undefined}
            />
          ))}
        </>
      ))}
    </Chart>
  );
}
