/**
 * How far to trust a report: its own warnings and passed checks, worst first, in the engine's words.
 *
 * The engine gives each check as fact, effect and action. Here they are only arranged: equal advice is said
 * once, and what the figures say themselves is not said again.
 */

import type { Atom } from '../charts/marks';
import type { Report, Warning } from '../library';
import { atomsOf, isPlugin, stateOf } from './claims';
import { list, opening } from './format';

export type Level = Warning['level'];

/** What to do: run again with so many codes, or words. */
export type Action = { k: number; also: string } | { text: string };

export interface Check {
  id: string;
  level: Level;
  /** What was found and what was wanted. */
  facts: string[];
  /** What it does to the numbers; empty for what passed. */
  effect: string;
  action: Action | null;
}

/** The chart of shares gives the reason where they are undefined. */
const SAID_ELSEWHERE = new Set(['contribution_undefined']);

const actionOf = ({ action, smaller_k: k }: Warning): Action | null => {
  if (k !== null) return { k, also: action };
  return action === '' ? null : { text: action };
};

/** A fact without its full stop, as a heading. Reports of old links have the message alone. */
const factOf = ({ fact, message }: Warning): string => (fact || message).replace(/\.$/, '');

/** Warnings that lead to the same become one: their facts, then effect and action once. */
function warned(warnings: readonly Warning[]): Check[] {
  const found = new Map<string, Check>();
  for (const warning of warnings) {
    const { level, code, effect, action } = warning;
    if (SAID_ELSEWHERE.has(code)) continue;
    const key = [level, code, effect, action].join('\n');
    const before = found.get(key);
    if (before) before.facts.push(factOf(warning));
    else found.set(key, { id: key, level, facts: [factOf(warning)], effect, action: actionOf(warning) });
  }
  return [...found.values()];
}

const NAMES: Record<Atom, (names: readonly string[]) => string> = {
  r: () => 'redundancy',
  u1: (n) => `unique to ${n[0]}`,
  u2: (n) => `unique to ${n[1]}`,
  s: () => 'synergy',
};

const pass = (id: string, fact: string): Check => ({
  id,
  level: 'pass',
  facts: [fact],
  effect: '',
  action: null,
});

/** What the report claims to be there, and in how many K-means partitions it was. */
function present(report: Report): Check[] {
  const atoms = atomsOf(report);
  const claimed = (['r', 'u1', 'u2', 's'] as const).filter((atom) => stateOf(report, atom) === 'claimed');
  if (claimed.length === 0) return [];
  const partitions = claimed.flatMap((atom) => {
    const found = atoms[atom].present_in_partitions;
    return found ? [found] : [];
  });
  const [least, all] = partitions.reduce(
    (low, found) => (found[0] < low[0] ? found : low),
    partitions[0] ?? [0, 0],
  );
  const what =
    claimed.length === 4
      ? 'All four atoms'
      : opening(list(claimed.map((atom) => NAMES[atom](report.options.names))));
  return [pass('present', `${what} present${all > 1 ? ` in ${least} of ${all} partitions` : ''}`)];
}

const PLUGIN: Check = {
  id: 'plugin',
  level: 'caution',
  facts: ['Plug-in values are biased upwards'],
  effect: 'Synergy is most, and nothing has an interval.',
  action: { text: 'Choose “with intervals” in the options for claims.' },
};

const ORDER: readonly Level[] = ['stop', 'caution', 'note', 'pass'];

/** All checks of a report, worst first, otherwise in the engine's order. */
export function checks(report: Report): Check[] {
  const all = [
    ...warned(report.warnings),
    ...(isPlugin(report) ? [PLUGIN] : []),
    ...present(report),
    ...report.passed.map((check, i) => pass(`${check.code} ${i}`, factOf(check))),
  ];
  return all.sort((p, q) => ORDER.indexOf(p.level) - ORDER.indexOf(q.level));
}

/** What was done, in small type under the checks. */
export function footnote(report: Report): string {
  if (report.partition.choice === 'labels') {
    const about = isPlugin(report) ? '' : ' The intervals are for these codes.';
    return `Labels were used as codes as they are.${about}`;
  }
  const { preparation, k } = report.options;
  const steps = [
    preparation.l2 ? 'L2-normalised' : '',
    preparation.centre ? 'centred' : '',
    preparation.whiten ? 'whitened' : '',
  ].filter(Boolean);
  const kind = steps.length ? `${list(steps)} ` : '';
  const components = preparation.pca ? ` (${preparation.pca} principal components)` : '';
  const prepared = `K-means on ${kind}embeddings${components}.`;
  const { k1, k2 } = report.partition;
  const codes = k1 === k2 ? `K = ${k1}` : `K = ${k1} and ${k2}`;
  const chosen = k === 'auto' ? `${codes} was chosen by held-out prediction.` : `${codes} was set by hand.`;
  const scope = isPlugin(report)
    ? ''
    : report.options.partitions > 1
      ? ' The intervals are for the mean over K-means solutions, not for the embeddings behind them.'
      : ' The intervals are for this partition, not for the embeddings behind it.';
  return `${prepared} ${chosen}${scope}`;
}
