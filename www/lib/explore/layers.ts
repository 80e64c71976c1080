/** `modalens.layers/1`: the same analysis for every layer of a model. */

import type { ReadSource, Source } from '../inputs/source';
import type { InputSlot } from '../types/engine';
import { ModalensError } from '../types/errors';
import type { PartialOptions } from '../types/options';
import type { Report } from '../types/report';
import { chosenK, type ManyControl, partly, type Runner } from './many';
import { pointOf, type SeriesPoint } from './point';
import { agree } from './verdicts';

/** The layers of one input, each a source of its own. */
export interface LayerSet {
  layers: readonly { layer: number; source: Source }[];
}

/**
 * Inputs of which one or more have layers: sets of sources, or stacks of shape (layers, samples, features). A
 * stack that is given with `pooling: { layer }` is read at that layer throughout.
 */
export interface LayerInputs {
  x1: Source | LayerSet;
  x2: Source | LayerSet;
  y: Source | LayerSet;
  z?: Source;
}

/** The analysis of one layer; null stands for an input that is the same in every layer. */
export interface Layer {
  x1_layer: number | null;
  x2_layer: number | null;
  y_layer: number | null;
  report: Report;
}

/** Control of an analysis of layers. */
export interface LayersControl extends ManyControl<Layer> {
  /** Layers of the same inputs and options that are there already, and are not computed again. */
  from?: readonly Layer[];
}

/** How far the layers of a model agree. */
export interface Stability {
  /** Neighbouring layers whose intervals overlap on all four atoms. */
  agree: [number, number][];
  /** Pairs of neighbouring layers. */
  of: number;
  /** Their share; null after plug-in runs, and with one layer. */
  share: number | null;
  /** The last layer that ranks one modality first, and the first after it that ranks the other first. */
  crossings: { from: number; to: number; leads: 'x1' | 'x2' }[];
  /** How this was found, in words. */
  rule: string;
}

/** Analyses of all layers, from the first to the last. */
export interface Layers {
  schema: 'modalens.layers/1';
  layers: Layer[];
  stability: Stability;
}

const SLOTS = ['x1', 'x2', 'y'] as const;
type LayeredSlot = (typeof SLOTS)[number];

const RULE =
  'Neighbouring layers agree if the intervals of all four atoms overlap. A crossing lies between the last ' +
  'layer that ' +
  'ranks one modality first and the next that ranks the other first. This describes; it is not a ' +
  'calibrated test.';

/** The number by which a layer is known. */
export function layerNumber({ x1_layer, x2_layer, y_layer }: Omit<Layer, 'report'>): number {
  return x1_layer ?? x2_layer ?? y_layer ?? 0;
}

/** A layer as a point of the curves over depth. */
export function layerPointOf(layer: Layer): SeriesPoint {
  const at = layerNumber(layer);
  return pointOf(layer.report, at, `layer ${at}`);
}

/** What of a layer tells how far it agrees with its neighbours. */
type Judged = Pick<SeriesPoint, 'at' | 'claim' | 'atoms_bits'>;

/** How far layers, which are in order, agree. */
export function stabilityOf(layers: readonly Judged[]): Stability {
  const pairs = layers.slice(1).map((layer, i) => [layers[i]!, layer] as const);
  const agreeing = pairs.map(([a, b]) => agree(a, b));
  const crossings: Stability['crossings'] = [];
  let last: { leads: 'x1' | 'x2'; at: number } | undefined;
  for (const { claim, at } of layers) {
    if (claim === 'none' || claim === null) continue;
    if (last && last.leads !== claim) crossings.push({ from: last.at, to: at, leads: claim });
    last = { leads: claim, at };
  }
  const agreed = pairs.filter((_, i) => agreeing[i] === true);
  return {
    agree: agreed.map(([a, b]) => [a.at, b.at]),
    of: pairs.length,
    share: pairs.length === 0 || agreeing.includes(null) ? null : agreed.length / pairs.length,
    crossings,
    rule: RULE,
  };
}

const isSet = (source: Source | LayerSet): source is LayerSet =>
  typeof source === 'object' && source !== null && 'layers' in source;

/** Whether a source says itself at which of its layers it is read: then it stays there. */
const isAtLayer = (source: Source): boolean =>
  typeof source === 'object' && source !== null && 'source' in source && typeof source.pooling === 'object';

