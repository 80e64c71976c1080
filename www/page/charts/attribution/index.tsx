/**
 * Attribution: the Venn diagram of information about y, unrolled on one axis of bits.
 *
 * Each source is a bar over the atoms it knows, in the order U1, R, U2, S: the overlap of the two
 * bars is the redundancy. Below, every atom drops to a lane whose left end is that atom's own zero,
 * so an interval that reaches the dotted guide carries no claim.
 */

import { bits } from '../../text/format';
import { Axis } from '../axis';
import { ATOMS, Chart, Line } from '../marks';
import { Bar, barsOf } from './bars';
import type { AttributionProps } from './data';
import { Lane } from './lanes';
import { type Layout, layout } from './layout';

export { type AtomDatum, type AttributionData, atomName, type Measured } from './data';

/** Dotted lines from where an atom begins in the bars to the zero of its lane. */
function Guides({ place }: { place: Layout }) {
  const { x, at, narrow, top, pitch, lanePitch, laneTop } = place;
  return (
    <>
      {ATOMS.map((atom, i) => {
        const at0 = x(at[atom][0]);
        const y = laneTop + i * lanePitch;
        const first = top + (atom === 's' ? pitch : 0);
        return (
          <>
            {!(narrow && i === 0) && (
              <Line x1={at0} x2={at0} y1={first} y2={laneTop - (narrow ? 26 : 16)} class="guide" />
            )}
            {!narrow && (
              <Line x1={at0} x2={at0} y1={i ? y - lanePitch + 5 : y - 8} y2={y + 6} class="guide" />
            )}
          </>
        );
      })}
    </>
  );
}

/** The chart. */
export function Attribution(props: AttributionProps) {
  const { data, width, label, lanes } = props;
  const place = layout(props);
  const { top, pitch, laneTop, lanePitch, narrow, end, x } = place;
  const behind = lanes ? 'true' : undefined;
  return (
    <Chart width={width} height={end + 24} label={label} interactive={lanes !== undefined}>
      <g aria-hidden={behind}>
        {!props.compact && <Guides place={place} />}
        {barsOf(props).map((spec, i) => (
          <Bar key={spec.symbol} props={props} place={place} spec={spec} y={top + i * pitch} />
        ))}
      </g>
      {!props.compact &&
        ATOMS.map((atom, i) => (
          <Lane key={atom} props={props} place={place} atom={atom} y={laneTop + i * lanePitch} />
        ))}
      <g aria-hidden={behind}>
        <Axis
          x={x}
          y={end}
          end={data.hY}
          narrow={narrow}
          endLabel={narrow ? 'H(Y)' : `H(Y) = ${bits(data.hY)} bits`}
        />
      </g>
    </Chart>
  );
}
