/** From the points of a series to the data of its charts. */

import { RULES } from '../../lib/types/rules';
import { atomName } from '../charts/attribution';
import type { CurveData, CurvePoint } from '../charts/curve';
import type { DepthData, DepthLayer } from '../charts/depth';
import { ATOMS, type Atom, SYMBOL } from '../charts/marks';
import { type Band, type Series, type SeriesPoint, supported } from '../library';
import { bits, range, ratio } from '../text/format';
import { valueIn, valueName } from '../text/varied';

const KEY = { u1: 'unique1', r: 'redundancy', u2: 'unique2', s: 'synergy' } as const satisfies Record<
  Atom,
  string
>;

/** What is shared comes first: it is most, most often. */
const ORDER: readonly Atom[] = ['r', 'u1', 'u2', 's'];

const NAMELESS: [string, string, string] = ['X1', 'X2', 'Y'];
export const namesOf = ({ names }: Pick<Series, 'names'>): [string, string, string] => names ?? NAMELESS;

/** Whether there are too few samples for synergy to be shown at a point. */
export const synergyHiddenAt = ({ n, cells }: Pick<SeriesPoint, 'n' | 'cells'>): boolean =>
  n / cells < RULES.triple_cell_shown;

/** An atom of a point. */
export const atomAt = (point: SeriesPoint, atom: Atom): Band => point.atoms_bits[KEY[atom]];

/** "1.09, 1.05 to 1.14; plug-in 1.10" */
function inWords({ estimate, lower, upper, plugin }: Band, hidden: boolean): string {
  const told = [
    estimate === null || hidden ? '' : bits(estimate),
    lower === null || upper === null || hidden ? '' : range(lower, upper),
  ].filter(Boolean);
  return [told.join(', '), `plug-in ${bits(plugin)}`].filter(Boolean).join('; ');
}

/** A place of the axis where nothing is computed yet. */
const notYet = (label: string, own: boolean, few: boolean): CurvePoint => ({
  label,
  value: null,
  lower: null,
  upper: null,
  plugin: null,
  few,
  own,
  text: `${label}: not computed`,
});

/** An axis with its places, computed or not. */
export interface Axis {
  series: Series;
  /** Labels of all places, in order. */
  labels: readonly string[];
  /** The label of the answer itself. */
  own: string | null;
  /** Places that are not computed, and have too few samples for it. */
  few: ReadonlySet<string>;
}

function pointsOf(
  { series, labels, own, few }: Axis,
  band: (point: SeriesPoint) => Band | null,
  hides: boolean,
): CurvePoint[] {
  const { kind, points } = series;
  return labels.map((label) => {
    const point = points.find((one) => one.label === label);
    const name = valueName(kind, label);
    const found = point && band(point);
    if (!point) return notYet(name, label === own, few.has(label));
    const thin = !supported(point);
    if (!found) return { ...notYet(name, label === own, thin), text: `${valueIn(kind, label)}: undefined` };
    const hidden = hides && synergyHiddenAt(point);
    const { estimate, lower, upper, plugin } = found;
    return {
      label: name,
      value: hidden ? null : estimate,
      lower: hidden ? null : lower,
      upper: hidden ? null : upper,
      plugin,
      few: thin,
      own: label === own,
      text: `${valueIn(kind, label)}: ${inWords(found, hidden)}`,
    };
  });
}

/** The largest number that is drawn. */
const mostOf = (points: readonly CurvePoint[]): number =>
  Math.max(0, ...points.flatMap(({ value, upper, plugin }) => [value ?? 0, upper ?? 0, plugin ?? 0]));

/** Charts of the four atoms: what is shared has its own scale, the others have one in common. */
export function atomCurves(axis: Axis): CurveData[] {
  const [a, b] = namesOf(axis.series);
  const points = Object.fromEntries(
    ATOMS.map((atom) => [atom, pointsOf(axis, (point) => atomAt(point, atom), atom === 's')]),
  ) as Record<Atom, CurvePoint[]>;
  const others = Math.max(...ATOMS.filter((atom) => atom !== 'r').map((atom) => mostOf(points[atom])));
  return ORDER.map((atom) => ({
    title: atomName(atom, [a, b]),
    unit: `${SYMBOL[atom]}, bits`,
    colour: atom,
    points: points[atom],
    most: atom === 'r' ? mostOf(points.r) : others,
  }));
}

/** The unique share of x1; of a point without samples enough for it there is none. */
export function shareCurve(axis: Axis): CurveData {
  const [a] = namesOf(axis.series);
  const points = pointsOf(axis, ({ c1 }) => c1, false).map((point) => {
    const claimed = point.lower !== null;
    const text = point.text.replace(claimed ? /; plug-in .*$/ : /: .*; plug-in/, claimed ? '' : ': plug-in');
    return { ...point, value: claimed ? point.value : null, plugin: claimed ? null : point.plugin, text };
  });
  return {
    title: `Unique share of ${a}`,
    unit: 'C₁ with 95 % interval',
    colour: 'u1',
    points,
    most: 1,
    even: true,
  };
}

/** What x1, or x2, tells alone. */
export function aloneCurve(axis: Axis, most: number, of: 'x1' | 'x2' = 'x1'): CurveData {
  const [a, b] = namesOf(axis.series);
  const first = of === 'x1';
  const points = pointsOf(axis, ({ information_bits: { i1, i2 } }) => (first ? i1 : i2), false);
  return {
    title: `${first ? a : b} alone`,
    unit: `${first ? 'I₁' : 'I₂'}, bits`,
    colour: first ? 'u1' : 'u2',
    points,
    most: Math.max(most, mostOf(points)),
  };
}

/** The atoms over layers on one pair of axes. */
export function depthData({ series, labels }: Axis): DepthData {
  const [a, b] = namesOf(series);
  const names = Object.fromEntries(ATOMS.map((atom) => [atom, atomName(atom, [a, b])])) as DepthData['names'];
  const layers = labels.map((label): DepthLayer => {
    const point = series.points.find((one) => one.label === label);
    const atoms = Object.fromEntries(
      ATOMS.map((atom) => {
        const band = point && atomAt(point, atom);
        const hidden = !point || (atom === 's' && synergyHiddenAt(point));
        const value = hidden || !band ? null : (band.estimate ?? band.plugin);
        const [lower, upper] = hidden || !band ? [null, null] : [band.lower, band.upper];
        return [atom, { value, lower, upper, present: band?.present === true }];
      }),
    ) as DepthLayer['atoms'];
    const told = ORDER.flatMap((atom) => {
      const { value } = atoms[atom];
      return value === null ? [] : [`${names[atom]} ${bits(value)}`];
    });
    return {
      label: valueName(series.kind, label),
      atoms,
      text: `${valueIn(series.kind, label)}: ${told.join(', ') || 'not computed'}`,
    };
  });
  return { names, layers };
}

/** Samples a cell, as a table says it. */
export const perCellOf = ({ n, cells }: SeriesPoint): string => ratio(n / cells);
