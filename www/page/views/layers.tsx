/** Layers: the same analysis at every layer of a model. */

import { Curve, type CurveData } from '../charts/curve';
import { Depth } from '../charts/depth';
import { Strip } from '../charts/strip';
import { type Series, stabilityOf } from '../library';
import type { Analysis } from '../state/analyses';
import { awareSeries } from '../state/aware';
import { axisOf, missing } from '../state/axis';
import { type Axis, aloneCurve, depthData, namesOf, shareCurve } from '../state/curves';
import { depthOf, yMayFollow } from '../state/explored';
import { agreeing, crossing, depthSentence } from '../text/depth';
import { list } from '../text/format';
import { plain } from '../text/sentence';
import { useApp } from './app-context';
import { NotExplored, PointsTable, RunPoints } from './explored';
import { Figure, Sentence, Switch, TableButton } from './parts';

const label = ({ title, points }: CurveData): string =>
  `${title}: ${points
    .filter(({ value }) => value !== null)
    .map(({ text }) => text)
    .join('. ')}`;

/** How far the layers agree, and where U1 and U2 change places; each with its rule. */
function Agreement({ series }: { series: Series }) {
  const stability = stabilityOf(series.points);
  const { agree, of, share, rule } = stability;
  return (
    <section aria-labelledby="stable">
      <h2 id="stable">
        Stable across layers: {share === null ? 'cannot be told' : `${agree.length} of ${of}`}
      </h2>
      <p class="q gap-4">
        {agreeing(stability)} {crossing(series, stability)}
      </p>
      <p class="t-xs q gap-4">Rule: {rule}</p>
    </section>
  );
}

/** What lies across, and what stays the same. */
function Key({ analysis, series }: { analysis: Analysis; series: Series }) {
  const depth = depthOf(analysis);
  const [a, b, y] = namesOf(series);
  const names = { x1: a, x2: b, y };
  const varied = depth?.slots ?? [];
  const kept = (['x1', 'x2', 'y'] as const).filter((slot) => !varied.includes(slot));
  const { k1, k2 } = analysis.report.partition;
  return (
    <>
      Across: layer{depth && ` of ${list(varied.map((slot) => names[slot]))}`}
      {depth &&
        kept.length > 0 &&
        `; ${list(kept.map((slot) => names[slot]))} stay${kept.length > 1 ? '' : 's'} the same`}
      . K = {k1 === k2 ? k1 : `${k1} and ${k2}`} in every layer. Bands: 95 % intervals, each layer for itself.
    </>
  );
}

function Points({ analysis, axis }: { analysis: Analysis; axis: Axis }) {
  const { state } = useApp();
  const { table, plugin } = state;
  const data = depthData(axis);
  const words = depthSentence(axis.series, stabilityOf(axis.series.points), missing(axis) === 0);
  const { series } = axis;
  const share = shareCurve(axis);
  // What stays the same in every layer has nothing to show over them.
  const slots = depthOf(analysis)?.slots ?? [];
  const alone = aloneCurve(axis, 0, slots.includes('x2') && !slots.includes('x1') ? 'x2' : 'x1');
  return (
    <>
      <div class="over-depth">
        <div>
          <Figure>
            {(width) => <Depth data={data} width={width} label={`Atoms over depth. ${plain(words)}`} />}
          </Figure>
          <p class="t-xs q gap-8">
            <Key analysis={analysis} series={series} />
          </p>
        </div>
        <div class="stack">
          <Figure>{(width) => <Curve data={share} width={width} height={110} label={label(share)} />}</Figure>
          <Figure>
            {(width) => (
              <Curve data={alone} width={width} height={110} label={label(alone)} plugin={plugin.value} />
            )}
          </Figure>
        </div>
      </div>
      <div class="halves">
        <Agreement series={series} />
        <section aria-labelledby="about">
          <h2 id="about">What is varied</h2>
          <p class="q measure gap-4">{WHY}</p>
        </section>
      </div>
      <section aria-labelledby="strip">
        <div class="row between below-12">
          <h2 id="strip">The same in numbers</h2>
          <span class="row t-xs q">
            <Switch on={plugin}>plug-in</Switch>
            <TableButton on={table} />
          </span>
        </div>
        <Figure class="strip">
          {(width) => (
            <Strip
              data={data}
              width={width}
              label={`Heat strip: ${data.layers.map(({ text }) => text).join('. ')}`}
            />
          )}
        </Figure>
        {table.value && <PointsTable axis={axis} plugin={plugin.value} />}
      </section>
    </>
  );
}

const WHY =
  'A model writes what it knows of the output into its layers one after the other. Here the same ' +
  'analysis is made at every layer, with as many codes as in the answer, so that layers can be ' +
  'compared. Where a curve leaves the band of the layer before, the layer has changed what a modality' +
  ' tells.';

/** Whether y is that of each layer, or of one; only where its files have layers as those of a source do. */
function Target({ analysis }: { analysis: Analysis }) {
  const { actions } = useApp();
  if (!yMayFollow(analysis)) return null;
  const y = analysis.report.options.names[2];
  const fixed = analysis.yFixed ?? false;
  return (
    <div class="row middle">
      <span id="target">{y} is</span>
      <div class="seg" role="group" aria-labelledby="target">
        <button type="button" aria-pressed={!fixed} onClick={() => actions.fixY(false)}>
          that of each layer
        </button>
        <button type="button" aria-pressed={fixed} onClick={() => actions.fixY(true)}>
          the same in all
        </button>
      </div>
    </div>
  );
}

const KINDS =
  'K-means codes follow where the samples lie, and so may leave what a layer still holds; label-aware codes ' +
  'follow what a held-out linear probe reads of it. Their synergy is at least so much.';

/** By which codes the layers are shown; only where they have both. */
function Codes() {
  const { aware } = useApp().state;
  const choice = (value: boolean, name: string) => (
    <button
      type="button"
      aria-pressed={aware.value === value}
      onClick={() => {
        aware.value = value;
      }}
    >
      {name}
    </button>
  );
  return (
    <div>
      <div class="row middle">
        <span id="codes">Codes</span>
        <div class="seg" role="group" aria-labelledby="codes">
          {choice(false, 'K-means')}
          {choice(true, 'label-aware')}
        </div>
      </div>
      <p class="t-xs q measure gap-8">{KINDS}</p>
    </div>
  );
}

export default function LayersView() {
  const { state, actions } = useApp();
  const analysis = state.result.value;
  if (!analysis) return null;
  const plainAxis = axisOf(analysis, 'layers');
  const aware = awareSeries(plainAxis.series);
  const axis = aware && state.aware.value ? { ...plainAxis, series: aware } : plainAxis;
  const { points } = axis.series;
  return (
    <div class="stack">
      {points.length > 1 ? (
        <Sentence words={depthSentence(axis.series, stabilityOf(points), missing(axis) === 0)} />
      ) : (
        <h1 class="t-xl measure" tabIndex={-1}>
          <b>Where in the model</b> does it arise?
        </h1>
      )}
      {points.length < 2 && <p class="q prose">{WHY}</p>}
      <Target analysis={analysis} />
      <RunPoints
        tab="layers"
        left={missing(axis)}
        what={missing(axis) === 1 ? 'layer' : 'layers'}
        run={() => void actions.layers()}
      />
      <NotExplored tab="layers" />
      {aware && <Codes />}
      {points.length > 0 && <Points analysis={analysis} axis={axis} />}
    </div>
  );
}
