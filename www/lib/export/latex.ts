/** Reports as a table for a paper. */

import { type Estimate, type Share, synergyHidden } from '../types/report';
import type { Entry } from './entry';

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

const minus = (text: string): string => text.replace('-', '$-$');

function latexEstimate(e: Estimate): string {
  if (e.estimate === null || e.lower === null || e.upper === null) return minus(e.plugin.toFixed(2));
  const value = minus(e.estimate.toFixed(2));
  const set = e.present ? `\\textbf{${value}}` : value;
  return `${set} [${minus(e.lower.toFixed(2))}, ${minus(e.upper.toFixed(2))}]`;
}

function latexShare(s: Share): string {
  if (s.status === 'undefined' || s.estimate === null) return '--';
  if (s.lower === null || s.upper === null) return s.estimate.toFixed(2);
  return `${s.estimate.toFixed(2)} [${s.lower.toFixed(2)}, ${s.upper.toFixed(2)}]`;
}

/** A table with one row an analysis, to be set with booktabs. */
export function toLatex(entries: readonly Entry[]): string {
  const [first] = entries;
  if (!first) return '';
  const [a, b] = first.report.options.names.map(latexText);
  const rows = entries.map(({ title, report }) => {
    const {
      atoms_bits: atoms,
      information_bits: { i12 },
      contribution,
    } = report;
    const joint = synergyHidden(report) ? ['--', '--'] : [atoms.synergy, i12].map(latexEstimate);
    return `${[
      latexText(title),
      ...[atoms.redundancy, atoms.unique1, atoms.unique2].map(latexEstimate),
      ...joint,
      latexShare(contribution.c1),
    ].join(' & ')} \\\\`;
  });
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
    '\\begin{tabular}{lcccccc}',
    '\\toprule',
    ` & Redundancy & Unique (${a}) & Unique (${b}) & Synergy & $I(X_1,X_2;Y)$ & $C_1$ \\\\`,
    '\\midrule',
    ...rows,
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}
