/** Samples per code, largest first: whether K-means made codes of a sensible size. */

import { scaleLinear } from 'd3-scale';
import { count, many } from '../text/format';
import { bySize } from './heatmap';
import { Chart, Line, Rect, Text } from './marks';
import { cut } from './metrics';

interface Props {
  name: string;
  sizes: readonly number[];
  width: number;
  /** Told of the code whose bar is clicked. */
  choose?: (code: number) => void;
  /** Code that stands out. */
  chosen?: number | null;
}

export function Sizes({ name, sizes, width, choose, chosen = null }: Props) {
  const order = bySize(sizes);
  const sorted = order.map((code) => sizes[code] ?? 0);
  const [height, top] = [72, 24];
  const largest = sorted[0] ?? 1;
  const y = scaleLinear([0, largest], [0, height]);
  const w = width / Math.max(sorted.length, 1);
  const gap = w > 4 ? 1 : 0;
  return (
    <Chart
      width={width}
      height={top + height + 20}
      label={`Sizes of the ${sizes.length} codes of ${name}: ${sorted.at(-1) ?? 0} to ${largest} samples`}
    >
      <Text
        x={0}
        y={12}
        runs={[
          { text: cut(name, width - 90, 14, true), class: 'bb' },
          { text: many(sizes.length, 'code'), class: 'm', dx: 8 },
        ]}
      />
      {sorted.map((size, i) => (
        <Rect
          x={i * w}
          y={top + height - y(size)}
          width={w - gap}
          height={y(size)}
          class={chosen !== null && order[i] === chosen ? 'f-ink' : 'f-none'}
        />
      ))}
      {choose &&
        order.map((code, i) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: a select has it for keys
          <rect
            key={code}
            x={i * w}
            y={top}
            width={w}
            height={height}
            class="hit pick"
            onClick={() => choose(code)}
          >
            <title>{`code ${code}: ${many(sizes[code] ?? 0, 'sample')}`}</title>
          </rect>
        ))}
      <Line x1={0} x2={width} y1={top + height} y2={top + height} class="axis" />
      <Text x={0} y={top + height + 16} class="x m">
        {count(largest)}
      </Text>
      <Text x={width} y={top + height + 16} class="x m e">
        {many(sorted.at(-1) ?? 0, 'sample')}
      </Text>
    </Chart>
  );
}
