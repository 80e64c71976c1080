/** Reports as a table for a paper. */

import { type Estimate, type Report, type Share, synergyHidden } from '../types/report';
import { type Entry, leftCells, leftColumns } from './entry';
import { addingUp, fixed } from './figures';

const LATEX: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  _: '\\_',
  '%': '\\%',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
};

/** Text as LaTeX sets it. */
export function latexText(text: string): string {
  return text.replace(/[\\{}$&#_%~^<>]/g, (letter) => LATEX[letter] ?? letter).replace(/\s+/g, ' ');
}

/** Text at the left of a row: `\\` before it would take `[` for a length and `*` for its starred form. */
function latexTitle(text: string): string {
  const title = latexText(text).trim();
  return /^[[*]/.test(title) ? `{}${title}` : title;
}

const DIGITS = 2;
const minus = (text: string): string => text.replace('-', '$-$');
const number = (value: number): string => minus(fixed(value, DIGITS));

/** An estimate with its interval; `shown` is its value as it is printed. */
function latexEstimate({ estimate, lower, upper, present }: Estimate, shown: string): string {
  const value = minus(shown);
  if (estimate === null || lower === null || upper === null) return value;
  return `${present ? `\\textbf{${value}}` : value} [${number(lower)}, ${number(upper)}]`;
}

function latexShare(s: Share): string {
  if (s.status === 'undefined' || s.estimate === null) return '--';
  if (s.lower === null || s.upper === null) return number(s.estimate);
  return `${number(s.estimate)} [${number(s.lower)}, ${number(s.upper)}]`;
}

/** The cells of an analysis: the atoms, their total, the contribution. */
function cellsOf(report: Report): string[] {
  const { atoms_bits: atoms, information_bits: information, contribution } = report;
  const shown = addingUp(report, DIGITS);
  const joint = synergyHidden(report)
    ? ['--', '--']
    : [latexEstimate(atoms.synergy, shown.synergy), latexEstimate(information.i12, shown.i12)];
  const pairs = (['redundancy', 'unique1', 'unique2'] as const).map((name) =>
    latexEstimate(atoms[name], shown[name]),
  );
  return [...pairs, ...joint, latexShare(contribution.c1)];
}

/** A table with one row an analysis, to be set with booktabs. */
export function toLatex(entries: readonly Entry[]): string {
  const [first] = entries;
  if (!first) return '';
  const [a, b] = first.report.options.names.map(latexText);
  const left = leftColumns(entries);
  const rows = entries.map((entry) => {
    const [title = '', ...rest] = leftCells(entry, left);
    return `${[latexTitle(title), ...rest.map(latexText), ...cellsOf(entry.report)].join(' & ')} \\\\`;
  });
  const heads = left[0] === 'title' ? [''] : left.map(latexText);
  const { level } = first.report.atoms_bits.redundancy;
  const plain = entries.every(({ report }) => report.options.method === 'plugin');
  const note = plain
    ? 'Plug-in values in bits, not corrected for bias.'
    : `Estimates in bits with ${Math.round(level * 100)}\\,\\% intervals; bold: claimed to be present.`;
  return [
    '% needs \\usepackage{booktabs}',
    '\\begin{table}',
    '\\centering',
    `\\caption{${note}}`,
    `\\begin{tabular}{${'l'.repeat(left.length)}cccccc}`,
    '\\toprule',
    `${heads.join(' & ')} & Redundancy & Unique (${a}) & Unique (${b}) & Synergy & $I(X_1,X_2;Y)$ & $C_1$ ` +
      `\\\\`,
    '\\midrule',
    ...rows,
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}
