/**
 * How far to trust a report: every check with its number, its threshold and what to do, worst first.
 *
 * Copy: fact, threshold, effect, action. A check that passes is said in few words.
 */

import type { Atom } from '../charts/marks';
import type { Report, Warning } from '../library';
import { HIDDEN_BELOW, SAMPLES_WANTED, atomsOf, isPlugin, stateOf } from './claims';
import { bits, count, list, opening, power, ratio } from './format';

export type Level = 'stop' | 'caution' | 'pass';

/** Something the reader can press: run again with so many codes. */
export interface Action { label: string; k: number }

export interface Check {
  id: string;
  level: Level;
  /** Bold opening; for a pass, the whole of it. */
  lead: string;
  /** What follows the opening; the action stands between `text` and `after`. */
  text: string;
  action?: Action;
  after?: string;
  /** Number and threshold of a pass, in small type. */
  value?: string;
}

/** Grid on which K is chosen. */
export const GRID = [2, 4, 6, 8, 12, 16, 24, 32] as const;

export const AGREEMENT_WANTED = 0.8;
export const GAP_ALLOWED = 1e-3;

/** Samples a cell of the triple table. */
export const perCell = (n: number, k1: number, k2: number, ky: number): number => n / (k1 * k2 * ky);

/** The largest K below the one given with enough samples a cell; null if there is none. */
export function supportedK(n: number, ky: number, below: number): number | null {
  return [...GRID].reverse().find((k) => k < below && perCell(n, k, k, ky) >= SAMPLES_WANTED) ?? null;
}

function samples(report: Report): Check {
  const { k1, k2, ky, samples_per_triple_cell: cell } = report.partition;
  const id = 'samples';
  if (cell >= SAMPLES_WANTED) return { id, level: 'pass', lead: 'Enough samples', text: '', value: `${ratio(cell)} per cell; ${SAMPLES_WANTED} wanted` };
  const better = supportedK(report.n, ky, Math.max(k1, k2));
  const more = `bring ${count(SAMPLES_WANTED * k1 * k2 * ky)} samples.`;
  const effect = cell >= 1
    ? 'The interval of synergy may be too narrow.'
    : cell >= HIDDEN_BELOW ? 'Do not report synergy from this run.' : 'Synergy is hidden.';
  return {
    id, level: cell >= 1 ? 'caution' : 'stop', lead: `${ratio(cell)} samples per cell`, text: `, ${SAMPLES_WANTED} wanted. ${effect} `,
    ...(better === null
      ? { after: opening(more) }
      : { action: { label: `Run K = ${better}`, k: better }, after: ` (${ratio(perCell(report.n, better, better, ky))} per cell), or ${more}` }),
  };
}

function contribution(report: Report): Check | null {
  const { c1 } = report.contribution;
  if (c1.status === 'defined') return null;
  return {
    id: 'contribution', level: 'caution', lead: 'Contribution undefined.',
    text: ` ${c1.reason ? `${opening(c1.reason.replace(/\.$/, ''))}. ` : ''}Read the Shapley share, or bring more samples.`,
  };
}

const NAMES: Record<Atom, (names: readonly string[]) => string> = {
  r: () => 'redundancy', u1: (n) => `unique to ${n[0]}`, u2: (n) => `unique to ${n[1]}`, s: () => 'synergy',
};

function present(report: Report): Check | null {
  const atoms = atomsOf(report);
  const claimed = (['r', 'u1', 'u2', 's'] as const).filter((atom) => stateOf(report, atom) === 'claimed');
  if (claimed.length === 0) return null;
  const seeds = claimed.map((atom) => atoms[atom].present_in_seeds).filter((s) => s !== null);
  const worst = seeds.reduce((low, s) => (s[0] < low[0] ? s : low), seeds[0] ?? [0, 0]);
  const lead = claimed.length === 4 ? 'All four atoms present' : `${opening(list(claimed.map((atom) => NAMES[atom](report.options.names))))} present`;
  return {
    id: 'present', level: 'pass', lead, text: '',
    ...(seeds.length > 0 ? { value: `in ${worst[0]} of ${worst[1]} seeds; ${Math.ceil(worst[1] * 0.8)} wanted` } : {}),
  };
}

function unsteady(report: Report): Check[] {
  const atoms = atomsOf(report);
  return (['r', 'u1', 'u2', 's'] as const).flatMap((atom): Check[] => {
    const { lower, present: is, present_in_seeds: seeds } = atoms[atom];
    if (is !== false || seeds === null || lower === null || lower <= 0.01 || stateOf(report, atom) === 'hidden') return [];
    const name = opening(NAMES[atom](report.options.names));
    return [{
      id: `unsteady-${atom}`, level: 'caution', lead: `${name} in ${seeds[0]} of ${seeds[1]} seeds`,
      text: `, ${Math.ceil(seeds[1] * 0.8)} wanted. It depends on the K-means seed and is not claimed. Use fewer codes, or bring more samples.`,
    }];
  });
}

