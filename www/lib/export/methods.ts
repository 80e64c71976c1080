/** A report as a paragraph of a methods section. */

import type { Report } from '../types/report';

const CITATIONS = {
  method: 'Quantifying Modality Contributions via Disentangling Multimodal Representations, arXiv:2511.19470',
  measure: 'Bertschinger, Rauh, Olbrich, Jost and Ay, Quantifying unique information, Entropy 16(4), 2014',
  contexts:
    'Wolpert and Wolf, Estimating functions of probability distributions from a finite set of samples, ' +
    'Physical Review E 52, 1995',
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
  const runs =
    options.method === 'full'
      ? `${options.partitions} partitions, the best of ${options.n_init} restarts each`
      : `the best of ${options.partitions * options.n_init} restarts`;
  return (
    `${prepared} by K-means (k-means++, ${runs}) into ${partition.k1} codes (${a}) and ` +
    `${partition.k2} codes (${b})${chosen}; ${target}.`
  );
}

function inference({ options, estimand, atoms_bits: { redundancy } }: Report): string {
  if (options.method === 'plugin')
    return (
      'Values are those of the empirical distribution of the codes (plug-in), without correction for ' +
      'bias.'
    );
  return (
    'Redundancy and unique information were corrected for bias by a delete-a-group jackknife (20 groups), ' +
    'the joint information, and so ' +
    'synergy, by the mean of a shrinkage model, the Nemenman-Shafee-Bialek estimator [3] and a Dirichlet ' +
    'prior on Y in each pair of codes [4]; ' +
    `estimates are means over ${options.partitions} K-means partitions, with errors within (W) and between ` +
    `them (B): SE² = W + B / ${options.partitions}; ` +
    `intervals are ${Math.round(redundancy.level * 100)} % (t, 19 degrees of freedom). ` +
    `A quantity is called present if its interval lies above 0.01 bit. ${estimand}`
  );
}

/** A paragraph for the methods section, with every setting and what to cite. */
export function methodsParagraph(report: Report): string {
  const { solver, n, options, engine, information_bits: information } = report;
  const [a, b, y] = options.names;
  return [
    `We decomposed the information that ${a} and ${b} carry about ${y} into redundant, unique and ` +
      `synergistic parts [1, 2] with Modalens ${engine} (n = ${n}, H(Y) = ${information.h_y.toFixed(3)} ` +
      `bits).`,
    discretisation(report),
    `The union information was found by iterative proportional fitting in the log domain; its certified ` +
      `bounds are ${solver.lower_bits.toFixed(6)} and ${solver.upper_bits.toFixed(6)} bits (gap ` +
      `${solver.gap_bits.toExponential(1)}).`,
    inference(report),
    ...(report.strata
      ? [
          `The decomposition was repeated within ${report.strata.each.length} strata of the same ` +
            `partition, and averaged with weights by samples.`,
        ]
      : []),
    `All random streams derive from seed ${options.seed}.`,
    '',
    `[1] ${CITATIONS.method}.`,
    `[2] ${CITATIONS.measure}.`,
    ...(options.method === 'full' ? [`[3] ${CITATIONS.entropy}.`, `[4] ${CITATIONS.contexts}.`] : []),
  ].join('\n');
}
