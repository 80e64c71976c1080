/** What a partition looks like: samples in the plane, and what is known of a code. */

import type { ProjectionData } from '../charts/projection';
import type { Counts, ErrorFacts, Look, Report } from '../library';
import { bits } from '../text/format';
import type { Result } from './analyses';
import { pairTable, sizesOf } from './tables';

/** The inputs that have codes of K-means. */
export const SOURCES = ['x1', 'x2'] as const;
export type Source = (typeof SOURCES)[number];

/** What was found for one analysis. */
export interface Looked {
  id: number;
  busy: boolean;
  /** By input; null of one that is in memory in part only. */
  looks: Partial<Record<Source, Look | null>>;
  problem: ErrorFacts | null;
}

/** What samples are coloured by. */
export type Colour = 'code' | 'label' | 'r' | 'u1' | 'u2' | 's';

/** What the reader has chosen to see. */
export interface Seen {
  colour: Colour;
  /** Value of y that stands out; null for the most frequent one. */
  label: number | null;
  /** Code of each input that stands out, and whose card is open. */
  codes: Record<Source, number | null>;
}

export const NOTHING_SEEN: Seen = { colour: 'code', label: null, codes: { x1: null, x2: null } };

/** Inputs that were clustered. */
export const clustered = ({ extras }: Pick<Result, 'extras'>): Source[] =>
  SOURCES.filter((slot) => extras?.codebooks?.[slot] !== undefined);

/** Names of the values of y by code, as far as the report has them all. */
export function labelsOf({ samples, partition }: Report): string[] {
  const groups = samples?.by_label ?? [];
  const complete = groups.length === partition.ky;
  return Array.from({ length: partition.ky }, (_, code) =>
    complete ? (groups[code]?.label ?? '') : `code ${code}`,
  );
}

/** Samples of a code with one value of y, and how many there would be by chance. */
export interface LabelCount {
  label: string;
  n: number;
  chance: number;
}

/** What is known of a code. */
export interface CodeFacts {
  size: number;
  share: number;
  /** Its most frequent values of y first. */
  labels: LabelCount[];
  /** How many values of y are not told. */
  further: number;
}

/** Values of y told of a code. */
const MOST_LABELS = 6;

export function codeFacts(counts: Counts, report: Report, slot: Source, code: number): CodeFacts {
  const sizes = sizesOf(counts, slot);
  const totals = sizesOf(counts, 'y');
  const size = sizes[code] ?? 0;
  const here = new Map(
    pairTable(counts, report, slot === 'x1' ? 'x1-y' : 'x2-y')
      .pairs.filter(([row]) => row === code)
      .map(([, y, n]) => [y, n]),
  );
  const all = labelsOf(report).map((label, y) => {
    return { label, n: here.get(y) ?? 0, chance: (size * (totals[y] ?? 0)) / report.n };
  });
  const found = all.filter(({ n }) => n > 0).sort((a, b) => b.n - a.n);
  const told = found.slice(0, MOST_LABELS);
  return { size, share: size / report.n, labels: told, further: found.length - told.length };
}

/** The most frequent value of y. */
export function commonest(codes: ArrayLike<number>): number {
  const sizes = new Map<number, number>();
  for (let i = 0; i < codes.length; i++) sizes.set(codes[i] ?? 0, (sizes.get(codes[i] ?? 0) ?? 0) + 1);
  return [...sizes].reduce((best, one) => (one[1] > best[1] ? one : best), [0, -1])[0] ?? 0;
}

/** Place of an atom among the four numbers of a sample. */
const AT = { r: 0, u1: 1, u2: 2, s: 3 } as const;

/** Bits above which a sample is of the next kind; the kind between the first two adds about nothing. */
const STEPS = [-0.25, 0.25, 1, 2] as const;

/** Groups of samples by what each adds to an atom. */
function byAtom(values: ArrayLike<number>, atom: keyof typeof AT): Pick<ProjectionData, 'kinds' | 'kindOf'> {
  const [below, none, some, much] = STEPS;
  return {
    kinds: [
      { class: 'p-less', text: `< −${-below}` },
      { class: 'p-none', text: 'about 0' },
      { class: `p-${atom} p-1`, text: `> ${none}` },
      { class: `p-${atom} p-2`, text: `> ${some}` },
      { class: `p-${atom}`, text: `> ${much} bits` },
    ],
    kindOf: (place) => STEPS.filter((step) => (values[4 * place + AT[atom]] ?? 0) >= step).length,
  };
}

/** One group in ink, the others in grey. */
function standingOut(
  codes: ArrayLike<number>,
  chosen: number | null,
  name: string,
): Pick<ProjectionData, 'kinds' | 'kindOf'> {
  const kinds = [{ class: 'p-none', text: chosen === null ? 'all samples' : 'other samples' }];
  if (chosen !== null) kinds.push({ class: 'p-ink', text: name });
  return { kinds, kindOf: (place) => Number(chosen !== null && codes[place] === chosen) };
}

/** What the chart of one input draws; null where its codes are not here. */
export function projectionOf(
  { report, extras }: Result,
  slot: Source,
  look: Look,
  seen: Seen,
): ProjectionData | null {
  const codes = extras?.codes;
  if (!codes) return null;
  const own = codes[slot];
  const labels = labelsOf(report);
  const label = seen.label ?? commonest(codes.y);
  const { colour } = seen;
  const parts = extras.per_sample;
  const chosen = seen.codes[slot];
  const groups =
    colour === 'code' || (colour !== 'label' && !parts)
      ? standingOut(own, chosen, `code ${chosen}`)
      : colour === 'label'
        ? standingOut(codes.y, label, `${report.options.names[2]} ${labels[label] ?? ''}`)
        : byAtom(parts ?? [], colour);
  const atom = colour === 'code' || colour === 'label' ? null : AT[colour];
  return {
    name: report.options.names[slot === 'x1' ? 0 : 1],
    samples: look.samples,
    centroids: look.centroids,
    sizes: sizesBy(own, look.centroids.length / 2),
    places: look.places,
    total: report.n,
    kept: look.variance_kept,
    chosen,
    codeOf: (place) => own[place] ?? 0,
    ...groups,
    textOf: (i) => {
      const place = look.places[i] ?? 0;
      const adds = atom !== null && parts ? `, adds ${bits(parts[4 * place + atom] ?? 0)} bits` : '';
      const y = labels[codes.y[place] ?? 0] ?? '';
      return `row ${look.rows[i] ?? 0}: code ${own[place] ?? 0}, ${y}${adds}`;
    },
  };
}

function sizesBy(codes: ArrayLike<number>, k: number): number[] {
  const sizes = new Array<number>(k).fill(0);
  for (let i = 0; i < codes.length; i++) sizes[codes[i] ?? 0] = (sizes[codes[i] ?? 0] ?? 0) + 1;
  return sizes;
}
