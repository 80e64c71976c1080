/**
 * Series of links of version 1: column by column, numbers in steps of 1e-4 bits, atoms as what they differ
 * from what the informations imply, ends of intervals as distances, and each column as differences from point
 * to point.
 */

import type { Band, Series, SeriesPoint } from '../../explore/point';
import { asList, asPacked, more, type Packed, restore } from './numbers';

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
    present: null,
  };
}

function unpackPoint(label: unknown, row: Packed[]): SeriesPoint {
  const [at, n, cells, h_y, ...rest] = row;
  const columns = (name: Name): Packed[] =>
    rest.slice(NAMES.indexOf(name) * WIDTH, (NAMES.indexOf(name) + 1) * WIDTH);
  const estimateOf: Field = (name) => columns(name)[0] ?? null;
  const pluginOf: Field = (name) => columns(name)[1] ?? null;
  const bands = (names: readonly Name[]) =>
    Object.fromEntries(names.map((name) => [name, unpackBand(name, columns(name), estimateOf, pluginOf)]));
  return {
    label,
    at: restore(at ?? null, STEPS),
    n,
    cells,
    h_y: restore(h_y ?? null, STEPS),
    information_bits: bands(QUANTITIES),
    atoms_bits: bands(ATOMS),
    claim: null,
    difference_bits: null,
    ...bands(SHARES),
    report: null,
  } as SeriesPoint;
}

/** A column from the differences from value to value; nulls are passed over. */
function sums(column: unknown[]): Packed[] {
  let last: Packed = 0;
  return column.map((step) => {
    const value = more(asPacked(step), last);
    last = value ?? last;
    return value;
  });
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
  return { kind, title, names: null, points } as Series;
}
