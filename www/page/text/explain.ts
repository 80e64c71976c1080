/** How each number is computed: meaning, formula, the formula with this report's numbers, source. */

import type { Atom } from '../charts/marks';
import type { Estimate, Report } from '../library';
import { isPlugin, synergyIsHidden } from './claims';
import { bits, count, power, range, ratio } from './format';
import { GROUPS, HALF_WIDTH } from './rules';
import { shownOf } from './shown';

export type Quantity =
  | Atom
  | 'i1'
  | 'i2'
  | 'i12'
  | 'union'
  | 'hy'
  | 'c'
  | 'phi'
  | 'ranking'
  | 'cells'
  | 'gap';

export interface Explanation {
  title: string;
  meaning: string;
  formula: string;
  numbers: string;
  interval: string;
  source: string;
}

/** In the order in which they are read. */
export const QUANTITIES: readonly Quantity[] = [
  'u1',
  'r',
  'u2',
  's',
  'i1',
  'i2',
  'i12',
  'union',
  'hy',
  'c',
  'phi',
  'ranking',
  'cells',
  'gap',
];

const BERTSCHINGER =
  'Bertschinger, Rauh, Olbrich, Jost, Ay: Quantifying unique information. Entropy 16 (2014), 2161.';
const PAPER =
  'Quantifying Modality Contributions via Disentangling Multimodal Representations, arXiv:2511.19470.';
const SHANNON = 'Shannon: A mathematical theory of communication (1948).';
const SHAPLEY = 'Shapley: A value for n-person games (1953), of the game v(A) = I(A; Y).';
const FLOOR = 'Nothing below 0.01 bits is resolved.';
const WIDENED = 'The interval is widened by how far the corrections are apart and by their size.';
const CORRECTIONS = 'a shrunk model without synergy, NSB entropies, a Dirichlet prior in each pair of codes';
const I12 = `Mean of three corrections of the plug-in value: ${CORRECTIONS}. ${WIDENED}`;
const SYNERGY = `I₁₂: mean of three corrections (${CORRECTIONS}); I∪ is jackknifed. ${WIDENED} ${FLOOR}`;

/** Where an error comes from: the samples, and the K-means solutions if there are several. */
function jackknife({ options, partitions }: Report): string {
  const samples = `a jackknife over ${GROUPS} groups of samples`;
  const half = `± ${HALF_WIDTH} standard errors (Student, ${GROUPS - 1} degrees of freedom)`;
  return options.partitions > 1
    ? `Mean over ${partitions.length} K-means solutions ${half}, from ${samples} and from how far the ` +
        'solutions differ.'
    : `Estimate ${half}, from ${samples}.`;
}

function intervalOf(estimate: Estimate, how: string): string {
  if (estimate.lower === null || estimate.upper === null) return 'Plug-in value: no interval.';
  return `${Math.round(estimate.level * 100)} %: ${range(estimate.lower, estimate.upper)}. ${how}`;
}

function atoms(report: Report): Record<Atom, Explanation> {
  const [a, b, y] = report.options.names;
  const shown = shownOf(report);
  const { unique1, unique2, redundancy, synergy } = report.atoms_bits;
  const own = `${jackknife(report)} ${FLOOR}`;
  return {
    u1: {
      title: `U₁, only ${a}`,
      meaning: `What ${a} tells about ${y} that ${b} does not.`,
      formula: 'U₁ = I∪ − I(X₂; Y)',
      numbers: `${shown.union} − ${shown.i2} = ${shown.u1} bits`,
      interval: intervalOf(unique1, own),
      source: BERTSCHINGER,
    },
    r: {
      title: 'R, shared',
      meaning: `What either of ${a} and ${b} alone would tell about ${y}.`,
      formula: 'R = I(X₁; Y) + I(X₂; Y) − I∪',
      numbers: `${shown.i1} + ${shown.i2} − ${shown.union} = ${shown.r} bits`,
      interval: intervalOf(redundancy, own),
      source: BERTSCHINGER,
    },
    u2: {
      title: `U₂, only ${b}`,
      meaning: `What ${b} tells about ${y} that ${a} does not.`,
      formula: 'U₂ = I∪ − I(X₁; Y)',
      numbers: `${shown.union} − ${shown.i1} = ${shown.u2} bits`,
      interval: intervalOf(unique2, own),
      source: BERTSCHINGER,
    },
    s: {
      title: 'S, only together',
      meaning: `What shows about ${y} only when both are seen.`,
      formula: 'S = I(X₁, X₂; Y) − I∪',
      numbers: `${shown.i12} − ${shown.union} = ${shown.s} bits`,
      interval: intervalOf(synergy, SYNERGY),
      source: `${BERTSCHINGER} NSB: Nemenman, Shafee, Bialek (2002). Contexts: Wolpert, Wolf (1995).`,
    },
  };
}

