/** The same along a third key: a small curve for each cell of the matrix, all on one scale. */

import { Curve, type CurveData } from '../../charts/curve';
import { QUANTITIES, type Quantity, quantityName } from '../../state/study/matrix';
import { multiplesOf } from '../../state/study/multiples';
import { namesIn, type Study } from '../../state/study/study';
import { useApp } from '../app-context';
import { Figure } from '../parts';
import { Select } from '../select';

type Single = Exclude<Quantity, 'all'>;
const SINGLE = QUANTITIES.filter((one): one is Single => one !== 'all');

/** Curves at most: more would be neither seen nor drawn in good time. */
const MOST = 60;

const label = ({ title, points }: CurveData): string =>
  `${title}: ${points.map(({ text }) => text).join('. ')}`;

export function Multiples({ study }: { study: Study }) {
  const { state, actions } = useApp();
  const { arrangement, multiple } = state.studies;
  const found = multiplesOf(study, arrangement.value, multiple.value);
  if (!found) return null;
  const [a, b] = namesIn(study);
  const curves = found.rows.flatMap((row) => row.curves);
  return (
    <section aria-labelledby="along">
      <div class="row between middle below-12 along">
        <h2 id="along">Along {found.along}</h2>
        <Select
          label="Quantity"
          value={multiple.value}
          options={SINGLE.map((one) => [one, quantityName(one, [a, b])] as const)}
          onChange={(one) => actions.showMultiple(one as Single)}
        />
      </div>
      <div class="multiples" data-columns={Math.min(found.rows[0]?.curves.length ?? 1, 4)}>
        {curves.slice(0, MOST).map((data) => (
          <Figure key={data.title}>
            {(width) => <Curve data={data} width={width} height={80} label={label(data)} plugin />}
          </Figure>
        ))}
      </div>
      {curves.length > MOST && (
        <p class="t-xs q gap-8">
          The first {MOST} of {curves.length}.
        </p>
      )}
    </section>
  );
}
