/** `modalens.modalities/1`: more than two modalities, each against all others together, and every pair. */

import type { Source } from '../inputs/source';
import type { Analyzer } from '../types/analyzer';
import { ModalensError } from '../types/errors';
import type { PartialOptions } from '../types/options';
import type { Estimate, Report, Share } from '../types/report';
import { RULES } from '../types/rules';
import { type ManyControl, partly, type Runner } from './many';

/** Embeddings of each modality and the target, one row a sample. */
export interface ModalityInputs {
  /** Three at least. */
  x: readonly Source[];
  y: Source;
  /** Names of the modalities; then that of y, if it has one. */
  names?: readonly string[];
}

/** One of the analyses. */
export interface ModalityPart {
  kind: 'one_vs_rest' | 'pair';
  report: Report;
}

/** Every modality against the rest, and every pair. */
export interface Modalities {
  schema: 'modalens.modalities/1';
  names: string[];
  /** What each tells of y alone. */
  information_bits: Record<string, Estimate>;
  /**
   * Of what only one of all knows, the part of each: C_i = U_i / sum_j U_j, where U_i is the unique
   * information of modality i against all others together (arXiv:2511.19470).
   */
  contributions: Share[];
  /** x1 is the modality, x2 all others side by side. */
  one_vs_rest: Report[];
  /** Every two; of three modalities also within the codes of the third, as strata. */
  pairs: Report[];
}

/** What the analyses need of an analyzer. */
type JoiningRunner = Runner & Pick<Analyzer, 'run' | 'join'>;

const { half_width: T, contribution_widest: WIDEST } = RULES;

const undefinedBecause = (reason: string): Share => ({
  status: 'undefined',
  reason,
  estimate: null,
  lower: null,
  upper: null,
});

/**
 * Shares of non-negative estimates in their sum. The interval is that of the delta method, the uniques taken
 * as independent, cut at 0 and 1.
 */
export function sharesOf(uniques: readonly Pick<Estimate, 'estimate' | 'se' | 'plugin'>[]): Share[] {
  const found = uniques.map(({ estimate, plugin }) => Math.max(0, estimate ?? plugin));
  const errors = uniques.map(({ se }) => se ?? 0);
  const sum = found.reduce((a, b) => a + b, 0);
  const error = Math.hypot(...errors);
  if (sum <= T * error || sum <= 0)
    return uniques.map(() => undefinedBecause('what only one modality knows cannot be told from zero'));
  return found.map((own, i) => {
    const share = own / sum;
    const slopes = errors.map((se, j) => (((i === j ? 1 : 0) - share) / sum) * se);
    const half = T * Math.hypot(...slopes);
    if (2 * half > WIDEST) return undefinedBecause(`its interval would be wider than ${WIDEST}`);
    const plain = uniques[i]!.estimate === null;
    return {
      status: 'defined',
      reason: null,
      estimate: share,
      lower: plain ? null : Math.max(0, share - half),
      upper: plain ? null : Math.min(1, share + half),
    };
  });
}

function refused(message: string, hint: string): ModalensError {
  return new ModalensError({ code: 'unsupported_source', message, hint });
}

/** Looks at all modalities before any work: three at least, numbers, of one length. */
async function looked(runner: JoiningRunner, { x, names }: ModalityInputs): Promise<string[]> {
  if (x.length < 3)
    throw refused(
      `There are ${x.length} modalities; three or more are expected.`,
      'Give one input for each, or analyse two with `analyze`.',
    );
  const titles = x.map((_, i) => names?.[i] ?? `x${i + 1}`);
  const facts = await Promise.all(x.map((source) => runner.inspect(source)));
  const labels = facts.findIndex(({ kind }) => kind === 'labels');
  if (labels >= 0)
    throw refused(
      `${titles[labels]} holds labels; numbers are expected, so that modalities can be put side by side.`,
      'Give its embeddings.',
    );
  const rows = facts.map((one) => one.rows);
  if (new Set(rows).size > 1) {
    const each = titles.map((title, i) => `${title} has ${rows[i]}`);
    throw new ModalensError({
      code: 'row_count_mismatch',
      message: `${each.join(', ')} rows. Rows must match one to one.`,
      hint: 'Give inputs with one row for each sample.',
    });
  }
  return titles;
}

/** Every two of `count`, in order. */
const pairsOf = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length: count - i - 1 }, (_, j): [number, number] => [i, i + 1 + j]),
  ).flat();

/** How many analyses so many modalities take. */
export const analysesOf = (modalities: number): number => modalities + pairsOf(modalities).length;

/** Analyses every modality against the rest, then every pair. */
export async function analyzeModalities(
  runner: JoiningRunner,
  inputs: ModalityInputs,
  options: PartialOptions = {},
  control: ManyControl<ModalityPart> = {},
): Promise<Modalities> {
  const { x, y } = inputs;
  const names = await looked(runner, inputs);
  const target = inputs.names?.[x.length] ?? 'y';
  const named = (a: string, b: string): PartialOptions => ({ ...options, names: [a, b, target] });
  const count = analysesOf(x.length);
  const l2 = options.preparation?.l2 ?? true;
  const one_vs_rest: Report[] = [];
  const codes: (Uint32Array | undefined)[] = [];
  for (const [i, own] of x.entries()) {
    const others = x.filter((_, j) => j !== i);
    const rest = await runner.join(others, l2, control.signal ? { signal: control.signal } : {});
    const given = named(names[i]!, 'the rest');
    const { report, extras } = await runner.run({ x1: own, x2: rest, y }, given, partly(control, i, count));
    one_vs_rest.push(report);
    codes.push(extras.codes?.x1);
    control.onPart?.({ kind: 'one_vs_rest', report });
  }
  const pairs: Report[] = [];
  for (const [index, [a, b]] of pairsOf(x.length).entries()) {
    const third = x.length === 3 ? codes[3 - a - b] : undefined;
    const within = third && { z: { data: third, shape: [third.length], name: names[3 - a - b]! } };
    const given = named(names[a]!, names[b]!);
    const two = { x1: x[a]!, x2: x[b]!, y, ...within };
    const report = await runner.analyze(two, given, partly(control, x.length + index, count));
    pairs.push(report);
    control.onPart?.({ kind: 'pair', report });
  }
  return {
    schema: 'modalens.modalities/1',
    names,
    information_bits: Object.fromEntries(names.map((name, i) => [name, one_vs_rest[i]!.information_bits.i1])),
    contributions: sharesOf(one_vs_rest.map((report) => report.atoms_bits.unique1)),
    one_vs_rest,
    pairs,
  };
}
