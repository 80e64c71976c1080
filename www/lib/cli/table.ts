/** A report as a table on a terminal. */

import { addingUp, fixed } from '../export/figures';
import {
  type Decomposition,
  type Estimate,
  type Report,
  type Share,
  type Stratum,
  stratumSynergyHidden,
  synergyHidden,
  type Warning,
} from '../types/report';
import { plain, wrapWords } from '../words';
import { compactTable } from './compact';

const bits = (value: number): string => fixed(value, 3);

/** Whether a quantity may be claimed, in words. */
function claimOf({ present, present_in_partitions: partitions }: Estimate): string {
  if (present === null) return '';
  const where =
    partitions && partitions[1] > 1
      ? `present in ${partitions[0]} of ${partitions[1]} partitions`
      : 'present';
  return present ? where : `not told from zero (${where})`;
}

/** A line of the table; `shown` is the value as it is printed. */
function row(symbol: string, name: string, e: Estimate, shown: string): string {
  const columns = [
    symbol.padEnd(11),
    name.padEnd(24),
    shown.padStart(7),
    (e.lower === null || e.upper === null ? '' : `${bits(e.lower)} to ${bits(e.upper)}`).padEnd(16),
    bits(e.plugin).padStart(7),
    claimOf(e),
  ];
  return `  ${columns.join('  ')}`.trimEnd();
}

/** A line of what there are too few samples for. */
const hiddenRow = (symbol: string, name: string): string =>
  `  ${symbol.padEnd(11)}  ${name.padEnd(24)}  hidden: too few samples`;

const HEAD = `  ${'bits'.padStart(46)}  ${'interval'.padEnd(16)}  plug-in`;

function shareLine(name: string, share: Share): string {
  if (share.status === 'undefined' || share.estimate === null)
    return `  ${name.padEnd(24)}  undefined, because ${share.reason ?? 'it cannot be told'}`;
  const interval =
    share.lower === null || share.upper === null
      ? ''
      : `  ${fixed(share.lower, 2)} to ${fixed(share.upper, 2)}`;
  return `  ${name.padEnd(24)}  ${fixed(share.estimate, 2)}${interval}`;
}

function ranking({ ranking: { claim }, options }: Report): string {
  const names = options.names.map(plain);
  if (claim === 'none') return `Neither ${names[0]} nor ${names[1]} is shown to tell more about ${names[2]}.`;
  const [more, less] = claim === 'x1' ? [names[0], names[1]] : [names[1], names[0]];
  return `${more} tells more about ${names[2]} than ${less}.`;
}

/** Characters of a line of prose. */
const PROSE = 96;

function warningLine({ level, message }: Warning): string {
  const indent = ' '.repeat(11);
  const lines = wrapWords(plain(message), (line) => line.length <= PROSE - indent.length);
  return `  ${`${level}:`.padEnd(9)}${lines.join(`\n${indent}`)}`;
}

/** Strata, their mean, and all samples. */
function strataLines(report: Report): string[] {
  const {
    strata,
    options: { names, method },
  } = report;
  if (!strata) return [];
  const row = (title: string, found: Stratum | Report, hidden: boolean) => ({
    title: `${plain(title).slice(0, 24)} (${found.n})`,
    hidden,
    ...found,
  });
  const rows = [
    ...strata.each.map((stratum) => row(stratum.label ?? '', stratum, stratumSynergyHidden(report, stratum))),
    ...(strata.mean ? [row('mean within', strata.mean, stratumSynergyHidden(report, strata.mean))] : []),
    row('all samples', report, synergyHidden(report)),
  ];
  const small = strata.left_out.map(({ label, n }) => `${plain(label)} (${n})`).join(', ');
  return [
    '',
    `Within strata of ${plain(strata.input.name ?? 'Z')}`,
    ...compactTable('stratum (n)', names.map(plain), rows, method)
      .split('\n')
      .map((line) => `  ${line}`),
    ...(small ? [`  left out: ${small}`] : []),
  ];
}

