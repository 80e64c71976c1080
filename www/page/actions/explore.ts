/** Further analyses about an answer: other choices, other layers. What is there is not computed again. */

import {
  chosenK,
  type Inputs,
  layerPointOf,
  type PartialOptions,
  type Progress,
  type Series,
  type SeriesKind,
  type SweepPoint,
  seriesPointOf,
} from '../library';
import type { Analysis } from '../state/analyses';
import { axesOf, gridOf } from '../state/axis';
import { depthOf, layerInputsOf, seriesOf, type Tab, type Varied, withPoint } from '../state/explored';
import { opening } from '../text/format';
import { valueIn } from '../text/varied';
import { type Context, facts } from './context';
import { amend, keep } from './held';
import { sourceOf } from './inspect';

/** The inputs of an analysis, from the files that it ran on. */
export function inputsOf({ entries }: Pick<Analysis, 'entries'>): Inputs | null {
  const of = (slot: string) => entries.find((entry) => entry.slot === slot);
  const [x1, x2, y, z] = ['x1', 'x2', 'y', 'z'].map(of);
  if (!x1 || !x2 || !y) return null;
  return { x1: sourceOf(x1), x2: sourceOf(x2), y: sourceOf(y), ...(z ? { z: sourceOf(z) } : {}) };
}

/** One exploration at a time: how far it is, its end, its failure. */
async function explore(
  context: Context,
  tab: Tab,
  work: (analysis: Analysis, inputs: Inputs, follow: Follow) => Promise<unknown>,
): Promise<void> {
  const { state } = context;
  const analysis = state.result.value;
  const inputs = analysis && inputsOf(analysis);
  if (!analysis || !inputs || state.exploring.value || state.running.value) return;
  const { id } = analysis;
  const abort = new AbortController();
  const end = (): void => {
    if (state.exploring.value?.cancel === cancel) state.exploring.value = null;
    const now = state.analyses.value.find((one) => one.id === id);
    if (now) void keep(context, now);
  };
  const cancel = (): void => {
    abort.abort();
    end();
  };
  state.unexplored.value = null;
  state.exploring.value = { id, tab, share: 0, index: 0, count: 0, cancel };
  const onProgress = ({ share, part }: Progress): void => {
    const { value: now } = state.exploring;
    if (now?.cancel !== cancel) return;
    state.exploring.value = { ...now, share, index: part?.index ?? 0, count: part?.count ?? 0 };
  };
  try {
    await work(analysis, inputs, { signal: abort.signal, onProgress });
  } catch (thrown) {
    if (abort.signal.aborted) return;
    state.unexplored.value = { id, tab, ...facts(thrown) };
  }
  if (!abort.signal.aborted) end();
}

/** How an exploration is stopped and followed. */
interface Follow {
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

/** Adds a point to a curve of an analysis. */
function addPoint(context: Context, id: number, kind: SeriesKind, point: Series['points'][number]): void {
  amend(context, id, ({ series, report }) => ({
    series: withPoint(series, kind, report.options.names, point),
  }));
}

/** Points of a sweep that are there with their reports. */
const sweepPoints = (analysis: Analysis, option: Varied): SweepPoint[] =>
  (seriesOf(analysis, option)?.points ?? []).map(({ at, label, report }) => ({
    option,
    value: option === 'k' || option === 'noise' ? at : label,
    report,
    error: null,
  }));

/** The same analysis under other choices. */
function sweep(context: Context, kind: Varied): Promise<void> {
  return explore(context, 'sensitivity', async (analysis, inputs, follow) => {
    const { report, id } = analysis;
    const engine = await context.engine();
    const onPart = (point: SweepPoint): void => {
      if (point.error) {
        const message = `${opening(valueIn(kind, String(point.value)))}: ${point.error.message}`;
        context.state.unexplored.value = { ...point.error, id, tab: 'sensitivity', message };
      }
      if (point.report) addPoint(context, id, kind, seriesPointOf({ ...point, report: point.report }, 0));
    };
    const from = { base: report, points: sweepPoints(analysis, kind) };
    const { value: written } = context.state.grid;
    const grid = written === null ? null : gridOf(written, report);
    await engine.sweep(inputs, axesOf(analysis, kind, grid), report.options, { ...follow, onPart, from });
  });
}

/** The same analysis at every layer, at the K of the answer. */
export function exploreLayers(context: Context): Promise<void> {
  return explore(context, 'layers', async (analysis, inputs, follow) => {
    const { report, id } = analysis;
    const depth = depthOf(analysis);
    if (!depth) return;
    const slots = Object.fromEntries(depth.slots.map((slot) => [slot, true]));
    const at = (layer: number, found: typeof report) => ({
      x1_layer: slots['x1'] ? layer : null,
      x2_layer: slots['x2'] ? layer : null,
      y_layer: slots['y'] ? layer : null,
      report: found,
    });
    const there = seriesOf(analysis, 'layers')?.points ?? [];
    const from = there.flatMap((point) => (point.report ? [at(point.at, point.report)] : []));
    if (depth.at !== null && from.length === 0) {
      const own = at(depth.at, report);
      from.push(own);
      addPoint(context, id, 'layers', layerPointOf(own));
    }
    const options: PartialOptions = { ...report.options, k: chosenK(report) };
    const engine = await context.engine();
    await engine.layers(layerInputsOf(depth, inputs, sourceOf), options, {
      ...follow,
      from,
      onPart: (layer) => addPoint(context, id, 'layers', layerPointOf(layer)),
    });
  });
}

export const exploreActions = (context: Context) => ({
  sweep: (kind: Varied) => sweep(context, kind),
  layers: () => exploreLayers(context),
  vary(kind: Varied): void {
    context.state.varied.value = kind;
  },
  /** Whether y stays that of the answer in every layer; layers of the other way are another curve. */
  fixY(fixed: boolean): void {
    const analysis = context.state.result.value;
    if (!analysis || (analysis.yFixed ?? false) === fixed) return;
    context.state.exploring.value?.cancel();
    amend(context, analysis.id, ({ series }) => ({
      yFixed: fixed,
      series: series.filter(({ kind }) => kind !== 'layers'),
    }));
  },
  stopExploring: () => context.state.exploring.value?.cancel(),
});
