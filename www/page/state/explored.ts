/** What an analysis can be repeated under, and what of it is there: other choices, other layers. */

import type { ErrorFacts, LayerInputs, LayerSet, Series, SeriesKind, SeriesPoint } from '../library';
import { PREPARATION_NAMES } from '../text/varied';
import type { Analysis } from './analyses';
import type { Slot } from './assign';
import { type Entry, layerIn } from './entry';
import { labelled } from './ready';

/** Views of an analysis. */
const TABS = ['answer', 'sensitivity', 'layers', 'details'] as const;
export type Tab = (typeof TABS)[number];
export const isTab = (view: string): view is Tab => (TABS as readonly string[]).includes(view);

/** Choices that can be varied here, in the order of their buttons. */
export const VARIED = [
  'k',
  'preparation',
  'discretiser',
  'noise',
  'scores',
] as const satisfies readonly SeriesKind[];
export type Varied = (typeof VARIED)[number];

/** Further analyses under way. */
export interface Exploring {
  /** The analysis that they are about, and the view that shows them. */
  id: number;
  tab: Tab;
  share: number;
  /** What is computed now, of how many. */
  index: number;
  count: number;
  cancel: () => void;
}

/** Why further analyses did not come to their end. */
export interface Unexplored extends ErrorFacts {
  id: number;
  tab: Tab;
}

const entryOf = ({ entries }: Pick<Analysis, 'entries'>, slot: Slot): Entry | undefined =>
  entries.find((entry) => entry.slot === slot);

/** The curve of a kind; undefined where none is there. */
export const seriesOf = ({ series }: Pick<Analysis, 'series'>, kind: SeriesKind): Series | undefined =>
  series.find((one) => one.kind === kind && one.points.length > 0);

/** Whether the files are here, and hold embeddings, so that there are codes to choose. */
export function canVary(analysis: Pick<Analysis, 'entries'>): boolean {
  const [x1, x2, y] = (['x1', 'x2', 'y'] as const).map((slot) => entryOf(analysis, slot));
  return x1 !== undefined && x2 !== undefined && y !== undefined && !(labelled(x1) && labelled(x2));
}

/** Whether a choice can be varied: that of scores only where y holds any. */
const canVaryBy = (analysis: Pick<Analysis, 'entries'>, kind: Varied): boolean =>
  canVary(analysis) && (kind !== 'scores' || Boolean(entryOf(analysis, 'y')?.facts?.scores));

/** What can be varied, or was. */
export const variedOf = (analysis: Pick<Analysis, 'series' | 'entries'>): Varied[] =>
  VARIED.filter((kind) => canVaryBy(analysis, kind) || seriesOf(analysis, kind));

/** What is varied in the view: what the reader chose, where that can be. */
export function variedNow(chosen: Varied, analysis: Pick<Analysis, 'series' | 'entries'>): Varied {
  const kinds = variedOf(analysis);
  return kinds.includes(chosen) ? chosen : (kinds[0] ?? chosen);
}

/** A layer of an input: its number, the file, and how that is read. */
export interface LayerFile {
  layer: number;
  entry: Entry;
  how: Entry['how'];
}

/** The layers of the input in a role; fewer than two where it has none. */
function filesOf(entries: readonly Entry[], slot: Slot): LayerFile[] {
  const entry = entries.find((one) => one.slot === slot);
  if (!entry?.facts) return [];
  const { shape } = entry.facts;
  const { pooling } = entry.how;
  if (shape.length === 3 && typeof pooling === 'object')
    return Array.from({ length: shape[0] ?? 0 }, (_, layer) => ({
      layer,
      entry,
      how: { ...entry.how, pooling: { layer } },
    }));
  const family = layerIn(entry)?.family;
  if (family === undefined) return [];
  return entries
    .filter((one) => {
      const same = layerIn(one)?.family === family;
      return same && one.problem === null && one.facts?.rows === entry.facts?.rows;
    })
    .map((one) => ({ layer: layerIn(one)?.layer ?? 0, entry: one, how: one.how }))
    .sort((a, b) => a.layer - b.layer);
}

