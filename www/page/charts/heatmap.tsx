/** Joint table of two code arrays: one cell a pair of codes, darkness = share of samples. */

import { Chart, Rect, Text } from './marks';
import { cut } from './metrics';

export interface HeatmapData {
  /** Names of rows and columns. */
  names: readonly [string, string];
  /** Samples per (row, column), rows first. */
  counts: readonly (readonly number[])[];
}

const TOP = 40;
const LEFT = 40;
/** Above this many codes their numbers are not written. */
const WRITTEN = 24;

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

/** The table in the order in which it is drawn, and what it sums to. */
function ordered({ counts }: HeatmapData) {
  const sums = counts.map((row) => row.reduce((sum, v) => sum + v, 0));
  const across = (counts[0] ?? []).map((_, j) => counts.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  return {
    rows: bySize(sums),
    columns: bySize(across),
    most: Math.max(1, ...counts.flat()),
    total: sums.reduce((sum, v) => sum + v, 0),
    filled: counts.flat().filter((v) => v > 0).length,
  };
}

interface Props {
  data: HeatmapData;
  width: number;
  /** Told of the codes of a cell that is clicked. */
  choose?: (row: number, column: number) => void;
  /** Codes of rows and of columns that stand out. */
  chosen?: readonly [number | null, number | null];
}

export function Heatmap({ data, width, choose, chosen = [null, null] }: Props) {
  const { counts, names } = data;
  const { rows, columns, most, total, filled } = ordered(data);
  const [down, right] = names.map((name) => cut(name, width / 3, 12));
  const w = (width - LEFT) / Math.max(columns.length, 1);
  const h = Math.max(4, Math.min(28, w, 420 / Math.max(rows.length, 1)));
  const gap = w > 8 ? 1 : 0;
  const label =
    `${rows.length} codes of ${names[0]} by ${columns.length} of ${names[1]}: ${filled} of ` +
    `${rows.length * columns.length} cells hold samples, the fullest ${most} of ${total}.`;
  return (
    <Chart width={width} height={TOP + rows.length * h + 4} label={label}>
      <Text x={0} y={12} class="x m">{`↓ codes of ${down}, → of ${right}; largest first`}</Text>
      {columns.length <= WRITTEN &&
        columns.map((code, j) => (
          <Text x={LEFT + (j + 0.5) * w} y={32} class={`x ${code === chosen[1] ? 'bb' : 'm'} c`}>
            {code}
          </Text>
        ))}
      {rows.map((code, i) => (
        <>
          {rows.length <= WRITTEN && h > 13 && (
            <Text x={LEFT - 8} y={TOP + i * h + h / 2 + 4} class={`x ${code === chosen[0] ? 'bb' : 'm'} e`}>
              {code}
            </Text>
          )}
          {columns.map((other, j) => (
            <Cell
              x={LEFT + j * w}
              y={TOP + i * h}
              width={w - gap}
              height={h - gap}
              value={counts[code]?.[other] ?? 0}
              most={most}
              title={`${names[0]} ${code}, ${names[1]} ${other}: ${counts[code]?.[other] ?? 0} samples`}
              choose={choose && (() => choose(code, other))}
            />
          ))}
        </>
      ))}
    </Chart>
  );
}
