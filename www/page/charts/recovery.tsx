/** Recovery: one thin interval a seed, in ink with a cross where it misses the truth. */

import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { type Atom, Chart, Diamond, Line, SYMBOL, Text } from './marks';

export interface RecoveryData {
  atom: Atom;
  truth: number;
  intervals: readonly (readonly [number, number])[];
}

const holds = (truth: number, [lower, upper]: readonly [number, number]): boolean =>
  lower <= truth && truth <= upper;

/** How many intervals hold the truth. A hair's breadth of rounding is no miss. */
export const hits = ({ truth, intervals }: RecoveryData): number =>
  intervals.filter((i) => holds(truth, i)).length;

interface SeedProps {
  atom: Atom;
  x: number;
  ends: readonly [number, number];
  truth: number;
  y: ScaleLinear<number, number>;
  thin: number;
}

/** The interval of one seed; one that misses the truth is in ink, with a cross beyond its nearer end. */
function Seed({ atom, x, ends, truth, y, thin }: SeedProps) {
  const ok = holds(truth, ends);
  const [from, to] = [y(ends[0]), y(ends[1])];
  const middle = (from + to) / 2;
  return (
    <>
      <line
        x1={x}
        x2={x}
        y1={Math.max(from - 0.75, middle + 0.5)}
        y2={Math.min(to + 0.75, middle - 0.5)}
        class={ok ? `seed l-${atom}` : 'seed miss'}
        stroke-width={ok ? thin : thin + 0.5}
      />
      {!ok && (
        <Text x={x} y={ends[1] < truth ? from + 14 : to - 5} class="x c bb halo">
          ×
        </Text>
      )}
    </>
  );
}

export function Recovery({ data, width }: { data: RecoveryData; width: number }) {
  const { atom, truth, intervals } = data;
  const height = 84;
  const top = 24;
  const low = Math.min(truth, ...intervals.map(([lower]) => lower));
  const high = Math.max(truth, ...intervals.map(([, upper]) => upper));
  const y = scaleLinear([low - 0.03, high + 0.03], [top + height, top]);
  const x = scaleLinear([0, Math.max(intervals.length - 1, 39)], [4, width - 14]);
  const found = hits(data);
  const thin = intervals.length > 100 ? 1 : 2;
  return (
    <Chart
      width={width}
      height={top + height + 8}
      label={`${SYMBOL[atom]}: ${found} of ${intervals.length} intervals hold the truth`}
    >
      <Text
        x={0}
        y={12}
        runs={[
          { text: SYMBOL[atom], class: 'bb' },
          { text: `${found} of ${intervals.length}`, class: 'm', dx: 8 },
        ]}
      />
      <Line x1={0} y1={y(truth)} x2={width - 14} y2={y(truth)} class="axis" />
      {intervals.map((interval, i) => (
        <Seed key={i} atom={atom} x={x(i)} ends={interval} truth={truth} y={y} thin={thin} />
      ))}
      <Diamond x={width - 6} y={y(truth)} r={4.5} />
    </Chart>
  );
}
