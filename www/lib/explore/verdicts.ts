/**
 * Whether a result holds under other choices: three verdicts, each with its rule.
 *
 * Kept apart, since the atoms grow with K by nature while the ranking may stay. They describe; they are no
 * calibrated tests. Only points with samples enough are judged. Whoever shows a verdict takes it from here.
 */

import { RULES } from '../generated/constants';
import type { AtomName } from '../types/report';
import type { Band, Series, SeriesKind, SeriesPoint } from './point';

/** Whether something holds over the points that were judged. */
export interface Verdict {
  /** null where there is nothing to judge. */
  holds: boolean | null;
  /** When it holds, in words. */
  rule: string;
  /** What was found. */
  detail: string;
}

/** The three verdicts. */
export interface Verdicts {
  /** Does the same modality rank first? */
  ranking: Verdict;
  /** Does the contribution of x1 stay? */
  contribution: Verdict;
  /** Do the sizes of the atoms stay? */
  sizes: Verdict;
}

/** Points of one axis, which are judged together. */
export type Judged = Pick<Series, 'kind' | 'names' | 'points'>;

const ATOMS: readonly AtomName[] = ['redundancy', 'unique1', 'unique2', 'synergy'];

/** Axes on which points have neighbours; on the others every two points are compared. */
const ORDERED: ReadonlySet<SeriesKind> = new Set(['k', 'layers', 'noise']);

/** Whether two intervals have a point in common; null where there is no interval. */
export function overlap(a: Pick<Band, 'lower' | 'upper'>, b: Pick<Band, 'lower' | 'upper'>): boolean | null {
  if (a.lower === null || a.upper === null || b.lower === null || b.upper === null) return null;
  return a.lower <= b.upper && b.lower <= a.upper;
}

/** Whether the intervals of all four atoms overlap; null where one has none. */
export function agree(
  a: Pick<SeriesPoint, 'atoms_bits'>,
  b: Pick<SeriesPoint, 'atoms_bits'>,
): boolean | null {
  const each = ATOMS.map((name) => overlap(a.atoms_bits[name], b.atoms_bits[name]));
  if (each.includes(false)) return false;
  return each.includes(null) ? null : true;
}

/** Whether there are samples enough for a point to be judged. */
export const supported = ({ n, cells }: Pick<SeriesPoint, 'n' | 'cells'>): boolean =>
  n / cells >= RULES.triple_cell_needed;

/** Pairs of points that a verdict on sizes compares. */
export function pairsOf({ kind, points }: Pick<Judged, 'kind' | 'points'>): [SeriesPoint, SeriesPoint][] {
  if (ORDERED.has(kind)) return points.slice(1).map((point, i) => [points[i]!, point]);
  return points.flatMap((a, i) => points.slice(i + 1).map((b): [SeriesPoint, SeriesPoint] => [a, b]));
}

const AXES: Record<SeriesKind, string> = {
  k: 'K = ',
  layers: '',
  noise: 'noise ',
  seeds: 'seed ',
  preparation: '',
  discretiser: '',
  scores: '',
};

const list = (points: readonly SeriesPoint[], kind: SeriesKind): string =>
  `${AXES[kind]}${points.map(({ label }) => label).join(', ')}`;

/** Each axis with its supported points alone. */
const onlySupported = (axes: readonly Judged[]): Judged[] =>
  axes.map((axis) => ({ ...axis, points: axis.points.filter(supported) }));

function ranking(axes: readonly Judged[]): Verdict {
  const rule = 'No two points claim different modalities.';
  const points = axes.flatMap((axis) => axis.points);
  if (points.length < 2) return { holds: null, rule, detail: 'There are no two points to compare.' };
  const names = axes.find((axis) => axis.names)?.names ?? ['x1', 'x2', 'y'];
  const told = (['x1', 'x2', 'none'] as const).flatMap((claim, i) => {
    const where = axes.flatMap((axis) => {
      const claiming = axis.points.filter((point) => (point.claim ?? 'none') === claim);
      return claiming.length > 0 ? [list(claiming, axis.kind)] : [];
    });
    const what = claim === 'none' ? 'no claim' : `${names[i]} first`;
    return where.length > 0 ? [`${what} at ${where.join('; ')}`] : [];
  });
  const claims = new Set(
    points.map(({ claim }) => claim).filter((claim) => claim === 'x1' || claim === 'x2'),
  );
  return { holds: claims.size < 2, rule, detail: `${told.join('. ')}.` };
}

function contribution(axes: readonly Judged[]): Verdict {
  const rule = 'The intervals of C1 of all points have a value in common.';
  const points = axes.flatMap((axis) => axis.points);
  const shares = points.map(({ c1 }) => c1).filter((c1) => c1 !== null);
  const undefinedAt = points.length - shares.length;
  const also = undefinedAt > 0 ? ` It is undefined at ${undefinedAt} of ${points.length}.` : '';
  if (shares.length < 2)
    return { holds: null, rule, detail: `C1 is defined at ${shares.length} of ${points.length} points.` };
  const values = shares.map(({ estimate, plugin }) => estimate ?? plugin);
  const bounded = shares.every(({ lower, upper }) => lower !== null && upper !== null);
  const common =
    Math.max(...shares.map(({ lower }) => lower ?? 0)) <= Math.min(...shares.map(({ upper }) => upper ?? 1));
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2));
  const range = `C1 is ${least} to ${most} at ${shares.length} points.`;
  return { holds: bounded ? common : null, rule, detail: range + also };
}

function sizes(axes: readonly Judged[]): Verdict {
  const ordered = axes.every(({ kind }) => ORDERED.has(kind));
  const two = ordered ? 'two neighbouring points' : 'two points';
  const rule = `At every ${two} the intervals of all four atoms overlap.`;
  const pairs = axes.flatMap((axis) =>
    pairsOf(axis).map(([a, b]) => ({ a, b, kind: axis.kind, agrees: agree(a, b) })),
  );
  if (pairs.length === 0) return { holds: null, rule, detail: 'There are no two points to compare.' };
  const agreeing = pairs.filter(({ agrees }) => agrees === true);
  const which = agreeing.map(({ a, b, kind }) => `${AXES[kind]}${a.label} with ${b.label}`).join(', ');
  const detail = `${agreeing.length} of ${pairs.length} pairs agree${which ? `: ${which}` : ''}.`;
  if (pairs.some(({ agrees }) => agrees === null))
    return { holds: null, rule, detail: 'Points without intervals are not compared.' };
  return { holds: agreeing.length === pairs.length, rule, detail };
}

/** The verdicts over one axis or several. */
export function verdictsOf(axes: readonly Judged[]): Verdicts {
  const judged = onlySupported(axes);
  return { ranking: ranking(judged), contribution: contribution(judged), sizes: sizes(judged) };
}
