/**
 * Analyses in links and files.
 *
 * A link's fragment is `#m2.` and the base64url of the deflated packing; it is never sent to a server. A file
 * (`.modalens.json`) is plain JSON with every digit. Whoever wrote them, decoding gives a checked value or a
 * ModalensError; nothing is fetched or run. Links of older versions keep opening.
 */

import type { Study } from '../explore/study';
import { report as reportSchema } from '../generated/checks';
import { mayTravel } from './counts';
import { Damage, guarded, newer } from './damage';
import { shareLayers, shareModalities, shareOne, shareStudy, shareSweep } from './forms';
import { packText, unpackText } from './link';
import { unpackSections } from './m1';
import { packShared, unpackShared } from './m2';
import { nameless } from './nameless';
import { parseBounded } from './parse';
import { checked, layersSchema, modalitiesSchema, sharedSchema, studySchema, sweepSchema } from './schema';
import type { Shared } from './types';

export { type Band, pointOf, type Series, type SeriesKind, type SeriesPoint } from '../explore/point';
export type { Counts } from '../types/engine';
export { type ErrorFacts, ModalensError } from '../types/errors';
export type { Report } from '../types/report';
export { type Difference, differences, digestOf, recomputedDifferences } from './digest';
export { sharedAnalysis, shareLayers, shareModalities, shareOne, shareStudy, shareSweep } from './forms';
export type { Shared, SharedAnalysis, SharedStudy, View } from './types';

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

const agreed = (shared: Shared, { inputNames = false }: ShareOptions): Shared =>
  inputNames ? shared : nameless(shared);

/** The fragment of a link, with the counts if the whole stays short enough. */
export async function encodeLink(shared: Shared, options: ShareOptions = {}): Promise<Link> {
  const content = guarded('file', () => checked(sharedSchema, agreed(shared, options)));
  const travelling = content.analyses.some(({ counts }) => counts !== null && mayTravel(counts));
  if (travelling) {
    const fragment = `#m2.${packText(packShared(content, true))}`;
    if (fragment.length <= MAX_LINK) return { fragment, counts: true, fits: true };
  }
  const fragment = `#m2.${packText(packShared(content, false))}`;
  return { fragment, counts: false, fits: fragment.length <= MAX_LINK };
}

/** Whether a fragment claims to be a link of Modalens, of whatever version. */
export function isLink(fragment: string): boolean {
  return /^#?m\d+\./.test(fragment);
}

/** How the text of each version of links is read. */
const READERS: Readonly<Record<string, (text: string) => Shared>> = {
  m1: (text) => unpackSections(parseBounded(text)),
  m2: unpackShared,
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
  const { left_out: _, ...content } = guarded('file', () => checked(sharedSchema, agreed(shared, options)));
  return `${JSON.stringify({ format: FILE_FORMAT, ...content })}\n`;
}

/** How each schema that the command line writes is opened. */
const SCHEMAS: Readonly<Record<string, (value: unknown) => Shared>> = {
  'modalens.report/2': (value) => shareOne(checked(reportSchema, value)),
  'modalens.layers/1': (value) => shareLayers(checked(layersSchema, value)),
  'modalens.sweep/1': (value) => shareSweep(checked(sweepSchema, value)),
  'modalens.study/1': (value) => shareStudy(checked(studySchema, value)),
  'modalens.modalities/1': (value) => shareModalities(checked(modalitiesSchema, value)),
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
    // A report may hold what no point of a curve may: what was made of it is looked at as well.
    if (Object.hasOwn(SCHEMAS, name)) return checked(sharedSchema, SCHEMAS[name]!(value));
    if (name.startsWith('modalens.')) throw newer(name, [FILE_FORMAT, ...Object.keys(SCHEMAS)].join(', '));
    throw new Damage('it was not written by Modalens');
  });
}

/** The study that a file of `modalens study` holds, to go on with it. */
export function readStudy(text: string): Study {
  return guarded('file', () => checked(studySchema, parseBounded(text)));
}