/** The atoms, and the informations that they add up to. */
function quantities(report: Report): string[] {
  const { atoms_bits: atoms, information_bits: information, options } = report;
  const [a, b, y] = options.names.map(plain) as [string, string, string];
  const hidden = synergyHidden(report);
  const shown = addingUp(report, 3);
  return [
    row('R', 'redundancy', atoms.redundancy, shown.redundancy),
    row('U1', `unique to ${a}`, atoms.unique1, shown.unique1),
    row('U2', `unique to ${b}`, atoms.unique2, shown.unique2),
    hidden ? hiddenRow('S', 'synergy') : row('S', 'synergy', atoms.synergy, shown.synergy),
    '',
    row('I(X1;Y)', a, information.i1, shown.i1),
    row('I(X2;Y)', b, information.i2, shown.i2),
    hidden
      ? hiddenRow('I(X1,X2;Y)', 'both together')
      : row('I(X1,X2;Y)', 'both together', information.i12, shown.i12),
    `  ${'H(Y)'.padEnd(11)}  ${y.padEnd(24)}  ${bits(information.h_y).padStart(7)}`,
  ];
}

/** The shares; where the joint information is hidden, a share of it is too. */
function shares(report: Report): string[] {
  const { contribution, options } = report;
  const [a, b] = options.names.map(plain) as [string, string, string];
  return [
    'Share of the unique information',
    shareLine(a, contribution.c1),
    shareLine(b, contribution.c2),
    'Share of the joint information (Shapley)',
    ...(synergyHidden(report)
      ? ['  hidden: too few samples']
      : [shareLine(a, contribution.shapley1), shareLine(b, contribution.shapley2)]),
  ];
}

/** The answer of label-aware codes, where it was asked for, and whether it is the same. */
function awareLines(report: Report): string[] {
  const { label_aware: aware } = report;
  if (!aware) return [];
  return [
    '',
    'By label-aware codes, which follow what a held-out probe says; synergy is at least so much',
    ...quantities({ ...report, ...aware }),
    '',
    ...wrapWords(plain(aware.comparison), (line) => line.length <= PROSE),
  ];
}

const certificate = ({ gap_bits, iterations, termination }: Report['solver']): string =>
  `Certified gap ${gap_bits.toExponential(1)} bits after ${iterations} iterations ` +
  `(${termination.replace('_', ' ')}).`;

/** A report for a person. */
export function table(report: Report): string {
  const { options, partition, solver, n, warnings } = report;
  const [a, b, y] = options.names.map(plain) as [string, string, string];
  const plugin = options.method === 'plugin';
  const codes = `K = ${partition.k1}, ${partition.k2}, ${partition.ky}`;
  return [
    `${a} × ${b} → ${y}    n = ${n}, ${codes}, seed ${options.seed}${plugin ? ', plug-in values only' : ''}`,
    '',
    HEAD,
    ...quantities(report),
    '',
    ...(plugin ? [] : [ranking(report), '']),
    ...shares(report),
    '',
    certificate(solver),
    ...awareLines(report),
    ...strataLines(report),
    ...(warnings.length > 0 ? ['', 'What to know', ...warnings.map(warningLine)] : []),
  ].join('\n');
}

/** A decomposition for a person. */
export function decompositionTable({
  atoms_bits: atoms,
  information_bits: information,
  solver,
}: Decomposition): string {
  const line = (symbol: string, name: string, value: number): string =>
    `  ${symbol.padEnd(11)}  ${name.padEnd(16)}  ${fixed(value, 6).padStart(10)}`;
  return [
    `${' '.repeat(37)}bits`,
    line('R', 'redundancy', atoms.redundancy),
    line('U1', 'unique to x1', atoms.unique1),
    line('U2', 'unique to x2', atoms.unique2),
    line('S', 'synergy', atoms.synergy),
    '',
    line('I(X1;Y)', '', information.i1),
    line('I(X2;Y)', '', information.i2),
    line('I(X1,X2;Y)', '', information.i12),
    line('union', '', information.union),
    '',
    certificate(solver),
  ].join('\n');
}
