/**
 * Analyses in links and files.
 *
 * A link's fragment is `#m1.` and the base64url of the deflated packing; it is never sent to a server.
 * A file (`.modalens.json`) is plain JSON with every digit. Whoever wrote them, decoding gives a
 * checked value or a ModalensError; nothing is fetched or run. Links of older versions keep opening.
 */

import * as v from 'valibot';
import type { Counts, Extras } from '../types/engine';
import { ModalensError } from '../types/errors';
import type { Report, Strata, Warning } from '../types/report';
import { mayTravel, type PackedCounts, packCounts, unpackCounts } from './counts';
import { digestOf } from './digest';
import { asList } from './numbers';
import { packReport, unpackReport } from './report';
import { firstIssue, sharedSchema } from './schema';
import { packSeries, unpackSeries } from './series';
import { damaged, pack, unpack } from './text';
import type { Shared, SharedAnalysis } from './types';

export type { Counts } from '../types/engine';
export { type ErrorFacts, ModalensError } from '../types/errors';
export type { Report } from '../types/report';
export { type Difference, differences, digestOf } from './digest';
export { pointOf } from './point';
export type { Band, Series, SeriesPoint, Shared, SharedAnalysis, View } from './types';

/** Longest fragment that is offered as a link. */
export const MAX_LINK = 8000;

/** Longest file that is read, characters. */
const MAX_FILE = 64 * 1024 * 1024;

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

/** An analysis in the form in which it is shared. */
export function sharedAnalysis(
  report: Report,
  extras?: Pick<Extras, 'counts'>,
  title: string | null = null,
): SharedAnalysis {
  const { counts } = extras ?? {};
  const plain = counts && {
    shape: counts.shape,
    cells: [...counts.cells],
    counts: [...counts.counts].map(Number),
  };
  return { title, report, digest: digestOf(report), counts: plain ?? null };
}

/** One analysis and nothing else. */
export function shareOne(report: Report, extras?: Pick<Extras, 'counts'>): Shared {
  return { analyses: [sharedAnalysis(report, extras)], series: [], view: {}, left_out: [] };
}

/** `strata` by number instead of by label: labels may tell as much as names of files. */
const numbered = (strata: Strata): Strata => ({
  ...strata,
  input: { ...strata.input, name: null },
  each: strata.each.map((stratum, i) => ({ ...stratum, label: String(i + 1) })),
  left_out: strata.left_out.map((small, i) => ({ ...small, label: String(strata.each.length + i + 1) })),
});

/** `report` without the names of its files, also where a warning tells them, and of its strata. */
function nameless(report: Report): Report {
  const slots = ['x1', 'x2', 'y'] as const;
  const inputs = { ...report.inputs };
  let { warnings, passed } = report;
  for (const slot of slots) {
    const { name } = report.inputs[slot];
    inputs[slot] = { ...report.inputs[slot], name: null };
    if (name !== null && name.length > 2) {
      const without = (warning: Warning): Warning => ({
        ...warning,
        message: warning.message.replaceAll(name, slot.toUpperCase()),
      });
      warnings = warnings.map(without);
      passed = passed.map(without);
    }
  }
  return { ...report, inputs, warnings, passed, strata: report.strata && numbered(report.strata) };
}

function agreed(shared: Shared, { inputNames = false }: ShareOptions): Shared {
  if (inputNames) return shared;
  return {
    ...shared,
    analyses: shared.analyses.map((analysis) => ({ ...analysis, report: nameless(analysis.report) })),
  };
}

function packing(shared: Shared, withCounts: boolean): string {
  const counts = (held: Counts | null): PackedCounts | null =>
    held && withCounts && mayTravel(held) ? packCounts(held) : null;
  const sections = [
    ...shared.analyses.map((a) => ['a', a.title, a.digest, packReport(a.report), counts(a.counts)]),
    ...shared.series.map((series) => ['s', ...packSeries(series)]),
    ...(Object.keys(shared.view).length > 0 ? [['v', shared.view]] : []),
  ];
  return JSON.stringify(sections);
}

