/** What the source paper expects of gates and ways of fusion, beside what the exact decomposition finds. */

import type { SystemInfo } from '../library';
import { bits } from './format';

/** An expectation. */
export interface Expected {
  /** The system by which it is checked. */
  name: string;
  title: string;
  expected: string;
  found: string;
  holds: boolean;
}

type Truth = SystemInfo['truth'];

/** How far exact atoms may be from what a formula says, bits: the certificate's gap. */
const EXACT = 1e-5;
/** How far from a half a contribution may be that is called balanced. */
const BALANCED = 0.05;

const near = (found: number, wanted: number): boolean => Math.abs(found - wanted) < EXACT;

const uniques = ({ unique1, unique2 }: Truth): string => `U₁ ${bits(unique1)}, U₂ ${bits(unique2)}`;

const share = ({ unique1, unique2 }: Truth): number => unique1 / (unique1 + unique2);

interface Expectation {
  name: string;
  expected: string;
  found(truth: Truth): string;
  holds(truth: Truth): boolean;
}

const EXPECTATIONS: readonly Expectation[] = [
  {
    name: 'AND',
    expected: 'R 0.31, S 0.50, nothing unique',
    found: (truth) => `R ${bits(truth.redundancy)}, S ${bits(truth.synergy)}, ${uniques(truth)}`,
    holds: ({ redundancy, unique1, unique2, synergy }) =>
      near(redundancy, 1.5 - 0.75 * Math.log2(3)) && near(synergy, 0.5) && near(unique1 + unique2, 0),
  },
  {
    name: 'XOR',
    expected: 'S 1.00 and nothing else',
    found: (truth) => `S ${bits(truth.synergy)}, R ${bits(truth.redundancy)}, ${uniques(truth)}`,
    holds: ({ redundancy, unique1, unique2, synergy }) =>
      near(synergy, 1) && near(redundancy + unique1 + unique2, 0),
  },
  {
    name: 'VLM_cat_sym',
    expected: 'balanced: C₁ 0.50',
    found: (truth) => `C₁ ${share(truth).toFixed(2)}`,
    holds: (truth) => Math.abs(share(truth) - 0.5) < BALANCED,
  },
  {
    name: 'VLM_xattn_t2i',
    expected: 'one-sided: text alone tells nothing of its own',
    found: uniques,
    holds: ({ unique1, unique2 }) => unique1 > 0.05 && near(unique2, 0),
  },
  {
    name: 'VLM_xattn_i2t',
    expected: 'one-sided: image alone tells nothing of its own',
    found: uniques,
    holds: ({ unique1, unique2 }) => unique2 > 0.05 && near(unique1, 0),
  },
  {
    name: 'VLM_img_only',
    expected: 'an ignored text has nothing: U₂, R and S 0',
    found: (truth) => `${uniques(truth)}, R ${bits(truth.redundancy)}, S ${bits(truth.synergy)}`,
    holds: ({ redundancy, unique2, synergy }) => near(redundancy + unique2 + synergy, 0),
  },
];

/** Each expectation of which the system is there. */
export function expectations(systems: readonly SystemInfo[]): Expected[] {
  return EXPECTATIONS.flatMap(({ name, expected, found, holds }) => {
    const system = systems.find((one) => one.name === name);
    if (!system) return [];
    const { title, truth } = system;
    return [{ name, title, expected, found: found(truth), holds: holds(truth) }];
  });
}
