/** Sensitivity: the same analysis under other choices, and what of the answer holds. */

import { Curve, type CurveData } from '../charts/curve';
import { Ranges } from '../charts/ranges';
import { type Report, type Series, supported, verdictsOf } from '../library';
import { axisOf, gridOf, largestOf, missing, usualGrid } from '../state/axis';
import { type Axis, atomCurves, shareCurve } from '../state/curves';
import { canVary, type Varied, variedNow, variedOf } from '../state/explored';
import { bits, count } from '../text/format';
import { holdsSentence, told } from '../text/holds';
import { ACROSS, CHOICE, isJoined, WHY } from '../text/varied';
import { useApp } from './app-context';
import { NotExplored, PointsTable, RunPoints } from './explored';
import { DocsLink, Figure, Sentence, TableButton } from './parts';

function Choices({ kinds, kind }: { kinds: readonly Varied[]; kind: Varied }) {
  const { actions } = useApp();
  return (
    <div class="seg" role="group" aria-label="What to vary">
      {kinds.map((one) => (
        <button key={one} type="button" aria-pressed={one === kind} onClick={() => actions.vary(one)}>
          {CHOICE[one]}
        </button>
      ))}
    </div>
  );
}

/** The three verdicts, each with what was found and its rule. */
function Verdicts({ series }: { series: Series }) {
  const all = told(verdictsOf([series]), series.kind);
  return (
    <section aria-labelledby="verdicts">
      <h2 id="verdicts" class="sr">
        Verdicts
      </h2>
      <div class="grid3">
        {all.map(({ name, holds, firm, detail, rule }) => (
          <div key={name}>
            <h3>
              {name} <span class={firm ? '' : 'q'}>{holds}</span>
            </h3>
            <p class="q gap-4">{detail}</p>
            <p class="t-xs q gap-4">Rule: {rule}</p>
          </div>
        ))}
      </div>
      <p class="t-xs q gap-8">
        These describe; they are no calibrated tests. Points with too few samples are not judged.
      </p>
    </section>
  );
}

/** A chart in words, for those who do not see it. */
const label = ({ title, points }: CurveData): string =>
  `${title}: ${points
    .filter(({ plugin, value }) => plugin !== null || value !== null)
    .map(({ text }) => text)
    .join('. ')}`;

/** Charts of an axis with an order are curves; of one without, rows. */
function Picture({
  data,
  joined,
  width,
  height,
}: {
  data: CurveData;
  joined: boolean;
  width: number;
  height?: number;
}) {
  if (!joined) return <Ranges data={data} width={width} label={label(data)} plugin />;
  return <Curve data={data} width={width} label={label(data)} plugin {...(height ? { height } : {})} />;
}

/** What the marks mean, and what the plug-in tables of the finest codes say. */
function Key({ axis: { series, own, few: thin } }: { axis: Axis }) {
  const few = series.points.filter((point) => !supported(point));
  const finest = series.points.at(-1);
  const memorised = finest && few.includes(finest) ? finest.information_bits.i12.plugin : null;
  return (
    <p class="t-xs q gap-8">
      {ACROSS[series.kind] ?? ''}
      {own !== null && 'Bold: the answer. '}
      {isJoined(series.kind) ? 'Bands' : 'Lines'}: 95 % intervals; open marks: plug-in. What is shared has its
      own scale. {few.length + thin.size > 0 && 'Grey ground: fewer than one sample a cell.'}
      {memorised !== null && finest && (
        <>
          <br />
          At K = {finest.label} the plug-in tables explain {bits(memorised)} of the {bits(finest.h_y)} bits:
          with {count(finest.n)} samples they have all but learnt them by heart.
        </>
      )}
    </p>
  );
}

