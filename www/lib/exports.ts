/** Reports as tables and text for a paper: pure functions from reports to strings. */

import { quoted, writeFlags } from './flags';
import type { Options } from './options';
import { type Estimate, type Report, type Share, synergyHidden } from './report';

/** A report with the name it has in a table. */
export interface Entry {
  title: string;
  report: Report;
}

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

const CITATIONS = {
  method: 'Quantifying Modality Contributions via Disentangling Multimodal Representations, arXiv:2511.19470',
  measure: 'Bertschinger, Rauh, Olbrich, Jost and Ay, Quantifying unique information, Entropy 16(4), 2014',
  contexts:
    'Wolpert and Wolf, Estimating functions of probability distributions from a finite set of samples, Physical Review E 52, 1995',
  entropy: 'Nemenman, Shafee and Bialek, Entropy and inference, revisited, NIPS 14, 2002',
};

function discretisation({ options, partition }: Report): string {
  const { l2, centre, pca, whiten } = options.preparation;
  const steps = [
    l2 && 'divided by their norm',
    centre && 'centred',
    pca !== null && `reduced to ${pca} principal components`,
    whiten && 'whitened',
  ].filter((step): step is string => step !== false);
  const prepared =
    steps.length > 0 ? `Embeddings were ${steps.join(', ')} and discretised` : 'Embeddings were discretised';
  const [a, b, y] = options.names;
  const chosen = options.k === 'auto' ? ', the number of codes chosen by five-fold held-out information' : '';
  const target =
    partition.y === null
      ? `${y} has ${partition.ky} labels`
      : `${y} was clustered into ${partition.ky} codes`;
  const seeds = options.method === 'full' ? `, ${options.seeds} seeds` : '';
  return `${prepared} by K-means (k-means++, ${options.n_init} restarts${seeds}) into ${partition.k1} codes (${a}) and ${partition.k2} codes (${b})${chosen}; ${target}.`;
}

function inference({ options, atoms_bits: { redundancy } }: Report): string {
  if (options.method === 'plugin')
    return 'Values are those of the empirical distribution of the codes (plug-in), without correction for bias.';
  return (
    'Redundancy and unique information were corrected for bias by a delete-a-group jackknife (20 groups), the joint information, and so ' +
    'synergy, by the mean of a shrinkage model, the Nemenman-Shafee-Bialek estimator [3] and a Dirichlet prior on Y in each pair of codes [4]; ' +
    `intervals are ${Math.round(redundancy.level * 100)} % (t, 19 degrees of freedom). ` +
    `A quantity is called present if its interval lies above 0.01 bit in at least four fifths of ${options.seeds} K-means seeds. Intervals are about the fitted partition.`
  );
}

/** A paragraph for the methods section, with every setting and what to cite. */
export function methodsParagraph(report: Report): string {
  const { solver, n, options, engine, information_bits: information } = report;
  const [a, b, y] = options.names;
  return [
    `We decomposed the information that ${a} and ${b} carry about ${y} into redundant, unique and synergistic parts [1, 2] with Modalens ${engine} (n = ${n}, H(Y) = ${information.h_y.toFixed(3)} bits).`,
    discretisation(report),
    `The union information was found by iterative proportional fitting in the log domain; its certified bounds are ${solver.lower_bits.toFixed(6)} and ${solver.upper_bits.toFixed(6)} bits (gap ${solver.gap_bits.toExponential(1)}).`,
    inference(report),
    ...(report.strata
      ? [
          `The decomposition was repeated within ${report.strata.each.length} strata of the same partition, and averaged with weights by samples.`,
        ]
      : []),
    `All random streams derive from seed ${options.seed}.`,
    '',
    `[1] ${CITATIONS.method}.`,
    `[2] ${CITATIONS.measure}.`,
    ...(options.method === 'full' ? [`[3] ${CITATIONS.entropy}.`, `[4] ${CITATIONS.contexts}.`] : []),
  ].join('\n');
}

/** The command that computes the report again; options that are as in `defaults` are left out. */
export function reproducingCommand(report: Report, defaults?: Options): string {
  const { x1, x2, y } = report.inputs;
  const files = [x1.name ?? 'X1.npy', x2.name ?? 'X2.npy', y.name ?? 'Y.npy'];
  const strata = report.strata ? ['--strata', quoted(report.strata.input.name ?? 'Z.npy')] : [];
  return [
    'npx',
    `modalens@${report.engine}`,
    'analyze',
    ...writeFlags(report.options, defaults),
    ...strata,
    '--json',
    '--',
    ...files.map(quoted),
  ].join(' ');
}
