/** Heat strip: a row for each atom, a cell for each layer, the stronger the more bits. */

import { bits } from '../text/format';
import type { DepthData } from './depth';
import { type Atom, Chart, Rect, Text } from './marks';
import { cut, textWidth } from './metrics';

/** What is shared first: it is most, most often. */
const ORDER: readonly Atom[] = ['r', 'u1', 'u2', 's'];
const TOP = 22;
const ROW = 26;
/** Least width of a cell with its number in it. */
const WRITTEN = 34;

/** Weakest and strongest of a cell's colour: the number in it must be read on both. */
const [FAINT, STRONG] = [0.06, 0.58];

export function Strip({ data, width, label }: { data: DepthData; width: number; label: string }) {
  const { layers, names } = data;
  const left = Math.min(Math.max(...ORDER.map((atom) => textWidth(names[atom], 12))) + 12, width * 0.34);
  const w = (width - left) / Math.max(layers.length, 1);
  const most = Math.max(0.01, ...layers.flatMap(({ atoms }) => ORDER.map((atom) => atoms[atom].value ?? 0)));
  const every = Math.max(1, Math.ceil((textWidth(layers.at(-1)?.label ?? '', 12) + 6) / w));
  const gap = w > 6 ? 1 : 0;
  return (
    <Chart width={width} height={TOP + ORDER.length * ROW} label={label}>
      <Text x={0} y={12} class="x m">
        layer
      </Text>
      {layers.map(({ label: layer }, j) =>
        j % every === 0 ? (
          <Text key={layer} x={left + (j + 0.5) * w} y={12} class="x m c">
            {layer}
          </Text>
        ) : null,
      )}
      {ORDER.map((atom, i) => (
        <>
          <Text x={0} y={TOP + i * ROW + 16} class="x">
            {cut(names[atom], left - 8, 12)}
          </Text>
          {layers.map(({ atoms, label: layer }, j) => {
            const { value } = atoms[atom];
            const box = { x: left + j * w, y: TOP + i * ROW, width: w - gap, height: ROW - 2 };
            return (
              <g key={layer}>
                <Rect {...box} class="track" />
                {value !== null && (
                  <Rect
                    {...box}
                    class={`f-${atom}`}
                    opacity={+(FAINT + ((STRONG - FAINT) * Math.max(value, 0)) / most).toFixed(2)}
                  />
                )}
                {value !== null && w >= WRITTEN && (
                  <Text x={left + (j + 0.5) * w} y={TOP + i * ROW + 16} class="x c">
                    {bits(value)}
                  </Text>
                )}
              </g>
            );
          })}
        </>
      ))}
    </Chart>
  );
}
