/**
 * Series packed column by column: numbers in steps of 1e-4 bits, atoms as what they differ from what
 * the informations imply, ends of intervals as distances, and each column as differences from point to
 * point. What remains is mostly zeros and small numbers, which deflate well.
 */

import { asList, asPacked, less, more, type Packed, quantise, restore } from './numbers';
import type { Band, Series, SeriesPoint } from './types';

const STEPS = 1e4;

const QUANTITIES = ['i1', 'i2', 'i12', 'union'] as const;
const ATOMS = ['redundancy', 'unique1', 'unique2', 'synergy'] as const;
const SHARES = ['c1', 'shapley1'] as const;
type Name = (typeof QUANTITIES)[number] | (typeof ATOMS)[number] | (typeof SHARES)[number];
const NAMES: readonly Name[] = [...QUANTITIES, ...ATOMS, ...SHARES];

/** Columns of a band: estimate, plug-in, distance down, distance up beyond it. */
const WIDTH = 4;

/** What the informations imply for an atom; nothing for the rest. */
function implied(name: Name, of: (name: Name) => Packed): Packed {
  const [i1, i2, i12, union] = QUANTITIES.map((quantity) => of(quantity) ?? 0) as [
    number,
    number,
    number,
    number,
  ];
  switch (name) {
    case 'redundancy':
      return i1 + i2 - union;
    case 'unique1':
      return union - i2;
    case 'unique2':
      return union - i1;
    case 'synergy':
      return i12 - union;
    default:
      return 0;
  }
}

type Field = (name: Name) => Packed;

function packBand(name: Name, band: Band | null, estimateOf: Field, pluginOf: Field): Packed[] {
  if (!band) return [null, null, null, null];
  const e = quantise(band.estimate, STEPS);
  const p = quantise(band.plugin, STEPS);
  const base = e ?? p;
  const lower = quantise(band.lower, STEPS);
  const down = lower === null ? null : (base ?? 0) - lower;
  const up = less(quantise(band.upper, STEPS), base);
  return [less(e, implied(name, estimateOf)), less(p, implied(name, pluginOf)), down, less(up, down)];
}

function unpackBand(
  name: Name,
  [estimate, plugin, down, up]: Packed[],
  estimateOf: Field,
  pluginOf: Field,
): Band | null {
  const p = more(plugin ?? null, implied(name, pluginOf));
  if (p === null) return null;
  const e = more(estimate ?? null, implied(name, estimateOf));
  const base = e ?? p;
  return {
    plugin: p / STEPS,
    estimate: restore(e, STEPS),
    lower: down === null || down === undefined ? null : (base - down) / STEPS,
    upper: restore(more(more(up ?? null, down ?? null), base), STEPS),
  };
}

function packPoint(point: SeriesPoint): Packed[] {
  const estimateOf: Field = (name) => quantise(point[name]?.estimate ?? null, STEPS);
  const pluginOf: Field = (name) => quantise(point[name]?.plugin ?? null, STEPS);
  const bands = NAMES.flatMap((name) => packBand(name, point[name], estimateOf, pluginOf));
  return [quantise(point.at, STEPS), point.n, point.cells, quantise(point.h_y, STEPS), ...bands];
}

function unpackPoint(label: unknown, row: Packed[]): SeriesPoint {
  const [at, n, cells, h_y, ...rest] = row;
  const columns = (name: Name): Packed[] =>
    rest.slice(NAMES.indexOf(name) * WIDTH, (NAMES.indexOf(name) + 1) * WIDTH);
  const estimateOf: Field = (name) => columns(name)[0] ?? null;
  const pluginOf: Field = (name) => columns(name)[1] ?? null;
  const bands = Object.fromEntries(
    NAMES.map((name) => [name, unpackBand(name, columns(name), estimateOf, pluginOf)]),
  );
  return {
    label,
    at: restore(at ?? null, STEPS),
    n,
    cells,
    h_y: restore(h_y ?? null, STEPS),
    ...bands,
  } as SeriesPoint;
}

/** Differences from one value to the next; nulls are passed over. */
function differences(column: Packed[]): Packed[] {
  let last: Packed = 0;
  return column.map((value) => {
    const step = less(value, last);
    last = value ?? last;
    return step;
  });
}

function sums(column: unknown[]): Packed[] {
  let last: Packed = 0;
  return column.map((step) => {
    const value = more(asPacked(step), last);
    last = value ?? last;
    return value;
  });
}

/** Packs a series. */
export function packSeries({ kind, title, points }: Series): unknown[] {
  const rows = points.map(packPoint);
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) =>
    differences(rows.map((row) => row[column] ?? null)),
  );
  return [kind, title, points.map(({ label }) => label), columns];
}

/** Unpacks what may be a series. */
export function unpackSeries(packed: unknown): Series {
  const [kind, title, labels, columns] = asList(packed);
  const names = asList(labels);
  const values = asList(columns).map((column) => sums(asList(column)));
  const points = names.map((label, i) =>
    unpackPoint(
      label,
      values.map((column) => column[i] ?? null),
    ),
  );
  return { kind, title, points } as Series;
}
