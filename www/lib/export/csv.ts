/** Reports as CSV: one row a quantity. */

import type { Estimate, Report } from '../types/report';
import type { Entry } from './entry';

/** The quantities of a report or of a stratum that have an estimate, in the order of tables. */
function estimatesOf({
  atoms_bits: atoms,
  information_bits: information,
  ranking,
}: Pick<Report, 'atoms_bits' | 'information_bits' | 'ranking'>): [string, Estimate][] {
  return [
    ['redundancy', atoms.redundancy],
    ['unique1', atoms.unique1],
    ['unique2', atoms.unique2],
    ['synergy', atoms.synergy],
    ['i1', information.i1],
    ['i2', information.i2],
    ['i12', information.i12],
    ['union', information.union],
    ['i1 - i2', ranking.difference_bits],
  ];
}

/** A field of CSV; text that a spreadsheet would run as a formula is disarmed. */
function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const CSV_COLUMNS = [
  'title',
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
];

/** One row a quantity, every digit. */
export function toCsv(entries: readonly Entry[]): string {
  const rows = entries.flatMap(({ title, report }) => {
    const { k1, k2, ky } = report.partition;
    const settingOf = (n: number) => [n, k1, k2, ky, report.options.seed, report.engine];
    const setting = settingOf(report.n);
    const rowsOf = (name: string, quantities: Parameters<typeof estimatesOf>[0], n: number) =>
      estimatesOf(quantities).map(([quantity, e]) => [
        name,
        quantity,
        'bits',
        e.plugin,
        e.estimate,
        e.se,
        e.lower,
        e.upper,
        e.level,
        e.method,
        e.present,
        null,
        null,
        ...settingOf(n),
      ]);
    const bits = rowsOf(title, report, report.n);
    const shares = Object.entries(report.contribution).map(([name, s]) => [
      title,
      name,
      'share',
      null,
      s.estimate,
      null,
      s.lower,
      s.upper,
      report.atoms_bits.unique1.level,
      null,
      null,
      s.status,
      s.reason,
      ...setting,
    ]);
    const entropy = [
      title,
      'h_y',
      'bits',
      report.information_bits.h_y,
      ...Array.from({ length: 9 }, () => null),
      ...setting,
    ];
    const { each = [], mean = null } = report.strata ?? {};
    const within = [...each, ...(mean ? [mean] : [])].flatMap((stratum) =>
      rowsOf(`${title}, ${stratum.label ?? 'mean within strata'}`, stratum, stratum.n),
    );
    return [...bits, entropy, ...shares, ...within];
  });
  return `${[CSV_COLUMNS, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
