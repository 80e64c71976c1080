/** Reports as CSV: one row a quantity. */

import { type Estimate, type Report, stratumSynergyHidden, synergyHidden } from '../types/report';
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

/** What there may be too few samples for, and what follows from it. */
const JOINT = new Set(['synergy', 'i12', 'shapley1', 'shapley2']);
const HIDDEN = ['hidden', 'too few samples'];

type Row = (string | number | boolean | null)[];
type Quantified = Parameters<typeof estimatesOf>[0];

/** Estimates, a row each; of what is hidden the plug-in value alone. */
function bitRows(title: string, quantities: Quantified, hidden: boolean, setting: Row): Row[] {
  return estimatesOf(quantities).map(([quantity, e]) => {
    const left = [title, quantity, 'bits', e.plugin];
    if (hidden && JOINT.has(quantity))
      return [...left, null, null, null, null, e.level, e.method, null, ...HIDDEN, ...setting];
    const { estimate, se, lower, upper, level, method, present } = e;
    return [...left, estimate, se, lower, upper, level, method, present, null, null, ...setting];
  });
}

function shareRows(title: string, report: Report, setting: Row): Row[] {
  const { level } = report.atoms_bits.unique1;
  const hidden = synergyHidden(report);
  return Object.entries(report.contribution).map(([name, s]) => {
    const [status, reason] = hidden && JOINT.has(name) ? HIDDEN : [s.status, s.reason];
    const [estimate, lower, upper] =
      status === 'hidden' ? [null, null, null] : [s.estimate, s.lower, s.upper];
    return [
      title,
      name,
      'share',
      null,
      estimate,
      null,
      lower,
      upper,
      level,
      null,
      null,
      status,
      reason,
      ...setting,
    ];
  });
}

function rowsOf({ title, report }: Entry): Row[] {
  const { k1, k2, ky } = report.partition;
  const settingOf = (n: number): Row => [n, k1, k2, ky, report.options.seed, report.engine];
  const setting = settingOf(report.n);
  const { each = [], mean = null } = report.strata ?? {};
  const entropy = [
    title,
    'h_y',
    'bits',
    report.information_bits.h_y,
    ...Array<null>(9).fill(null),
    ...setting,
  ];
  return [
    ...bitRows(title, report, synergyHidden(report), setting),
    entropy,
    ...shareRows(title, report, setting),
    ...[...each, ...(mean ? [mean] : [])].flatMap((stratum) =>
      bitRows(
        `${title}, ${stratum.label ?? 'mean within strata'}`,
        stratum,
        stratumSynergyHidden(report, stratum),
        settingOf(stratum.n),
      ),
    ),
  ];
}

/** One row a quantity, every digit. */
export function toCsv(entries: readonly Entry[]): string {
  return `${[CSV_COLUMNS, ...entries.flatMap(rowsOf)].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
