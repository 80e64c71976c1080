/** Contribution: one line of length 1, split where the share of x1 ends, with its interval below. */

import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { bits, range } from '../text/format';
import { gutterOf, NARROW } from './gutter';
import { Chart, Interval, Line, Rect, type Run, Text } from './marks';
import { cut, textWidth, wrap } from './metrics';

/** Share of x1 with its interval, or why there is none. */
export type ShareDatum =
  | { value: number; lower: number | null; upper: number | null }
  | { undefinedBecause: string };

export interface ContributionData {
  names: readonly [string, string];
  unique: ShareDatum;
  shapley: ShareDatum;
}

type Defined = Extract<ShareDatum, { value: number }>;

/** Everything that both rows have in common. */
interface Frame {
  names: readonly [string, string];
  width: number;
  narrow: boolean;
  x: ScaleLinear<number, number>;
}

interface RowProps {
  frame: Frame;
  name: string;
  symbol: string;
  /** Where the line of length 1 stands. */
  line: number;
}

/** Both ends of an interval, where there is one. */
const endsOf = ({ lower, upper }: Defined): readonly [number, number] | null =>
  lower === null || upper === null ? null : [lower, upper];

/** Name, symbol and value of one side. */
const side = (name: string, symbol: string, value: number, ends: readonly [number, number] | null): Run[] => [
  { text: name },
  { text: symbol, class: 'm', dx: 5 },
  { text: bits(value), class: 'bb', dx: 8 },
  ...(ends ? [{ text: range(...ends), class: 'm', dx: 8 }] : []),
];

const widthOf = (runs: readonly Run[]): number =>
  runs.reduce((sum, { text, class: name, dx = 0 }) => sum + textWidth(text, 14, name === 'bb') + dx, 0);

/** What is said above the line: both sides with their intervals, or without where these have no room. */
function sides(
  { names, x, narrow }: Frame,
  symbol: string,
  share: Defined,
): { runs: Run[][]; full: boolean } {
  const room = x(1) - x(0) - 16;
  const ends = endsOf(share);
  const mirrored = ends && ([1 - ends[1], 1 - ends[0]] as const);
  const make = (cutTo: number, withEnds: boolean): Run[][] => [
    side(cut(names[0], cutTo), `${symbol}₁`, share.value, withEnds ? ends : null),
    side(cut(names[1], cutTo), `${symbol}₂`, 1 - share.value, withEnds ? mirrored : null),
  ];
  const whole = make(Infinity, true);
  if (!narrow && whole.reduce((sum, runs) => sum + widthOf(runs), 0) <= room)
    return { runs: whole, full: true };
  return { runs: make(room / 2 - 80, false), full: false };
}

function Title({ frame: { narrow, names }, name, line, share }: RowProps & { share: Defined }) {
  if (!narrow)
    return (
      <Text x={0} y={line - 12}>
        {name}
      </Text>
    );
  const ends = endsOf(share);
  return (
    <Text x={0} y={line - 36} class="m x">
      {name + (ends ? `, ${cut(names[0], 90)} ${range(...ends)}` : '')}
    </Text>
  );
}

/** The interval in words at its line, where there was no room for it above. */
function Written({ x, ends, y }: { x: Frame['x']; ends: readonly [number, number]; y: number }) {
  const text = range(...ends);
  const right = x(ends[1]) + 8;
  const fits = right + textWidth(text, 12) <= x(1);
  return (
    <Text x={fits ? right : x(ends[0]) - 8} y={y + 8} class={`x m halo ${fits ? '' : 'e'}`}>
      {text}
    </Text>
  );
}

function DefinedRow({ share, ...row }: RowProps & { share: Defined }) {
  const { frame, symbol, line } = row;
  const { x, narrow } = frame;
  const ends = endsOf(share);
  const { runs, full } = sides(frame, symbol, share);
  const at = x(share.value);
  return (
    <>
      <Title {...row} share={share} />
      <Text x={x(0)} y={line - 12} runs={runs[0] ?? []} />
      <Text x={x(1)} y={line - 12} class="e" runs={runs[1] ?? []} />
      <Line x1={x(0.5)} x2={x(0.5)} y1={line - 8} y2={line + 14} class="guide" />
      <Rect x={x(0)} y={line - 2} width={at - x(0)} height={4} class="f-u1" />
      <Rect x={at} y={line - 2} width={x(1) - at} height={4} class="f-u2" />
      {ends && <Interval from={x(ends[0])} to={x(ends[1])} y={line + 8} />}
      {ends && !full && !narrow && <Written x={x} ends={ends} y={line + 8} />}
      <Line x1={at} y1={line - 6} x2={at} y2={line + 6} class="tick" />
    </>
  );
}

function UndefinedRow({ frame, name, line, why }: RowProps & { why: string }) {
  const { x, narrow, width } = frame;
  const reason = `undefined, because ${why}`;
  const lines = narrow ? wrap(`${name}: ${reason}`, width, 12) : wrap(reason, width - x(0), 14);
  return (
    <>
      {!narrow && (
        <Text x={0} y={line - 12}>
          {name}
        </Text>
      )}
      {lines.map((words, i) => (
        <Text
          key={words}
          x={x(0)}
          y={narrow ? line - 36 + 16 * i : line - 12 - 20 * (lines.length - 1 - i)}
          class={narrow ? 'm x' : ''}
        >
          {words}
        </Text>
      ))}
      <Line x1={x(0)} y1={line} x2={x(1)} y2={line} class="axis" />
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
  const narrow = width < NARROW;
  const left = narrow ? 0 : gutterOf(data.names, width).width;
  const x = scaleLinear([0, 1], [left, width - (narrow ? 1 : 0)]).clamp(true);
  const frame: Frame = { names: data.names, width, narrow, x };
  const rows = [
    { name: 'Unique share', symbol: 'C', share: data.unique },
    { name: 'Shapley share', symbol: 'φ', share: data.shapley },
  ].map((row, i) => ({ ...row, line: (narrow ? 48 : 32) + i * (narrow ? 72 : 52) }));
  const last = rows.findLast(({ share }) => 'value' in share);
  // An interval that is written at its line has that line to itself.
  const below = last && 'value' in last.share && !narrow && !sides(frame, '', last.share).full ? 38 : 28;
  const bottom = (rows.at(-1)?.line ?? 0) + below;
  return (
    <Chart width={width} height={bottom + 4} label={label}>
      {rows.map(({ share, ...row }) =>
        'value' in share ? (
          <DefinedRow key={row.name} frame={frame} {...row} share={share} />
        ) : (
          <UndefinedRow key={row.name} frame={frame} {...row} why={share.undefinedBecause} />
        ),
      )}
      {last && (
        <Text x={x(0.5)} y={last.line + below} class="x m c">
          even
        </Text>
      )}
    </Chart>
  );
}
