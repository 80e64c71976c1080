/**
 * Analyses in links and files.
 *
 * A link's fragment is `#m2.` and the base64url of the deflated packing; it is never sent to a server. A file
 * (`.modalens.json`) is plain JSON with every digit. Whoever wrote them, decoding gives a checked value or a
 * ModalensError; nothing is fetched or run. Links of older versions keep opening.
 */

import { type Layers, layerNumber } from '../explore/layers';
import { pointOf } from '../explore/point';
import { type Sweep, seriesOfSweep } from '../explore/sweep';
import { report as reportSchema } from '../generated/checks';
import type { Counts, Extras } from '../types/engine';
import type { Report } from '../types/report';
import { mayTravel, type PackedCounts, packCounts, unpackCounts } from './counts';
import { Damage, guarded, newer } from './damage';
import { digestOf } from './digest';
import { packText, unpackText } from './link';
import { unpackSections } from './m1';
import { nameless } from './nameless';
import { parseBounded } from './parse';
import { roundedNumbers } from './rounding';
import { checked, isCounts, layersSchema, sharedSchema, sweepSchema } from './schema';
import { packShapes, unpackShapes } from './shapes';
import type { Shared, SharedAnalysis } from './types';

export { type Band, pointOf, type Series, type SeriesKind, type SeriesPoint } from '../explore/point';
export type { Counts } from '../types/engine';
export { type ErrorFacts, ModalensError } from '../types/errors';
export type { Report } from '../types/report';
export { type Difference, differences, digestOf, recomputedDifferences } from './digest';
export type { Shared, SharedAnalysis, View } from './types';

/** Longest fragment that is offered as a link. */
export const MAX_LINK = 8000;

/** Name of the file's format. */
const FILE_FORMAT = 'modalens.shared/1';

/** What the author of a link agrees to. */
export interface ShareOptions {
  /** Tell the names of the files; they are left out unless this is true. */
  inputNames?: boolean;
}

/** A link's fragment. */
export interface Link {
  /** The fragment, from its `#`. */
  fragment: string;
  /** Whether the counts are inside, so that a reader can compute the report again. */
  counts: boolean;
  /** Whether it is short enough for a link; otherwise share a file. */
  fits: boolean;
}

/** Counts as plain lists; null if there are none, or more than may be read again. */
function plainCounts(counts: Counts | undefined): Counts | null {
  const plain = counts && {
    shape: counts.shape,
    cells: [...counts.cells],
    counts: [...counts.counts].map(Number),
  };
  return isCounts(plain) ? plain : null;
}

/** An analysis in the form in which it is shared. */
export function sharedAnalysis(
  report: Report,
  extras?: Pick<Extras, 'counts'>,
  title: string | null = null,
): SharedAnalysis {
  return { title, report, digest: digestOf(report), counts: plainCounts(extras?.counts) };
}

/** One analysis and nothing else. */
export function shareOne(report: Report, extras?: Pick<Extras, 'counts'>): Shared {
  return { analyses: [sharedAnalysis(report, extras)], series: [], view: {}, left_out: [] };
}

/** The layers of a model as curves, and the analysis of the last one. */
export function shareLayers({ layers }: Pick<Layers, 'layers'>): Shared {
  const named = layers.map((layer) => ({ ...layer, at: layerNumber(layer) }));
  const points = named.map(({ report, at }) => pointOf(report, at, `layer ${at}`));
  const { report, at } = named.at(-1)!;
  const names = report.options.names;
  return {
    analyses: [sharedAnalysis(report, undefined, `layer ${at}`)],
    series: [{ kind: 'layers', title: null, names, points }],
    view: {},
    left_out: [],
  };
}

/** A sweep as curves, and the analysis that they start from. */
export function shareSweep(sweep: Pick<Sweep, 'base' | 'points'>): Shared {
  return { ...shareOne(sweep.base), series: seriesOfSweep(sweep) };
}

const agreed = (shared: Shared, { inputNames = false }: ShareOptions): Shared =>
  inputNames ? shared : nameless(shared);

/** Decimals of bits in a link: of an analysis, and of a point of a curve. */
const DECIMALS = { analysis: 6, point: 4 };

