/** The four atoms along an axis as one picture, two by two, as it leaves the page. */

import { CurveBody, type CurveData, curveHeight } from './curve';
import { Chart } from './marks';
import { RangesBody, rangesHeight } from './ranges';

const GAP = 24;
const HEIGHT = 150;

export function Multiples({
  charts,
  joined,
  width,
  label,
}: {
  charts: readonly CurveData[];
  /** Whether the axis has an order. */
  joined: boolean;
  width: number;
  label: string;
}) {
  const each = (width - GAP) / 2;
  const height = (joined ? curveHeight(HEIGHT) : Math.max(...charts.map(rangesHeight))) + GAP;
  const props = { width: each, label: '', plugin: true, reading: [null, () => {}] as [null, () => void] };
  return (
    <Chart width={width} height={Math.ceil(charts.length / 2) * height - GAP} label={label}>
      {charts.map((data, i) => (
        <g key={data.title} transform={`translate(${(i % 2) * (each + GAP)} ${Math.floor(i / 2) * height})`}>
          {joined ? (
            <CurveBody data={data} height={HEIGHT} {...props} />
          ) : (
            <RangesBody data={data} {...props} />
          )}
        </g>
      ))}
    </Chart>
  );
}