function informations(report: Report): Record<'i1' | 'i2' | 'i12' | 'union' | 'hy', Explanation> {
  const { i1, i2, i12, union, h_y } = report.information_bits;
  const [a, b, y] = report.options.names;
  const { k1, k2, ky } = report.partition;
  const shown = shownOf(report);
  const ends = [report.solver.lower_bits, report.solver.upper_bits].map((bound) => bound.toFixed(6));
  const certified = `certified between ${ends.join(' and ')} for the plug-in table`;
  const plain = (written: string, e: Estimate) => `${written} bits; plug-in ${bits(e.plugin)}`;
  return {
    i1: {
      title: `I₁, ${a} alone`,
      meaning: `All that the codes of ${a} tell about ${y}.`,
      formula: 'I₁ = I(X₁; Y) = U₁ + R',
      numbers: `${plain(shown.i1, i1)}, from a table of ${k1} × ${ky} cells`,
      interval: intervalOf(i1, jackknife(report)),
      source: SHANNON,
    },
    i2: {
      title: `I₂, ${b} alone`,
      meaning: `All that the codes of ${b} tell about ${y}.`,
      formula: 'I₂ = I(X₂; Y) = R + U₂',
      numbers: `${plain(shown.i2, i2)}, from a table of ${k2} × ${ky} cells`,
      interval: intervalOf(i2, jackknife(report)),
      source: SHANNON,
    },
    i12: {
      title: 'I₁₂, both together',
      meaning: `All that the two codes tell about ${y} when seen as a pair.`,
      formula: 'I₁₂ = I(X₁, X₂; Y) = U₁ + R + U₂ + S',
      numbers: `${plain(shown.i12, i12)}, from a table of ${k1} × ${k2} × ${ky} cells`,
      interval: intervalOf(i12, I12),
      source: SHANNON,
    },
    union: {
      title: 'I∪, union information',
      meaning: 'The least that the pair can tell, given what each alone tells.',
      formula: 'I∪ = min over Q of I_Q(X₁, X₂; Y), Q with the same tables of (X₁, Y) and (X₂, Y)',
      numbers: `${shown.union} bits; ${certified}`,
      interval: intervalOf(union, jackknife(report)),
      source: `${BERTSCHINGER} Solved by iterative proportional fitting in the log domain.`,
    },
    hy: {
      title: 'H(Y), all there is',
      meaning: `How uncertain ${y} is before anything is seen: no source can tell more.`,
      formula: 'H(Y) = −Σ p(y) log₂ p(y)',
      numbers: `${bits(h_y)} bits over ${ky} codes`,
      interval: 'Plug-in.',
      source: SHANNON,
    },
  };
}

function shares(report: Report): Record<'c' | 'phi' | 'ranking', Explanation> {
  const { c1, shapley1 } = report.contribution;
  const shown = shownOf(report);
  const [a, b] = report.options.names;
  const share = (s: typeof c1) =>
    s.status === 'undefined' ? `undefined${s.reason ? `, because ${s.reason}` : ''}` : bits(s.estimate ?? 0);
  const ends = (s: typeof c1) =>
    s.lower === null || s.upper === null ? 'No interval.' : `95 %: ${range(s.lower, s.upper)}. `;
  const difference = report.ranking.difference_bits;
  return {
    c: {
      title: 'C, unique share',
      meaning: `Of what only one of the two knows, the part that is ${a}’s.`,
      formula: 'C₁ = U₁ / (U₁ + U₂)',
      numbers: `${shown.u1} / (${shown.u1} + ${shown.u2}) → ${share(c1)}`,
      interval:
        `${ends(c1)}Quantiles of draws of (U₁, U₂), cut at 0; ` +
        'undefined where U₁ + U₂ may vanish or the interval is wider than 0.5.',
      source: PAPER,
    },
    phi: {
      title: 'φ, Shapley share',
      meaning: `${a}’s fair part of all that both tell: shared and joint bits are halved.`,
      formula: 'φ₁ = (I₁ + I₁₂ − I₂) / (2 I₁₂)',
      numbers: synergyIsHidden(report)
        ? 'Not given: there are too few samples for what both tell together.'
        : `(${shown.i1} + ${shown.i12} − ${shown.i2}) / (2 × ${shown.i12}) → ${share(shapley1)}`,
      interval: ends(shapley1),
      source: SHAPLEY,
    },
    ranking: {
      title: 'Which contributes more',
      meaning: `Whether ${a} or ${b} has more of its own. It needs no decomposition.`,
      formula: 'U₁ − U₂ = I₁ − I₂',
      numbers: `${shown.i1} − ${shown.i2} = ${shown.difference} bits`,
      interval: `${intervalOf(difference, 'Claimed only if it leaves out 0.')}`,
      source: 'An identity of the decomposition.',
    },
  };
}

/** The explanation of one number, with the report's own figures. */
export function explain(report: Report, quantity: Quantity): Explanation {
  const { n, partition, solver } = report;
  const other: Record<'cells' | 'gap', Explanation> = {
    cells: {
      title: 'Samples per cell',
      meaning: 'How thinly the samples are spread over the table that synergy needs.',
      formula: 'n / (K₁ K₂ K_y)',
      numbers:
        `${count(n)} / (${partition.k1} × ${partition.k2} × ${partition.ky}) = ` +
        `${ratio(partition.samples_per_triple_cell)}; ${count(partition.occupied_cells)} cells are occupied`,
      interval:
        'Plug-in synergy of independent data is 0.1 bits too high at 4 samples per occupied cell, ' +
        '0.6 bits at 1.6.',
      source: 'Measured by simulation.',
    },
    gap: {
      title: 'Certified gap',
      meaning: 'How far the solution can be from the exact minimum, proved by weak duality.',
      formula: 'upper − lower bound of I∪',
      numbers:
        `${power(solver.gap_bits)} bits after ${count(solver.iterations)} iterations ` +
        `(${solver.termination.replaceAll('_', ' ')})`,
      interval: 'A bound, not an estimate.',
      source: 'Primal: a feasible Q. Dual: potentials with Σ_y u_y(i) v_y(j) ≤ 1.',
    },
  };
  const found = { ...atoms(report), ...informations(report), ...shares(report), ...other }[quantity];
  return isPlugin(report) ? { ...found, interval: 'Plug-in values: no interval.' } : found;
}
