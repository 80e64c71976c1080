/** How new files meet those that are there already: who keeps, takes and loses a role. */

import { assign, assignByName, type Candidate, type Slot } from './assign';
import type { Entry } from './entry';

const candidate = (entry: Entry): Candidate => ({
  name: entry.how.member ?? entry.path,
  slot: entry.slot,
  usable: entry.problem === null && entry.facts !== null,
  labels: entry.facts?.columns === 1,
});

const withSlots = (entries: readonly Entry[], slots: readonly (Slot | null)[]): Entry[] =>
  entries.map((entry, i) => ({ ...entry, slot: slots[i] ?? null }));

/** Entries with free roles given; those that have one keep it. */
export const assigned = (entries: readonly Entry[]): Entry[] =>
  withSlots(entries, assign(entries.map(candidate)));

/** What came of a meeting. */
export interface Meeting {
  entries: Entry[];
  /** Files that had a role and have none now, or are gone. */
  replaced: Entry[];
}

/**
 * New files beside old ones. A whole set takes the place of all that was there. Less than a whole set takes
 * the roles that its names claim, broken files too: what stays in use must not come from two sets unseen. A
 * role that the reader gave by hand stays where it is.
 */
export function meet(old: readonly Entry[], fresh: readonly Entry[]): Meeting {
  const alone = assigned(fresh);
  const whole = (['x1', 'x2', 'y'] as const).every((slot) => alone.some((entry) => entry.slot === slot));
  if (whole) return { entries: alone, replaced: old.filter(({ slot }) => slot !== null) };
  const claimed = assignByName(fresh.map((entry) => ({ ...candidate(entry), usable: true })));
  const loses = ({ slot, byHand }: Entry): boolean => slot !== null && !byHand && claimed.includes(slot);
  const kept = old.map((entry) => (loses(entry) ? { ...entry, slot: null } : entry));
  const held = kept.map(({ slot }) => slot);
  const taking = withSlots(
    fresh,
    claimed.map((slot, i) => (slot && !held.includes(slot) && candidate(fresh[i]!).usable ? slot : null)),
  );
  // Files that have just lost a role do not get it back: they stand aside while free roles are given.
  const replaced = old.filter(loses);
  const aside = new Set(replaced.map(({ id }) => id));
  const given = new Map(
    assigned([...kept.filter(({ id }) => !aside.has(id)), ...taking]).map((entry) => [entry.id, entry]),
  );
  return { entries: [...kept, ...taking].map((entry) => given.get(entry.id) ?? entry), replaced };
}
