/** What the command line says about itself. */

import { FLAGS } from './flags';

const analyzeFlags = FLAGS.map(
  ({ name, value, help }) => [`--${name}${value ? ` ${value}` : ''}`, help] as const,
);

type Lines = readonly (readonly [string, string])[];

const OUTPUT: Lines = [
  ['--json', 'print the report as JSON on standard output, and nothing else there'],
  ['--out FILE', 'write the report as JSON to FILE'],
  ['--quiet', 'no progress'],
  ['--help', 'this text'],
];

function columns(lines: Lines): string {
  const width = Math.max(...lines.map(([left]) => left.length));
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

export const USAGE = {
  main: `modalens: what each modality of a multimodal model contributes

${columns([
  ['modalens analyze X1 X2 Y', 'decompose what two embeddings tell about a label or an output'],
  ['modalens assign CODEBOOK X', 'codes of further samples by the codebook of an analysis'],
  ['modalens decompose TABLE.csv', 'exact decomposition of a table with columns x1, x2, y and count or p'],
  ['modalens generate SYSTEM', 'samples of a system whose decomposition is known exactly'],
])}

\`modalens COMMAND --help\` tells the flags. Exit codes: 0 done, 2 bad usage or input, 1 anything else.`,

  analyze: `modalens analyze X1 X2 Y [flags]

X1, X2: embeddings, a row a sample (.npy, .npz, .safetensors, .csv); Y: labels or embeddings of the output.

${columns([
  ...analyzeFlags,
  ['--member A,B,C', 'arrays to take from containers with several (empty: the only one)'],
  [
    '--pooling mean|last|N',
    'of (samples, tokens, features) the mean or the last token; of (layers, samples, features) layer N',
  ],
  ['--strata Z', 'decompose within each group of samples too: a file of labels, one a sample'],
  ['--layers', 'one analysis for each layer of X1, X2 stacked as (layers, samples, features)'],
  ['--link', 'print a link that opens the report in the page'],
  ['--input-names', 'tell the file names in the link'],
  ['--codes DIR', 'save codes (.npy) and codebooks (.npy: centroids; .json: for assign) in DIR'],
  ['--csv FILE', 'write the numbers as CSV to FILE'],
  ['--latex FILE', 'write a LaTeX table to FILE'],
  ['--expect FILE', 'exit with 1 if a claim differs from the report in FILE'],
  ['--workers N', 'worker threads'],
  ...OUTPUT,
])}`,

  assign: `modalens assign CODEBOOK X [flags]

CODEBOOK: x1_codebook.json of \`modalens analyze ... --codes DIR\`; X: samples with the same features, read in pieces.

${columns([
  ['--out FILE', 'where to write the codes (codes.npy)'],
  ['--member A', 'array to take from a container with several'],
  ['--pooling mean|last|N', 'as for analyze'],
  ['--quiet', 'no progress, no message'],
  ['--help', 'this text'],
])}`,

  decompose: `modalens decompose TABLE.csv [flags]

${columns([['--tolerance N', 'certified gap, bits'], ...OUTPUT])}`,

  generate: `modalens generate SYSTEM --out DIR [flags]

Writes x1.npy, x2.npy, y.npy and truth.json.

${columns([
  ['--n N', 'samples'],
  ['--sigma N', 'noise of the embeddings'],
  ['--d N', 'features of each embedding'],
  ['--rho N', 'dependence of the two sources, where the system has it'],
  ['--seed N', 'seed'],
  ['--list', 'the systems there are'],
  ['--json', 'with --list: as JSON'],
  ['--help', 'this text'],
])}`,
} as const;
