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

export function Heatmap({ data, width }: { data: HeatmapData; width: number }) {
  const { counts, names } = data;
  const sums = counts.map((row) => row.reduce((sum, v) => sum + v, 0));
  const across = (counts[0] ?? []).map((_, j) => counts.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  const rows = bySize(sums);
  const columns = bySize(across);
  const [down, right] = names.map((name) => cut(name, width / 3, 12));
  const most = Math.max(1, ...counts.flat());
  const total = sums.reduce((sum, v) => sum + v, 0);
  const w = (width - LEFT) / Math.max(columns.length, 1);
  const h = Math.max(4, Math.min(28, w, 420 / Math.max(rows.length, 1)));
  const gap = w > 8 ? 1 : 0;
  const filled = counts.flat().filter((v) => v > 0).length;
  return (
    <Chart
      width={width}
      height={TOP + rows.length * h + 4}
      label={
        `${rows.length} codes of ${names[0]} by ${columns.length} of ${names[1]}: ${filled} of ` +
        `${rows.length * columns.length} cells hold samples, the fullest ${most} of ${total}.`
      }
    >
      <Text x={0} y={12} class="x m">{`↓ codes of ${down}, → of ${right}; largest first`}</Text>
      {columns.length <= WRITTEN &&
        columns.map((code, j) => (
          <Text x={LEFT + (j + 0.5) * w} y={32} class="x m c">
            {code}
          </Text>
        ))}
      {rows.map((code, i) => (
        <>
          {rows.length <= WRITTEN && h > 13 && (
            <Text x={LEFT - 8} y={TOP + i * h + h / 2 + 4} class="x m e">
              {code}
            </Text>
          )}
          {columns.map((other, j) => {
            const value = counts[code]?.[other] ?? 0;
            return (
              <g>
                <Rect x={LEFT + j * w} y={TOP + i * h} width={w - gap} height={h - gap} class="track" />
                {value > 0 && (
                  <rect
                    x={LEFT + j * w}
                    y={TOP + i * h}
                    width={Math.max(w - gap, 1)}
                    height={h - gap}
                    class="f-ink"
                    opacity={(0.1 + 0.8 * Math.sqrt(value / most)).toFixed(3)}
                  >
                    <title>{`${names[0]} ${code}, ${names[1]} ${other}: ${value} samples`}</title>
                  </rect>
                )}
              </g>
            );
          })}
        </>
      ))}
    </Chart>
  );
}