/** The fragment of a link, with the counts if the whole stays short enough. */
export async function encodeLink(shared: Shared, options: ShareOptions = {}): Promise<Link> {
  const content = check(agreed(shared, options));
  const travelling = content.analyses.some(({ counts }) => counts !== null && mayTravel(counts));
  if (travelling) {
    const fragment = `#m1.${await pack(packing(content, true))}`;
    if (fragment.length <= MAX_LINK) return { fragment, counts: true, fits: true };
  }
  const fragment = `#m1.${await pack(packing(content, false))}`;
  return { fragment, counts: false, fits: fragment.length <= MAX_LINK };
}

/** Whether a fragment claims to be a link of Modalens, of whatever version. */
export function isLink(fragment: string): boolean {
  return /^#?m\d+\./.test(fragment);
}

/** What a link holds, checked. */
export async function decodeLink(fragment: string): Promise<Shared> {
  const [, version, body] = /^#?m(\d{1,6})\.(.*)$/s.exec(fragment) ?? [];
  if (version === undefined || body === undefined)
    throw damaged('it does not begin as a link of Modalens does');
  if (version !== '1') throw newer(`m${version}`, 'm1');
  const text = await unpack(body);
  return guarded(() => unpackSections(JSON.parse(text)));
}

function newer(found: string, known: string): ModalensError {
  return new ModalensError({
    code: 'link_version',
    message: `This was written in format "${found}"; this page reads "${known}".`,
    hint: 'Open it with a newer version of Modalens.',
  });
}

function guarded(build: () => Shared): Shared {
  let built: Shared;
  try {
    built = build();
  } catch (cause) {
    throw cause instanceof ModalensError ? cause : damaged('its content is not what is expected', cause);
  }
  return check(built);
}

function check(shared: unknown): Shared {
  const result = v.safeParse(sharedSchema, shared, { abortEarly: true });
  if (!result.success) throw damaged(firstIssue(result.issues));
  return result.output;
}

function unpackSections(sections: unknown): Shared {
  const shared: Shared = { analyses: [], series: [], view: {}, left_out: [] };
  for (const section of asList(sections)) {
    const [kind, ...rest] = asList(section);
    if (kind === 'a') {
      const [title, digest, report, counts] = rest;
      shared.analyses.push({
        title,
        digest,
        report: unpackReport(report),
        counts: counts === null ? null : unpackCounts(counts as PackedCounts),
      } as SharedAnalysis);
    } else if (kind === 's') shared.series.push(unpackSeries(rest));
    else if (kind === 'v') shared.view = rest[0] as Shared['view'];
    else shared.left_out.push(String(kind).slice(0, 40));
  }
  return shared;
}

/** The text of a `.modalens.json` file: everything, with every digit. */
export function encodeFile(shared: Shared, options: ShareOptions = {}): string {
  const { analyses, series, view } = check(agreed(shared, options));
  return `${JSON.stringify({ format: FILE_FORMAT, analyses, series, view })}\n`;
}

/** What a file holds, checked; a bare report (`--json`) opens too. */
export function decodeFile(text: string): Shared {
  if (text.length > MAX_FILE) throw damaged(`the file has more than ${MAX_FILE / 1024 / 1024} MB`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged('the file is not JSON', cause);
  }
  const { format, schema, ...content } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  if (schema === 'modalens.report/1') return guarded(() => shareOne(value as Report));
  if (typeof schema === 'string' && schema.startsWith('modalens.'))
    throw newer(schema.slice(0, 60), 'modalens.report/1');
  if (typeof format === 'string' && format.startsWith('modalens.') && format !== FILE_FORMAT)
    throw newer(format.slice(0, 60), FILE_FORMAT);
  if (format !== FILE_FORMAT) throw damaged('the file was not written by Modalens');
  return check({ ...content, left_out: [] });
}
