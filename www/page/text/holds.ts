/** What of an answer holds under other choices, in a sentence; the verdicts themselves are the library's. */

import { type Series, supported, type Verdict, type Verdicts } from '../library';
import { bits, list, opening } from './format';
import type { Sentence } from './sentence';
import { EVERYWHERE, valueName } from './varied';

const JUDGED: Record<keyof Verdicts, string> = {
  ranking: 'Ranking',
  contribution: 'Contribution',
  sizes: 'Sizes',
};

/** A verdict in three lines: what, whether; what was found; by which rule. */
export interface Told {
  name: string;
  holds: string;
  firm: boolean;
  detail: string;
  rule: string;
}

/** Values as they are called on the axis, where the library gives their keys. */
const named = (text: string, kind: Series['kind']): string =>
  kind === 'k' || kind === 'layers'
    ? text
    : text.replace(/\b(l2|centre|whiten|kmeans|probe)\b/g, (label) => valueName(kind, label));

/** First letters of sentences upper case, and symbols as they are written here. */
const polished = (text: string): string =>
  opening(text)
    .replaceAll(/\bC1\b/g, 'C₁')
    .replaceAll(/\. ([a-z])/g, (_, letter: string) => `. ${letter.toUpperCase()}`);

/** The three verdicts in words. */
export const told = (verdicts: Verdicts, kind: Series['kind']): Told[] =>
  (['ranking', 'contribution', 'sizes'] as const).map((key) => {
    const { holds, detail, rule } = verdicts[key];
    const [yes, no] = key === 'sizes' ? ['hold', 'do not hold'] : ['holds', 'does not hold'];
    return {
      name: JUDGED[key],
      holds: holds === null ? 'cannot be told' : holds ? yes : no,
      firm: holds === true,
      detail: polished(named(detail, kind)),
      rule: polished(rule),
    };
  });

/** Which source is first, wherever one is. */
function first({ points, names }: Series): string | null {
  const claims = points.filter(supported).map(({ claim }) => claim);
  const [a, b] = names ?? ['X1', 'X2'];
  if (claims.includes('x1') && !claims.includes('x2')) return a;
  return claims.includes('x2') && !claims.includes('x1') ? b : null;
}

function rankingLead({ ranking }: Verdicts, series: Series): string {
  const everywhere = EVERYWHERE[series.kind];
  if (ranking.holds === null) return 'The ranking cannot be compared yet';
  if (!ranking.holds) return `The ranking does not hold ${everywhere}`;
  return first(series) === null ? `Neither is ranked first ${everywhere}` : `The ranking holds ${everywhere}`;
}

function sizesLead({ ranking, sizes }: Verdicts): string {
  if (sizes.holds === null) return '';
  if (sizes.holds) return ranking.holds === true ? ', and so do the sizes' : '; the sizes hold';
  return ranking.holds === true ? '; the sizes do not' : ', nor do the sizes';
}

/** Where the first source is ranked first, and what the contribution does. */
function rest(series: Series, { contribution }: Verdicts): string {
  const name = first(series);
  const judged = series.points.filter(supported);
  const [least, most] = [judged[0], judged.at(-1)];
  if (!least || !most || least === most) return '';
  const claimed = judged.filter(({ claim }) => claim !== 'none');
  const where =
    claimed.length === judged.length
      ? series.kind === 'k'
        ? `from K = ${least.label} to ${most.label}`
        : EVERYWHERE[series.kind]
      : series.kind === 'k'
        ? `at K = ${list(claimed.map(({ label }) => label))}`
        : 'wherever one is ranked';
  const said = name === null ? '' : `${opening(name)} has more of its own ${where}`;
  return [said, share(contribution, series)]
    .filter(Boolean)
    .join('; ')
    .concat(said ? '.' : '');
}

/** "image’s unique share stays between 0.31 and 0.37" */
function share({ holds }: Verdict, { points, names }: Series): string {
  const values = points.filter(supported).flatMap(({ c1 }) => (c1 ? [c1.estimate ?? c1.plugin] : []));
  if (values.length < 2) return '';
  const verb = holds ? 'stays between' : 'goes from';
  const [least, most] = [Math.min(...values), Math.max(...values)].map(bits);
  return `the unique share of ${names?.[0] ?? 'X1'} ${verb} ${least} ${holds ? 'and' : 'to'} ${most}`;
}

/** The sentence over the curves; with points still to come, of those that are there. */
export function holdsSentence(series: Series, verdicts: Verdicts, whole: boolean): Sentence {
  const lead = `${rankingLead(verdicts, series)}${sizesLead(verdicts)}.`;
  return {
    lead: whole ? lead : `So far: ${lead.charAt(0).toLowerCase()}${lead.slice(1)}`,
    rest: rest(series, verdicts),
  };
}
