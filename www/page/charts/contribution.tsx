/** Contribution: one line of length 1, split where the share of x1 ends, with its interval below. */

import { scaleLinear } from 'd3-scale';
import { bits, range } from '../text/format';
import { Chart, Interval, Line, Rect, Text } from './marks';
import { cut, wrap } from './metrics';

/** Share of x1 with its interval, or why there is none. */
export type ShareDatum =
  | { value: number; lower: number | null; upper: number | null }
  | { undefinedBecause: string };

export interface ContributionData {
  names: readonly [string, string];
  unique: ShareDatum;
  shapley: ShareDatum;
}

const GUTTER = 188;

interface RowProps {
  name: string;
  symbol: string;
  share: ShareDatum;
  names: readonly [string, string];
  y: number;
  width: number;
  narrow: boolean;
  x: (share: number) => number;
}

function Row({ name, symbol, share, names, y, width, narrow, x }: RowProps) {
  const line = y + (narrow ? 48 : 32);
  const defined = 'value' in share;
  const interval =
    defined && share.lower !== null && share.upper !== null
      ? { lower: share.lower, upper: share.upper }
      : null;
  const title = narrow ? (
    <Text x={0} y={y + 12} class="m x halo">
      {name + (interval ? `, ${cut(names[0], 90)} ${range(interval.lower, interval.upper)}` : '')}
    </Text>
  ) : (
    <Text x={0} y={y + 20}>
      {name}
    </Text>
  );
  if (!defined) {
    const room = width - x(0);
    const why = `undefined, because ${share.undefinedBecause}`;
    return (
      <>
        {narrow ? (
          wrap(`${name}: ${why}`, room, 12).map((words, i) => (
            <Text x={0} y={y + 12 + 16 * i} class="m x">
              {words}
            </Text>
          ))
        ) : (
          <>
            {title}
            <Text x={x(0)} y={line - 12}>
              {cut(why, room)}
            </Text>
          </>
        )}
        <Line x1={x(0)} y1={line} x2={x(1)} y2={line} class="axis" />
      </>
    );
  }
  const side = (which: 0 | 1, value: number, written: string | null) => [
    { text: cut(names[which], 104) },
    { text: symbol + (which ? '₂' : '₁'), class: 'm', dx: 5 },
    { text: bits(value), class: 'bb', dx: 8 },
    ...(written && !narrow ? [{ text: written, class: 'm', dx: 8 }] : []),
  ];
  return (
    <>
      {title}
      <Text
        x={x(0)}
        y={line - 12}
        runs={side(0, share.value, interval && range(interval.lower, interval.upper))}
      />
      <Text
        x={x(1)}
        y={line - 12}
        class="e"
        runs={side(1, 1 - share.value, interval && range(1 - interval.upper, 1 - interval.lower))}
      />
      <Rect x={x(0)} y={line - 2} width={x(share.value) - x(0)} height={4} class="f-u1" />
      <Rect x={x(share.value)} y={line - 2} width={x(1) - x(share.value)} height={4} class="f-u2" />
      {interval && <Interval from={x(interval.lower)} to={x(interval.upper)} y={line + 8} />}
      <Line x1={x(share.value)} y1={line - 6} x2={x(share.value)} y2={line + 6} class="tick" />
    </>
  );
}

export function Contribution({
  data,
  width,
  label,
}: {
  data: ContributionData;
  width: number;
  label: string;
}) {
  const narrow = width < 560;
  const x = scaleLinear([0, 1], [narrow ? 0 : GUTTER, width - (narrow ? 1 : 0)]).clamp(true);
  const pitch = narrow ? 64 : 52;
  const defined = [data.unique, data.shapley].map((share) => 'value' in share);
  const first = defined.indexOf(true);
  const bottom = 2 * pitch + (narrow ? 10 : 8);
  return (
    <Chart width={width} height={bottom + 4} label={label}>
      {first >= 0 && (
        <Line
          x1={x(0.5)}
          x2={x(0.5)}
          y1={first * pitch + (narrow ? 40 : 24)}
          y2={bottom - (narrow ? 14 : 20)}
          class="guide"
        />
      )}
      <Row
        name="Unique share"
        symbol="C"
        share={data.unique}
        names={data.names}
        y={0}
        width={width}
        narrow={narrow}
        x={x}
      />
      <Row
        name="Shapley share"
        symbol="φ"
        share={data.shapley}
        names={data.names}
        y={pitch}
        width={width}
        narrow={narrow}
        x={x}
      />
      {first >= 0 && (
        <Text x={x(0.5)} y={bottom} class="x m c">
          even
        </Text>
      )}
    </Chart>
  );
}
