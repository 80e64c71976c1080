/** Curves for tests and pictures: the numbers of the design's mock over K and over layers. */

import { pointOf, type Report, type Series, type SeriesPoint } from '../../../www/page/library';
import { EMOJI, pluginOnly } from './reports';

/** [estimate, lower, upper, plug-in] */
type Quad = readonly [number, number, number, number];
type Atoms = Record<'r' | 'u1' | 'u2' | 's', Quad>;

/** The emoji report with other codes and other atoms. */
export function reportWith(
  k: number,
  { r, u1, u2, s }: Atoms,
  c1: readonly [number, number, number],
): Report {
  const report = structuredClone(EMOJI);
  Object.assign(report.partition, { k1: k, k2: k });
  const { atoms_bits: atoms, contribution } = report;
  for (const [atom, [estimate, lower, upper, plugin]] of [
    [atoms.redundancy, r],
    [atoms.unique1, u1],
    [atoms.unique2, u2],
    [atoms.synergy, s],
  ] as const)
    Object.assign(atom, { estimate, lower, upper, plugin, present: lower > 0.01 });
  Object.assign(contribution.c1, { estimate: c1[0], lower: c1[1], upper: c1[2] });
  return report;
}

const K: [number, Atoms, readonly [number, number, number]][] = [
  [
    2,
    {
      r: [0.224, 0.195, 0.254, 0.225],
      u1: [0.183, 0.15, 0.215, 0.186],
      u2: [0.346, 0.315, 0.377, 0.347],
      s: [0.006, -0.004, 0.015, 0.006],
    },
    [0.346, 0.307, 0.382],
  ],
  [
    8,
    {
      r: [1.091, 1.029, 1.153, 1.091],
      u1: [0.154, 0.115, 0.193, 0.173],
      u2: [0.331, 0.27, 0.391, 0.344],
      s: [0.212, 0.162, 0.263, 0.251],
    },
    [0.317, 0.245, 0.391],
  ],
  [
    12,
    {
      r: [1.231, 1.16, 1.302, 1.235],
      u1: [0.16, 0.11, 0.209, 0.185],
      u2: [0.366, 0.3, 0.432, 0.381],
      s: [0.263, 0.209, 0.318, 0.323],
    },
    [0.304, 0.221, 0.385],
  ],
  [
    24,
    {
      r: [1.519, 1.452, 1.586, 1.538],
      u1: [0.142, 0.095, 0.188, 0.174],
      u2: [0.365, 0.31, 0.419, 0.379],
      s: [0.337, 0.261, 0.412, 0.437],
    },
    [0.28, 0.203, 0.353],
  ],
];

const finest = pointOf(
  pluginOnly(
    reportWith(
      256,
      { r: [0, 0, 0, 2.219], u1: [0, 0, 0, 0.092], u2: [0, 0, 0, 0.254], s: [0, 0, 0, 0.469] },
      [0.266, 0, 0],
    ),
  ),
  256,
  '256',
);

const names: Series['names'] = ['image', 'text', 'label'];
const series = (kind: Series['kind'], points: SeriesPoint[]): Series => ({
  kind,
  title: null,
  names,
  points,
});

/** Over K: the answer is that of 8; 24 and 256 have too few samples, and 256 has plug-in values alone. */
export const OVER_K = series('k', [
  ...K.map(([k, atoms, c1]) => pointOf(reportWith(k, atoms, c1), k, String(k))),
  finest,
]);

const LAYERS: [Atoms, readonly [number, number, number]][] = [
  [
    {
      r: [0.316, 0.265, 0.366, 0.325],
      u1: [0.052, 0.029, 0.074, 0.066],
      u2: [1.106, 1.039, 1.174, 1.11],
      s: [0.152, 0.119, 0.184, 0.202],
    },
    [0.044, 0.026, 0.063],
  ],
  [
    {
      r: [0.77, 0.705, 0.835, 0.778],
      u1: [0.077, 0.053, 0.101, 0.087],
      u2: [0.652, 0.575, 0.728, 0.657],
      s: [0.184, 0.138, 0.23, 0.228],
    },
    [0.106, 0.073, 0.14],
  ],
  [
    {
      r: [1.083, 1.007, 1.158, 1.082],
      u1: [0.171, 0.129, 0.213, 0.191],
      u2: [0.339, 0.285, 0.393, 0.352],
      s: [0.212, 0.17, 0.254, 0.243],
    },
    [0.336, 0.277, 0.393],
  ],
  [
    {
      r: [1.091, 1.029, 1.153, 1.091],
      u1: [0.154, 0.115, 0.193, 0.173],
      u2: [0.331, 0.27, 0.391, 0.344],
      s: [0.212, 0.162, 0.263, 0.251],
    },
    [0.317, 0.245, 0.391],
  ],
];

/** Over layers 0, 3, 5 and 6. */
export const OVER_LAYERS = series(
  'layers',
  [0, 3, 5, 6].map((layer, i) => pointOf(reportWith(8, ...LAYERS[i]!), layer, `layer ${layer}`)),
);

/** Under two preparations. */
export const OVER_PREPARATIONS = series('preparation', [
  pointOf(reportWith(8, K[1]![1], K[1]![2]), 0, 'l2'),
  pointOf(reportWith(8, K[2]![1], K[2]![2]), 3, 'whiten'),
]);