/** Layers of the inputs: those of each role that has any, which must be the same. */
export interface Depth {
  slots: ('x1' | 'x2' | 'y')[];
  numbers: number[];
  files: Partial<Record<Slot, LayerFile[]>>;
  /** The layer that the answer is of; null where its inputs are of several. */
  at: number | null;
}

/** The layer that an entry is read at. */
function layerAt(entry: Entry): number | null {
  const { pooling } = entry.how;
  return typeof pooling === 'object' ? pooling.layer : (layerIn(entry)?.layer ?? null);
}

/** What layers there are. Of inputs whose layers differ, those of the first count. */
export function depthOf({ entries, yFixed }: Pick<Analysis, 'entries' | 'yFixed'>): Depth | null {
  const found = layered(entries);
  const sources = found.filter(({ slot }) => slot !== 'y');
  return depthAcross(entries, yFixed && sources.length > 0 ? sources : found);
}

/** Whether y may follow the layers of a source, or stay. */
export function yMayFollow({ entries }: Pick<Analysis, 'entries'>): boolean {
  const slots = depthOf({ entries })?.slots ?? [];
  return slots.includes('y') && slots.length > 1;
}

/** An input with the layers that it has. */
interface Layered {
  slot: Depth['slots'][number];
  files: LayerFile[];
  numbers: number[];
}

function layered(entries: readonly Entry[]): Layered[] {
  return (['x1', 'x2', 'y'] as const).flatMap((slot) => {
    const files = filesOf(entries, slot);
    const numbers = [...new Set(files.map(({ layer }) => layer))];
    return numbers.length > 1 && numbers.length === files.length ? [{ slot, files, numbers }] : [];
  });
}

/** The layers of these inputs together. */
function depthAcross(entries: readonly Entry[], found: readonly Layered[]): Depth | null {
  const [first] = found;
  if (!first) return null;
  const alike = found.filter(({ numbers }) => numbers.join() === first.numbers.join());
  const ats = alike.map(({ slot }) => layerAt(entries.find((entry) => entry.slot === slot)!));
  return {
    slots: alike.map(({ slot }) => slot),
    numbers: first.numbers,
    files: Object.fromEntries(alike.map(({ slot, files }) => [slot, files])),
    at: ats.every((at) => at === ats[0]) ? (ats[0] ?? null) : null,
  };
}

/** Tabs that have something to show. */
export function tabsOf(analysis: Pick<Analysis, 'series' | 'entries'>): Tab[] {
  const there: Record<Tab, boolean> = {
    answer: true,
    sensitivity: variedOf(analysis).length > 0,
    layers: seriesOf(analysis, 'layers') !== undefined || depthOf(analysis) !== null,
    details: true,
  };
  return TABS.filter((tab) => there[tab]);
}

/** Places of points on an axis without an order of numbers. */
const RANKS: readonly string[] = [...PREPARATION_NAMES, 'argmax', 'kmeans', 'probe'];

const placeOf = (kind: SeriesKind, { at, label }: SeriesPoint): number =>
  RANKS.includes(label) && kind !== 'k' ? RANKS.indexOf(label) : at;

/** The curves with one more point, in its place; one of the same choice gives way. */
export function withPoint(
  all: readonly Series[],
  kind: SeriesKind,
  names: Series['names'],
  point: SeriesPoint,
): Series[] {
  const before = all.find((one) => one.kind === kind) ?? { kind, title: null, names, points: [] };
  const points = [...before.points.filter(({ label }) => label !== point.label), point];
  points.sort((a, b) => placeOf(kind, a) - placeOf(kind, b));
  return [...all.filter((one) => one.kind !== kind), { ...before, points }];
}

/** What the library is asked for layers: a set for each input that has any, the other inputs as they are. */
export function layerInputsOf(
  depth: Depth,
  inputs: LayerInputs,
  source: (entry: Entry) => LayerSet['layers'][number]['source'],
): LayerInputs {
  const sets = depth.slots.map((slot) => {
    const files = depth.files[slot] ?? [];
    return [
      slot,
      { layers: files.map(({ layer, entry, how }) => ({ layer, source: source({ ...entry, how }) })) },
    ];
  });
  return { ...inputs, ...(Object.fromEntries(sets) as Partial<LayerInputs>) };
}
