/** A report as a table on a terminal. */

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
import { compactTable } from './compact';

const bits = (value: number): string => (Math.abs(value) < 0.0005 ? 0 : value).toFixed(3);

function row(symbol: string, name: string, e: Estimate): string {
  const value = e.estimate ?? e.plugin;
  const interval = e.lower === null || e.upper === null ? '' : `${bits(e.lower)} to ${bits(e.upper)}`;
  const seeds = e.present_in_seeds
    ? `present in ${e.present_in_seeds[0]} of ${e.present_in_seeds[1]} seeds`
    : 'present';
  const claim = e.present === null ? '' : e.present ? seeds : `not told from zero (${seeds})`;
  const columns = [
    symbol.padEnd(11),
    name.padEnd(24),
    bits(value).padStart(7),
    interval.padEnd(16),
    bits(e.plugin).padStart(7),
    claim,
  ];
  return `  ${columns.join('  ')}`.trimEnd();
}

const HEAD = `  ${'bits'.padStart(46)}  ${'interval'.padEnd(16)}  plug-in`;

function shareLine(name: string, share: Share): string {
  if (share.status === 'undefined' || share.estimate === null)
    return `  ${name.padEnd(24)}  undefined, because ${share.reason ?? 'it cannot be told'}`;
  const interval =
    share.lower === null || share.upper === null
      ? ''
      : `  ${share.lower.toFixed(2)} to ${share.upper.toFixed(2)}`;
  return `  ${name.padEnd(24)}  ${share.estimate.toFixed(2)}${interval}`;
}

function ranking({ ranking: { claim }, options }: Report): string {
  const names = options.names.map(plain);
  if (claim === 'none') return `Neither ${names[0]} nor ${names[1]} is shown to tell more about ${names[2]}.`;
  const [more, less] = claim === 'x1' ? [names[0], names[1]] : [names[1], names[0]];
  return `${more} tells more about ${names[2]} than ${less}.`;
}

/** Long text in lines of at most 96 characters, indented. */
function wrapped(text: string, indent: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    const line = lines[last] === '' ? word : `${lines[last]} ${word}`;
    if (line.length > 96 - indent.length && lines[last] !== '') lines.push(word);
    else lines[last] = line;
  }
  return lines.join(`\n${indent}`);
}

const warningLine = ({ level, message }: Warning): string =>
  `  ${`${level}:`.padEnd(9)}${wrapped(plain(message), ' '.repeat(11))}`;

/** Control characters of a name must not reach the terminal. */
export const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '�');

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

/** A report for a person. */
export function table(report: Report): string {
  const {
    options: { names, seed, method },
    partition: { k1, k2, ky },
    atoms_bits: atoms,
    information_bits: information,
    contribution,
    solver,
  } = report;
  const [a, b, y] = names.map(plain) as [string, string, string];
  const hidden = synergyHidden(report);
  return [
    `${a} × ${b} → ${y}    n = ${report.n}, K = ${k1}, ${k2}, ${ky}, seed ${seed}${method === 'plugin' ? ', plug-in values only' : ''}`,
    '',
    HEAD,
    row('R', 'redundancy', atoms.redundancy),
    row('U1', `unique to ${a}`, atoms.unique1),
    row('U2', `unique to ${b}`, atoms.unique2),
    hidden
      ? `  ${'S'.padEnd(11)}  ${'synergy'.padEnd(24)}  hidden: too few samples`
      : row('S', 'synergy', atoms.synergy),
    '',
    row('I(X1;Y)', a, information.i1),
    row('I(X2;Y)', b, information.i2),
    hidden
      ? `  ${'I(X1,X2;Y)'.padEnd(11)}  ${'both together'.padEnd(24)}  hidden: too few samples`
      : row('I(X1,X2;Y)', 'both together', information.i12),
    `  ${'H(Y)'.padEnd(11)}  ${y.padEnd(24)}  ${bits(information.h_y).padStart(7)}`,
    '',
    ...(method === 'plugin' ? [] : [ranking(report), '']),
    'Share of the unique information',
    shareLine(a, contribution.c1),
    shareLine(b, contribution.c2),
    'Share of the joint information (Shapley)',
    shareLine(a, contribution.shapley1),
    shareLine(b, contribution.shapley2),
    '',
    `Certified gap ${solver.gap_bits.toExponential(1)} bits after ${solver.iterations} iterations (${solver.termination.replace('_', ' ')}).`,
    ...strataLines(report),
    ...(report.warnings.length > 0 ? ['', 'What to know', ...report.warnings.map(warningLine)] : []),
  ].join('\n');
}

/** A decomposition for a person. */
export function decompositionTable({
  atoms_bits: atoms,
  information_bits: information,
  solver,
}: Decomposition): string {
  const line = (symbol: string, name: string, value: number): string =>
    `  ${symbol.padEnd(11)}  ${name.padEnd(16)}  ${value.toFixed(6).padStart(10)}`;
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
    `Certified gap ${solver.gap_bits.toExponential(1)} bits after ${solver.iterations} iterations (${solver.termination.replace('_', ' ')}).`,
  ].join('\n');
}
