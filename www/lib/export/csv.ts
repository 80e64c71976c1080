/** Reports as CSV: one row a quantity, every digit. */

import { csvFormatRows } from 'd3-dsv';
import {
  type Estimate,
  type Report,
  type Share,
  type Stratum,
  stratumSynergyHidden,
  synergyHidden,
} from '../types/report';
import { type Entry, leftCells, leftColumns } from './entry';

/** Columns behind those that tell which analysis it is. */
const COLUMNS = [
  'stratum',
  'quantity',
  'unit',
  'plugin',
  'estimate',
  'se',
  'lower',
  'upper',
  'level',
  'method',
  'present',
  'status',
  'reason',
  'n',
  'k1',
  'k2',
  'ky',
  'seed',
  'engine',
] as const;

/** A row by column; what is not there stays empty. */
type Row = Partial<Record<(typeof COLUMNS)[number], string | number | boolean | null>>;

type Quantified = Pick<Report, 'atoms_bits' | 'information_bits' | 'ranking'>;

/** The quantities of a report or of a stratum that have an estimate, in the order of tables. */
function estimatesOf({ atoms_bits, information_bits, ranking }: Quantified): [string, Estimate][] {
  const { i1, i2, i12, union } = information_bits;
  const { redundancy, unique1, unique2, synergy } = atoms_bits;
  const named = { redundancy, unique1, unique2, synergy, i1, i2, i12, union };
  return [...Object.entries(named), ['i1 - i2', ranking.difference_bits]];
}

/** What there may be too few samples for, and what follows from it. */
const JOINT = new Set(['synergy', 'i12', 'shapley1', 'shapley2']);
const HIDDEN = { status: 'hidden', reason: 'too few samples' };

/** An estimate; of what is hidden the plug-in value alone. */
function bitRow(quantity: string, e: Estimate, hidden: boolean): Row {
  const { plugin, estimate, se, lower, upper, level, method, present } = e;
  const common = { quantity, unit: 'bits', plugin, level, method };
  return hidden && JOINT.has(quantity)
    ? { ...common, ...HIDDEN }
    : { ...common, estimate, se, lower, upper, present };
}

function shareRow(
  quantity: string,
  { status, reason, estimate, lower, upper }: Share,
  level: number,
  hidden: boolean,
): Row {
  const common = { quantity, unit: 'share', level };
  return hidden && JOINT.has(quantity)
    ? { ...common, ...HIDDEN }
    : { ...common, status, reason, estimate, lower, upper };
}

function stratumRows(report: Report, stratum: Stratum): Row[] {
  const hidden = stratumSynergyHidden(report, stratum);
  const about = { stratum: stratum.label ?? 'mean within strata', n: stratum.n };
  return estimatesOf(stratum).map(([name, e]) => ({ ...bitRow(name, e, hidden), ...about }));
}

function rowsOf(report: Report): Row[] {
  const { partition, options, engine, n, information_bits: information, contribution, atoms_bits } = report;
  const { k1, k2, ky } = partition;
  const hidden = synergyHidden(report);
  const { each = [], mean = null } = report.strata ?? {};
  const rows: Row[] = [
    ...estimatesOf(report).map(([name, e]) => bitRow(name, e, hidden)),
    { quantity: 'h_y', unit: 'bits', plugin: information.h_y },
    ...Object.entries(contribution).map(([name, s]) => shareRow(name, s, atoms_bits.unique1.level, hidden)),
    ...[...each, ...(mean ? [mean] : [])].flatMap((stratum) => stratumRows(report, stratum)),
  ];
  return rows.map((row) => ({ n, k1, k2, ky, seed: options.seed, engine, ...row }));
}

/** A field as text; text that a spreadsheet would run as a formula is disarmed. */
export function field(value: Row[keyof Row]): string {
  if (typeof value === 'string') return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return String(value ?? '');
}

/** One row a quantity. */
export function toCsv(entries: readonly Entry[]): string {
  const left = leftColumns(entries);
  const lines = entries.flatMap((entry) =>
    rowsOf(entry.report).map((row) =>
      [...leftCells(entry, left), ...COLUMNS.map((name) => row[name])].map(field),
    ),
  );
  return `${csvFormatRows([[...left, ...COLUMNS], ...lines])}\n`;
}