/** The four atoms, with what the marks mean and the table. */
function Atoms({ axis }: { axis: Axis }) {
  const { state } = useApp();
  const { table } = state;
  const joined = isJoined(axis.series.kind);
  return (
    <section aria-labelledby="atoms">
      <h2 id="atoms" class="sr">
        Atoms
      </h2>
      <div class="grid4">
        {atomCurves(axis).map((data) => (
          <Figure key={data.title}>{(width) => <Picture data={data} joined={joined} width={width} />}</Figure>
        ))}
      </div>
      <div class="row between">
        <Key axis={axis} />
        <span class="t-xs">
          <TableButton on={table} />
        </span>
      </div>
      {table.value && <PointsTable axis={axis} plugin />}
    </section>
  );
}

/** The share of x1 over the axis, beside what the view is about. */
function Contribution({ axis, y }: { axis: Axis; y: string }) {
  const { kind } = axis.series;
  const share = shareCurve(axis);
  return (
    <div class="halves">
      <Figure>
        {(width) => <Picture data={share} joined={isJoined(kind)} width={width} height={120} />}
      </Figure>
      <div>
        <section aria-labelledby="about">
          <h2 id="about">What is varied</h2>
          <p class="q measure gap-4">{WHY[kind]}</p>
        </section>
        {kind === 'k' && (
          <section class="gap-16" aria-labelledby="why-grow">
            <h2 id="why-grow">Why does the shared part grow?</h2>
            <p class="q measure gap-4">
              Finer codes carry more of what both encoders know of {y}, so sizes belong to the codes. Compare
              models at one K, and report that K.{' '}
              <DocsLink to="statistics.html#choosing-k">The choice of K</DocsLink>
            </p>
          </section>
        )}
      </div>
    </div>
  );
}

/** The values of K to run, as the reader likes them. */
function Grid({ report }: { report: Report }) {
  const { state } = useApp();
  const { grid } = state;
  const written = grid.value ?? usualGrid(report).join(', ');
  const wrong = gridOf(written, report) === null;
  return (
    <label class="row middle grid-of-k">
      <span class="q">Values of K</span>
      <input
        type="text"
        value={written}
        aria-invalid={wrong}
        aria-describedby={wrong ? 'grid-note' : undefined}
        onInput={(event) => {
          grid.value = event.currentTarget.value;
        }}
      />
      {wrong && (
        <span id="grid-note" class="t-xs q">
          Whole numbers from 2 to {count(largestOf(report))}, at most 32 of them, with commas between.
        </span>
      )}
    </label>
  );
}

export default function Sensitivity() {
  const { state, actions } = useApp();
  const analysis = state.result.value;
  if (!analysis) return null;
  const kinds = variedOf(analysis);
  const kind = variedNow(state.varied.value, analysis);
  const written = state.grid.value;
  const grid = written === null ? null : gridOf(written, analysis.report);
  const unread = kind === 'k' && written !== null && grid === null;
  const axis = axisOf(analysis, kind, grid);
  const { series } = axis;
  const left = missing(axis);
  const some = series.points.length > 1;
  return (
    <div class="stack">
      <div class="row between middle">
        <Choices kinds={kinds} kind={kind} />
        {kind === 'k' && canVary(analysis) && <Grid report={analysis.report} />}
      </div>
      {some ? (
        <Sentence words={holdsSentence(series, verdictsOf([series]), left === 0)} />
      ) : (
        <>
          <h1 class="t-xl measure" tabIndex={-1}>
            <b>Does the answer hold</b> under other choices?
          </h1>
          <p class="q prose">{WHY[kind]}</p>
        </>
      )}
      <RunPoints
        tab="sensitivity"
        left={unread ? 0 : left}
        what={left === 1 ? 'analysis' : 'analyses'}
        run={() => void actions.sweep(kind)}
      />
      <NotExplored tab="sensitivity" />
      {series.points.length > 0 && <Atoms axis={axis} />}
      {some && <Verdicts series={series} />}
      {some && <Contribution axis={axis} y={analysis.report.options.names[2]} />}
    </div>
  );
}