function agreement(report: Report): Check | null {
  const { seed_agreement_x1: one, seed_agreement_x2: two } = report.partition;
  const [a, b] = report.options.names;
  const parts = ([[a, one], [b, two]] as const).filter((part): part is readonly [string, number] => part[1] !== null);
  if (parts.length === 0) return null;
  const value = parts.map(([name, v]) => `${bits(v)} ${name}`).join(', ');
  if (parts.every(([, v]) => v >= AGREEMENT_WANTED)) return { id: 'agreement', level: 'pass', lead: 'Seeds agree', text: '', value: `${value}; ${bits(AGREEMENT_WANTED)} wanted` };
  return {
    id: 'agreement', level: 'caution', lead: 'Seeds disagree',
    text: `: ${value}; ${bits(AGREEMENT_WANTED)} wanted. Another seed groups the samples differently, so sizes may move. Claims still need four seeds of five. Try another K or preparation.`,
  };
}

function certificate(report: Report): Check {
  const { gap_bits: gap, termination } = report.solver;
  if (gap <= GAP_ALLOWED) return { id: 'certificate', level: 'pass', lead: 'Solution certified', text: '', value: `gap ${power(gap)} bits; at most 10⁻³ wanted` };
  return {
    id: 'certificate', level: 'caution', lead: `Certified only to ${power(gap)} bits`,
    text: `, 10⁻³ wanted (${termination.replaceAll('_', ' ')}). Atoms are certain to that many bits only. Use fewer codes.`,
  };
}

/** Codes of the engine's checks that are said above in the page's words. */
const KNOWN = new Set(['samples_per_triple_cell', 'seed_agreement', 'gap', 'contribution_undefined']);

const LEVEL: Record<string, Level> = { stop: 'stop', caution: 'caution', note: 'caution', pass: 'pass' };

/** A warning in the engine's words: its first sentence opens it, "Run K = 6" becomes an action. */
function engineSays({ code, level, message }: Warning): Check {
  const [first = '', ...more] = message.split(/(?<=\.) /);
  const text = more.length ? ` ${more.join(' ')}` : '';
  const found = /^(.*?)(Run K = (\d+))(.*)$/s.exec(text);
  const check = { id: code, level: LEVEL[level] ?? 'caution', lead: first };
  return found ? { ...check, text: found[1] ?? '', action: { label: found[2] ?? '', k: Number(found[3]) }, after: found[4] } : { ...check, text };
}

const rest = (report: Report): Check[] => report.warnings.filter(({ code }) => !KNOWN.has(code)).map(engineSays);

/** What the engine checked of synergy's correction, where it is as it should be. */
function correction(report: Report): Check | null {
  const found = report.passed.find(({ code }) => code === 'synergy_correction');
  if (!found || stateOf(report, 's') === 'hidden') return null;
  return { id: 'correction', level: 'pass', lead: 'Correction of synergy holds', text: '', value: found.message.replace(/^The correction of synergy is /, '').replace(/\.$/, '') };
}

const ORDER: Record<Level, number> = { stop: 0, caution: 1, pass: 2 };

/** All checks of a report, worst first, otherwise in reading order. */
export function checks(report: Report): Check[] {
  const plugin: Check[] = isPlugin(report)
    ? [{ id: 'plugin', level: 'caution', lead: 'Plug-in values', text: ' are biased upwards, synergy most, and have no interval. Choose “with intervals” in the options for claims.' }]
    : [];
  const all = [
    samples(report), contribution(report), ...unsteady(report), ...rest(report), ...plugin,
    present(report), agreement(report), correction(report), certificate(report),
  ].filter((check) => check !== null);
  return all.sort((p, q) => ORDER[p.level] - ORDER[q.level]);
}

/** What was done, in small type under the checks. */
export function footnote(report: Report): string {
  const { preparation, k } = report.options;
  const steps = [preparation.l2 ? 'L2-normalised' : '', preparation.centre ? 'centred' : '', preparation.whiten ? 'whitened' : ''].filter(Boolean);
  const prepared = `K-means on ${steps.length ? `${list(steps)} ` : ''}embeddings${preparation.pca ? ` (${preparation.pca} principal components)` : ''}.`;
  const { k1, k2 } = report.partition;
  const codes = k1 === k2 ? `K = ${k1}` : `K = ${k1} and ${k2}`;
  const chosen = k === 'auto' ? `${codes} was chosen by held-out prediction.` : `${codes} was set by hand.`;
  const scope = isPlugin(report) ? '' : ' The intervals are for this partition, not for the embeddings behind it.';
  return `${prepared} ${chosen}${scope}`;
}
