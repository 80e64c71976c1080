/** From the rows of a study to a matrix: which key is down, which across, which value of each other key. */

import { atomName } from '../../charts/attribution';
import { ATOMS, type Atom, SYMBOL } from '../../charts/marks';
import type { CellData, MatrixData, Part } from '../../charts/matrix';
import { type Band, naturally, type SeriesPoint } from '../../library';
import { bits, range } from '../../text/format';
import { atomAt, synergyHiddenAt } from '../curves';
import { idOf, namesIn, type Row, rowName, type Study } from './study';

/** What a cell shows: all atoms with C1 beside them, one atom, or C1. */
export type Quantity = 'all' | Atom | 'c1';
export const QUANTITIES: readonly Quantity[] = ['all', 'u1', 'r', 'u2', 's', 'c1'];

/** How the reader arranged the matrix; what is not said here, or is not there, follows from the study. */
export interface Arrangement {
  down: string | null;
  across: string | null;
  /** Chosen values of the other keys. */
  at: Readonly<Record<string, string>>;
  quantity: Quantity;
}

export const ARRANGED: Arrangement = { down: null, across: null, at: {}, quantity: 'all' };

/** An arrangement with nothing left open. */
export interface Arranged {
  down: string;
  /** null where the study has one key only. */
  across: string | null;
  /** The other keys: their values, and the one that is shown. */
  rest: { name: string; values: string[]; at: string }[];
  quantity: Quantity;
}

/** Values of a key as people count. */
export const valuesOf = (rows: readonly Row[], name: string): string[] =>
  [...new Set(rows.map(({ keys }) => keys[name] ?? ''))].sort(naturally);

/** Keys by how well they do for rows and columns: names first, then layers, last what never changes. */
function preferred({ columns, rows }: Pick<Study, 'columns' | 'rows'>): string[] {
  const count = (name: string): number => valuesOf(rows, name).length;
  const rank = (name: string): number => (count(name) < 2 ? 2 : name === 'layer' ? 1 : 0);
  return [...columns].sort((a, b) => rank(a) - rank(b));
}

/** Settles what is open: the first two keys, and of every other key its last value. */
export function arranged(study: Pick<Study, 'columns' | 'rows'>, wish: Arrangement): Arranged {
  const order = preferred(study);
  const has = (name: string | null): name is string => name !== null && study.columns.includes(name);
  const down = has(wish.down) ? wish.down : (order.find((name) => name !== wish.across) ?? '');
  const across = has(wish.across) && wish.across !== down ? wish.across : order.find((name) => name !== down);
  const rest = study.columns
    .filter((name) => name !== down && name !== across)
    .map((name) => {
      const values = valuesOf(study.rows, name);
      const wished = wish.at[name];
      return {
        name,
        values,
        at: wished !== undefined && values.includes(wished) ? wished : (values.at(-1) ?? ''),
      };
    });
  return { down, across: across ?? null, rest, quantity: wish.quantity };
}

/** Whether C1 may be said: not where neither unique can be told from zero. */
export function shareOf({ c1, atoms_bits: { unique1, unique2 } }: SeriesPoint): Band | null {
  return unique1.present === false && unique2.present === false ? null : c1;
}

const shown = ({ estimate, plugin }: Band): number => estimate ?? plugin;

/** The four atoms one after the other; an atom below zero has no length. */
function stacked(point: SeriesPoint): Part[] {
  let at = 0;
  return ATOMS.flatMap((colour) => {
    if (colour === 's' && synergyHiddenAt(point)) return [];
    const band = atomAt(point, colour);
    const from = at;
    at += Math.max(0, shown(band));
    return at > from ? [{ colour, from, to: at, claimed: band.present === true }] : [];
  });
}

/** One quantity from zero. */
function single(point: SeriesPoint, quantity: Atom | 'c1'): Pick<CellData, 'parts' | 'interval' | 'figure'> {
  const band = quantity === 'c1' ? shareOf(point) : atomAt(point, quantity);
  if (!band || (quantity === 's' && synergyHiddenAt(point)))
    return { parts: [], interval: null, figure: '–' };
  const { lower, upper } = band;
  const claimed = quantity === 'c1' ? band.estimate !== null && lower !== null : band.present === true;
  const colour = quantity === 'c1' ? 'u1' : quantity;
  return {
    parts: [{ colour, from: 0, to: Math.max(0, shown(band)), claimed }],
    interval: lower === null || upper === null ? null : [Math.max(0, lower), Math.max(0, upper)],
    figure: bits(shown(band)),
  };
}

