/** The manifest of the arena: every problem with the exact atoms of its law. */

import type { AtomName } from '../types/report';
import { PROBLEMS, type Problem } from './problems';
import truths from './truth.json' with { type: 'json' };

/** The atoms, in the order of files. */
export const ATOMS = ['redundancy', 'unique1', 'unique2', 'synergy'] as const satisfies readonly AtomName[];

/** Below this an atom is 0: what is written of the truth has six decimals. */
export const ZERO_BITS = 1e-6;

/** A problem with what is true of it. */
export interface Entry extends Problem {
  /** Symbols of x1, x2 and y in a table; samples and features of an embedding. */
  shape: number[];
  /** Exact atoms of the law, bits. */
  truth: Record<AtomName, number>;
}

/** What `truth.json` has of a law: symbols of x1, x2, y, and atoms in the order of `ATOMS`. */
interface Known {
  shape: number[];
  atoms_bits: number[];
}

const LAWS: Record<string, Known> = truths;

function entryOf(problem: Problem): Entry {
  const known = LAWS[problem.law];
  if (!known) throw new Error(`truth.json does not know ${problem.law}.`);
  const [k1 = 0, k2 = 0, ky = 0] = known.shape;
  const { form, parts, n, d } = problem;
  return {
    ...problem,
    shape: form === 'counts' ? [k1 * parts, k2 * parts, ky] : [n, d],
    truth: Object.fromEntries(ATOMS.map((atom, i) => [atom, known.atoms_bits[i]!])) as Entry['truth'],
  };
}

/** Every problem with its truth. */
export const MANIFEST: readonly Entry[] = PROBLEMS.map(entryOf);

const COLUMNS = ['id', 'kind', 'form', 'law', 'n', 'shape', 'seed', ...ATOMS] as const;

/** The manifest as CSV. */
export function manifestCsv(entries: readonly Entry[]): string {
  const line = ({ id, kind, form, law, n, shape, seed, truth }: Entry): string =>
    [id, kind, form, law, n, shape.join('x'), seed, ...ATOMS.map((atom) => truth[atom])].join(',');
  return `${[COLUMNS.join(','), ...entries.map(line)].join('\n')}\n`;
}
