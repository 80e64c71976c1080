/** One curve for each cell of the matrix, along a third key such as the layer. */

import type { CurveData, CurvePoint } from '../../charts/curve';
import { SYMBOL } from '../../charts/marks';
import { type Band, type SeriesPoint, supported } from '../../library';
import { bits, range } from '../../text/format';
import { atomAt, synergyHiddenAt } from '../curves';
import { type Arranged, type Arrangement, arranged, type Quantity, shareOf, valuesOf } from './matrix';
import type { Row, Study } from './study';

/** The key that curves are along: the first of the others that has more than one value. */
export const alongOf = ({ rest }: Pick<Arranged, 'rest'>): Arranged['rest'][number] | null =>
  rest.find(({ values }) => values.length > 1) ?? null;

type Single = Exclude<Quantity, 'all'>;

function bandOf(point: SeriesPoint, quantity: Single): Band | null {
  if (quantity === 'c1') return shareOf(point);
  return quantity === 's' && synergyHiddenAt(point) ? null : atomAt(point, quantity);
}

function placeOf(row: Row | undefined, label: string, name: string, quantity: Single): CurvePoint {
  const point = row?.point ?? null;
  const band = point && bandOf(point, quantity);
  const about = { label, few: point !== null && !supported(point), own: false };
  if (!band)
    return {
      ...about,
      value: null,
      lower: null,
      upper: null,
      plugin: null,
      text: `${name} ${label}: ${point ? 'not claimed' : 'not computed'}`,
    };
  const { estimate, lower, upper, plugin } = band;
  const ends = lower === null || upper === null ? '' : `, ${range(lower, upper)}`;
  const only = estimate === null ? plugin : null;
  return {
    ...about,
    value: estimate,
    lower,
    upper,
    plugin: only,
    text: `${name} ${label}: ${bits(estimate ?? plugin)}${ends}`,
  };
}

/** The curves by row, then column of the matrix, on one scale. */
export function multiplesOf(
  study: Study,
  wish: Arrangement,
  quantity: Single,
): { along: string; rows: { name: string; curves: CurveData[] }[] } | null {
  const settled = arranged(study, wish);
  const along = alongOf(settled);
  if (!along) return null;
  const { down, across, rest } = settled;
  const others = rest.filter((one) => one !== along);
  const within = study.rows.filter(({ keys }) => others.every(({ name, at }) => (keys[name] ?? '') === at));
  const columns = across === null ? [''] : valuesOf(study.rows, across);
  const curve = (row: string, column: string): CurveData => {
    const mine = within.filter(
      ({ keys }) => (keys[down] ?? '') === row && (across === null || (keys[across] ?? '') === column),
    );
    const points = along.values.map((value) =>
      placeOf(
        mine.find(({ keys }) => (keys[along.name] ?? '') === value),
        value,
        along.name,
        quantity,
      ),
    );
    return {
      title: [row, column].filter(Boolean).join(', '),
      unit: quantity === 'c1' ? 'C₁' : `${SYMBOL[quantity]}, bits`,
      colour: quantity === 'c1' ? 'u1' : quantity,
      points,
      most: 0,
      ...(quantity === 'c1' && { even: true }),
    };
  };
  const rows = valuesOf(study.rows, down).map((row) => ({
    name: row,
    curves: columns.map((column) => curve(row, column)),
  }));
  const all = rows.flatMap(({ curves }) => curves.flatMap(({ points }) => points));
  const tallest = Math.max(
    0,
    ...all.map(({ value, upper, plugin }) => Math.max(value ?? 0, upper ?? 0, plugin ?? 0)),
  );
  const most = quantity === 'c1' ? 1 : tallest;
  return {
    along: along.name,
    rows: rows.map(({ name, curves }) => ({ name, curves: curves.map((one) => ({ ...one, most })) })),
  };
}