/** `source` read at one of its layers. */
function atLayer(source: Source, layer: number): ReadSource {
  const read: ReadSource =
    typeof source === 'object' && source !== null && 'source' in source ? source : { source };
  return { ...read, pooling: { layer } };
}

/** The layers of an input by number; undefined if it has none. */
async function layersOf(
  runner: Runner,
  slot: LayeredSlot,
  source: Source | LayerSet,
  signal: AbortSignal | undefined,
): Promise<Map<number, Source> | undefined> {
  if (isSet(source)) {
    const map = new Map(source.layers.map((one) => [one.layer, one.source]));
    if (map.size === source.layers.length) return map;
    throw layersDiffer([[slot, source.layers.map(({ layer }) => layer)]]);
  }
  if (isAtLayer(source)) return undefined;
  const { shape } = await runner.inspect(source, {}, signal ? { signal } : {});
  if (shape.length !== 3) return undefined;
  return new Map(Array.from({ length: shape[0] ?? 0 }, (_, layer) => [layer, atLayer(source, layer)]));
}

function noLayers(): ModalensError {
  return new ModalensError({
    code: 'no_layers',
    message: 'None of X1, X2 and Y has layers.',
    hint: 'Give a file for each layer, or stack the layers as (layers, samples, features).',
  });
}

function layersDiffer(sets: readonly [InputSlot, readonly number[]][]): ModalensError {
  const told = sets.map(([slot, numbers]) => `${slot.toUpperCase()} has ${numbers.join(', ')}`).join('; ');
  return new ModalensError({
    code: 'layers_differ',
    message: `The layers do not match: ${told}.`,
    hint: 'Give the same layers of each, each once, or one file in place of the layers of one.',
  });
}

/** The numbers of the layers, which must be those of every input that has any. */
function commonNumbers(maps: readonly [InputSlot, Map<number, Source>][]): number[] {
  const sets = maps.map(
    ([slot, map]) => [slot, [...map.keys()].sort((a, b) => a - b)] as [InputSlot, number[]],
  );
  const [first] = sets;
  if (!first || first[1].length === 0) throw noLayers();
  if (sets.some(([, numbers]) => numbers.join() !== first[1].join())) throw layersDiffer(sets);
  return first[1];
}

/**
 * Analyses every layer, one after the other.
 *
 * Under `k: "auto"` K is chosen once, on the last layer, so that layers can be compared.
 */
export async function analyzeLayers(
  runner: Runner,
  inputs: LayerInputs,
  options: PartialOptions = {},
  control: LayersControl = {},
): Promise<Layers> {
  const found = await Promise.all(
    SLOTS.map(async (slot) => [slot, await layersOf(runner, slot, inputs[slot], control.signal)] as const),
  );
  const maps = new Map(
    found.filter((one): one is [LayeredSlot, Map<number, Source>] => one[1] !== undefined),
  );
  const numbers = commonNumbers([...maps]);
  const analyze = async (layer: number, index: number, k: PartialOptions['k']): Promise<Layer> => {
    const before = control.from?.find((one) => layerNumber(one) === layer);
    if (before) return before;
    const of = (slot: LayeredSlot): Source => maps.get(slot)?.get(layer) ?? (inputs[slot] as Source);
    const at = (slot: LayeredSlot): number | null => (maps.has(slot) ? layer : null);
    const sources = {
      x1: of('x1'),
      x2: of('x2'),
      y: of('y'),
      ...(inputs.z !== undefined && { z: inputs.z }),
    };
    const how = k === undefined ? options : { ...options, k };
    const report = await runner.analyze(sources, how, partly(control, index, numbers.length));
    const done = { x1_layer: at('x1'), x2_layer: at('x2'), y_layer: at('y'), report };
    control.onPart?.(done);
    return done;
  };
  const last = await analyze(numbers.at(-1)!, 0, options.k);
  const k = chosenK(last.report);
  const layers: Layer[] = [];
  for (const [index, layer] of numbers.slice(0, -1).entries())
    layers.push(await analyze(layer, index + 1, k));
  layers.push(last);
  return { schema: 'modalens.layers/1', layers, stability: stabilityOf(layers.map(layerPointOf)) };
}