/** "shared 0.21, 0.19 to 0.23". */
function told(name: string, band: Band): string {
  const { lower, upper, present } = band;
  const ends = lower === null || upper === null ? '' : `, ${range(lower, upper)}`;
  return `${name} ${bits(shown(band))}${ends}${present === false ? ', not claimed' : ''}`;
}

function wordsOf(row: Row, study: Study, names: [string, string]): string {
  const name = rowName(row, study.columns);
  if (row.error) return `${name}: not analysed. ${row.error.message}`;
  const { point } = row;
  if (!point) return `${name}: still to come`;
  const atoms = ATOMS.filter((atom) => atom !== 's' || !synergyHiddenAt(point)).map((atom) =>
    told(atomName(atom, names), atomAt(point, atom)),
  );
  const share = shareOf(point);
  return `${name}: ${atoms.join('; ')}; C₁ ${share ? bits(shown(share)) : 'undefined'}`;
}

function cellOf(row: Row, study: Study, quantity: Quantity, names: [string, string]): CellData {
  const about = { id: idOf(row), text: wordsOf(row, study, names) };
  const { point, error } = row;
  if (!point)
    return {
      ...about,
      state: error ? 'failed' : 'coming',
      parts: [],
      interval: null,
      figure: error ? 'failed' : '',
    };
  if (quantity !== 'all') return { ...about, state: 'done', ...single(point, quantity) };
  const share = shareOf(point);
  return {
    ...about,
    state: 'done',
    parts: stacked(point),
    interval: null,
    figure: share ? bits(shown(share)) : '–',
  };
}

/** The longest bar of all rows, whatever is shown: the scale stays the same from layer to layer. */
function longest(study: Study, quantity: Quantity, names: [string, string]): number {
  const cells = study.rows.map((row) => cellOf(row, study, quantity, names));
  const ends = cells.flatMap(({ parts, interval }) => [...parts.map(({ to }) => to), interval?.[1] ?? 0]);
  return Math.max(0.01, ...ends);
}

/** What a quantity is called, for menus and captions. */
export function quantityName(quantity: Quantity, names: readonly [string, string]): string {
  if (quantity === 'all') return 'all atoms, and C₁';
  if (quantity === 'c1') return `C₁, unique share of ${names[0]}`;
  return `${atomName(quantity, names)}, ${SYMBOL[quantity]}`;
}

/** The matrix of a study. */
export function matrixOf(study: Study, wish: Arrangement): MatrixData {
  const { down, across, rest, quantity } = arranged(study, wish);
  const [a, b] = namesIn(study);
  const within = study.rows.filter(({ keys }) => rest.every(({ name, at }) => (keys[name] ?? '') === at));
  const rows = valuesOf(study.rows, down);
  const columns = across === null ? [''] : valuesOf(study.rows, across);
  const cells = rows.map((row) =>
    columns.map((column) => {
      const found = within.find(
        ({ keys }) => (keys[down] ?? '') === row && (across === null || (keys[across] ?? '') === column),
      );
      return found ? cellOf(found, study, quantity, [a, b]) : null;
    }),
  );
  const most = quantity === 'c1' ? 1 : longest(study, quantity, [a, b]);
  const colours = quantity === 'all' ? ATOMS : [quantity === 'c1' ? 'u1' : quantity];
  return {
    rows,
    columns,
    cells,
    most,
    legend: colours.map((colour) => ({
      colour,
      name: quantity === 'c1' ? quantityName('c1', [a, b]) : atomName(colour, [a, b]),
    })),
    scale: quantity === 'c1' ? 'The whole bar is a share of 1' : `The whole bar is ${bits(most)} bits`,
    figures: quantity === 'all' ? `C₁, unique share of ${a}` : quantityName(quantity, [a, b]),
  };
}
