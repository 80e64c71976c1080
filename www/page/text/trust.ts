/**
 * How far to trust a report: its own warnings and passed checks, worst first, set for reading.
 *
 * The engine words every check (fact, threshold, effect, action) and gives its level. Here a message is only
 * taken apart: the fact opens it in bold, "Run K = 6" can be pressed, and equal advice is said once.
 */

import type { Atom } from '../charts/marks';
import type { Report, Warning } from '../library';
import { atomsOf, isPlugin, stateOf } from './claims';
import { list, opening, scientific } from './format';

export type Level = Warning['level'];

/** Something the reader can press: run again with so many codes. */
export interface Action {
  label: string;
  k: number;
}

export interface Check {
  id: string;
  level: Level;
  /** Bold opening; for a pass, the fact. */
  lead: string;
  /** What follows the opening; the action stands between `text` and `after`. */
  text: string;
  action?: Action;
  after?: string;
  /** Threshold of a pass, in small type. */
  value?: string;
}

/** A message taken apart: fact, its threshold, and the advice behind it. */
function parts(message: string): { lead: string; rest: string; advice: string } {
  const [fact = '', ...more] = scientific(message).split(/(?<=\.) /);
  const comma = fact.indexOf(', ');
  return comma < 0
    ? { lead: fact, rest: '', advice: more.join(' ') }
    : { lead: fact.slice(0, comma), rest: fact.slice(comma), advice: more.join(' ') };
}

/** The advice, with what can be pressed in it. */
function advised(text: string, k: number | null): Pick<Check, 'text' | 'action' | 'after'> {
  const label = `Run K = ${k}`;
  const at = k === null ? -1 : text.indexOf(label);
  if (k === null || at < 0) return { text };
  return { text: text.slice(0, at), action: { label, k }, after: text.slice(at + label.length) };
}

/** Warnings with equal code and advice become one: the facts, then the advice once. */
function warned(warnings: readonly Warning[]): Check[] {
  const groups = new Map<string, Warning[]>();
  for (const warning of warnings) {
    const key = `${warning.level} ${warning.code} ${parts(warning.message).advice}`;
    groups.set(key, [...(groups.get(key) ?? []), warning]);
  }
  return [...groups.values()].flatMap((group): Check[] => {
    const [first, ...others] = group;
    if (!first) return [];
    const { lead, rest, advice } = parts(first.message);
    const facts = others
      .map(({ message }) => {
        const other = parts(message);
        return ` ${other.lead}${other.rest}`;
      })
      .join('');
    return [
      {
        id: first.code,
        level: first.level,
        lead,
        ...advised(`${rest}${facts}${advice && ` ${advice}`}`, first.smaller_k),
      },
    ];
  });
}

function passed({ code, message }: Warning): Check {
  const { lead, rest } = parts(message);
  return {
    id: code,
    level: 'pass',
    lead: lead.replace(/\.$/, ''),
    text: '',
    ...(rest ? { value: rest.slice(2).replace(/\.$/, '') } : {}),
  };
}

const NAMES: Record<Atom, (names: readonly string[]) => string> = {
  r: () => 'redundancy',
  u1: (n) => `unique to ${n[0]}`,
  u2: (n) => `unique to ${n[1]}`,
  s: () => 'synergy',
};

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
  const lead =
    claimed.length === 4
      ? 'All four atoms present'
      : `${opening(list(claimed.map((atom) => NAMES[atom](report.options.names))))} present`;
  return [
    {
      id: 'present',
      level: 'pass',
      lead,
      text: '',
      ...(all > 1 ? { value: `in ${least} of ${all} partitions` } : {}),
    },
  ];
}

const PLUGIN: Check = {
  id: 'plugin',
  level: 'caution',
  lead: 'Plug-in values',
  text: ' are biased upwards, synergy most, and have no interval. Choose “with intervals” in the options for claims.',
};

const ORDER: readonly Level[] = ['stop', 'caution', 'note', 'pass'];

/** All checks of a report, worst first, otherwise in the engine's order. */
export function checks(report: Report): Check[] {
  const all = [
    ...warned(report.warnings),
    ...(isPlugin(report) ? [PLUGIN] : []),
    ...present(report),
    ...report.passed.map(passed),
  ];
  return all.sort((p, q) => ORDER.indexOf(p.level) - ORDER.indexOf(q.level));
}

/** What was done, in small type under the checks. */
export function footnote(report: Report): string {
  if (report.partition.choice === 'labels') {
    return `Labels were used as codes as they are.${isPlugin(report) ? '' : ' The intervals are for these codes.'}`;
  }
  const { preparation, k } = report.options;
  const steps = [
    preparation.l2 ? 'L2-normalised' : '',
    preparation.centre ? 'centred' : '',
    preparation.whiten ? 'whitened' : '',
  ].filter(Boolean);
  const prepared = `K-means on ${steps.length ? `${list(steps)} ` : ''}embeddings${preparation.pca ? ` (${preparation.pca} principal components)` : ''}.`;
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
