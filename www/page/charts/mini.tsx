/** Composition of one system as a thin bar, for lists. */

import { scaleLinear } from 'd3-scale';
import { ATOMS, type Atom, Rect } from './marks';

export function Mini({
  atoms,
  total,
  width,
  height = 4,
}: {
  atoms: Record<Atom, number>;
  total: number;
  width: number;
  height?: number;
}) {
  const x = scaleLinear([0, total], [0, width]).clamp(true);
  let sum = 0;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <Rect x={0} y={0} width={width} height={height} class="track" />
      {ATOMS.map((atom) => {
        const from = sum;
        sum += Math.max(atoms[atom], 0);
        return atoms[atom] > 0 ? (
          <Rect x={x(from)} y={0} width={x(sum) - x(from)} height={height} class={`f-${atom}`} />
        ) : null;
      })}
    </svg>
  );
}