/** `shared` as a link holds it: rounded, curves without their reports, counts as a string or left out. */
function packing({ analyses, series, view }: Shared, withCounts: boolean): string {
  const packed = (counts: Counts | null): PackedCounts | null =>
    counts && withCounts && mayTravel(counts) ? packCounts(counts) : null;
  const content = {
    analyses: analyses.map(({ title, report, digest, counts }) => ({
      title,
      report: roundedNumbers(report, DECIMALS.analysis),
      digest,
      counts: packed(counts),
    })),
    series: series.map(({ points, ...about }) => ({
      ...about,
      points: points.map(({ report: _, ...point }) => roundedNumbers(point, DECIMALS.point)),
    })),
    view,
  };
  return JSON.stringify(packShapes(content));
}

type Packing = {
  analyses: (Omit<SharedAnalysis, 'counts'> & { counts: PackedCounts | null })[];
  series: (Omit<Shared['series'][number], 'points'> & { points: object[] })[];
  view: Shared['view'];
};

/** What may have been shared. Parts that are not known are named. */
function unpacking(text: string): Shared {
  const { analyses, series, view, ...more } = unpackShapes(parseBounded(text)) as Packing;
  return {
    analyses: analyses.map((analysis) => ({
      ...analysis,
      counts: analysis.counts && unpackCounts(analysis.counts),
    })),
    series: series.map((one) => ({
      ...one,
      points: one.points.map((point) => ({ ...point, report: null })),
    })),
    view,
    left_out: Object.keys(more).map((name) => name.slice(0, 40)),
  } as Shared;
}

/** The fragment of a link, with the counts if the whole stays short enough. */
export async function encodeLink(shared: Shared, options: ShareOptions = {}): Promise<Link> {
  const content = guarded('file', () => checked(sharedSchema, agreed(shared, options)));
  const travelling = content.analyses.some(({ counts }) => counts !== null && mayTravel(counts));
  if (travelling) {
    const fragment = `#m2.${packText(packing(content, true))}`;
    if (fragment.length <= MAX_LINK) return { fragment, counts: true, fits: true };
  }
  const fragment = `#m2.${packText(packing(content, false))}`;
  return { fragment, counts: false, fits: fragment.length <= MAX_LINK };
}

/** Whether a fragment claims to be a link of Modalens, of whatever version. */
export function isLink(fragment: string): boolean {
  return /^#?m\d+\./.test(fragment);
}

/** How the text of each version of links is read. */
const READERS: Readonly<Record<string, (text: string) => Shared>> = {
  m1: (text) => unpackSections(parseBounded(text)),
  m2: unpacking,
};

/** What a link holds, checked. */
export async function decodeLink(fragment: string): Promise<Shared> {
  return guarded('link', () => {
    const [, version, body] = /^#?(m\d{1,6})\.(.*)$/s.exec(fragment) ?? [];
    if (version === undefined || body === undefined)
      throw new Damage('it does not begin as a link of Modalens does');
    const read = Object.hasOwn(READERS, version) ? READERS[version] : undefined;
    if (!read) throw newer(version, Object.keys(READERS).join(' and '));
    return checked(sharedSchema, read(unpackText(body)));
  });
}

/** The text of a `.modalens.json` file: everything, with every digit. */
export function encodeFile(shared: Shared, options: ShareOptions = {}): string {
  const { analyses, series, view } = guarded('file', () => checked(sharedSchema, agreed(shared, options)));
  return `${JSON.stringify({ format: FILE_FORMAT, analyses, series, view })}\n`;
}

/** How each schema that the command line writes is opened. */
const SCHEMAS: Readonly<Record<string, (value: unknown) => Shared>> = {
  'modalens.report/2': (value) => shareOne(checked(reportSchema, value)),
  'modalens.layers/1': (value) => shareLayers(checked(layersSchema, value)),
  'modalens.sweep/1': (value) => shareSweep(checked(sweepSchema, value)),
};

/** What a file holds, checked; what the command line writes with `--out` opens too. */
export function decodeFile(text: string): Shared {
  return guarded('file', () => {
    const value = parseBounded(text);
    const { format, schema, ...content } = (
      typeof value === 'object' && value !== null ? value : {}
    ) as Record<string, unknown>;
    if (format === FILE_FORMAT) return checked(sharedSchema, { ...content, left_out: [] });
    const name = typeof schema === 'string' ? schema : String(format);
    if (Object.hasOwn(SCHEMAS, name)) return SCHEMAS[name]!(value);
    if (name.startsWith('modalens.')) throw newer(name, [FILE_FORMAT, ...Object.keys(SCHEMAS)].join(', '));
    throw new Damage('it was not written by Modalens');
  });
}
