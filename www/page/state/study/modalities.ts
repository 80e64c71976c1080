/** More than two modalities: which files they are, and what the rows of their study say of all of them. */

import { type Estimate, type Share, sharesOf } from '../../library';
import type { Entry } from '../entry';
import type { Study } from './study';

/** Modalities at most: every two of them is an analysis. */
const MOST = 12;

/** What stands in place of all others together. */
export const REST = 'the rest';

/** The inputs that hold numbers, one row a sample of y, if these are three or more. */
export function modalitiesIn(entries: readonly Entry[], y: Entry | null): Entry[] {
  const rows = y?.facts?.rows;
  const found = entries.filter(
    ({ slot, facts, problem }) =>
      slot !== 'y' && slot !== 'z' && facts?.kind === 'numbers' && facts.rows === rows && !problem,
  );
  const several = found.length > 2 && found.length <= MOST;
  return several && new Set(found.map(({ name }) => name)).size === found.length ? found : [];
}

/** What one of all modalities tells: alone, what only it knows, and its part of what only one knows. */
export interface OfAll {
  name: string;
  alone: Estimate;
  unique: Estimate;
  share: Share;
}

/** The modalities of a study with each against the rest; null of others, and while one is missing. */
export function contributionsOf({ rows, columns }: Pick<Study, 'rows' | 'columns'>): OfAll[] | null {
  if (columns.join(' ') !== 'x1 x2') return null;
  const against = rows.filter(({ keys }) => keys['x2'] === REST);
  const reports = against.flatMap(({ point }) => point?.report ?? []);
  if (against.length < 3 || reports.length < against.length) return null;
  const shares = sharesOf(reports.map((report) => report.atoms_bits.unique1));
  return against.flatMap(({ keys }, i) => {
    const [report, share] = [reports[i], shares[i]];
    if (!report || !share) return [];
    const { information_bits: information, atoms_bits: atoms } = report;
    return [{ name: keys['x1'] ?? '', alone: information.i1, unique: atoms.unique1, share }];
  });
}
