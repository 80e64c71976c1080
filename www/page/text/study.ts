/** What is said of a study: its rankings in one sentence, and what its matrix shows. */

import type { MatrixData } from '../charts/matrix';
import { type Comparison, type Differing, differing, targetsNotes } from '../library';
import { type Arrangement, arranged } from '../state/study/matrix';
import { contributionsOf, type OfAll } from '../state/study/modalities';
import { namesIn, progressOf, type Study } from '../state/study/study';
import { count, list, opening, range } from './format';
import type { Sentence } from './sentence';

const analyses = (n: number): string => (n === 1 ? '1 analysis' : `${count(n)} analyses`);

/** "31 of 72 analyses are done, 2 could not be made." */
export function progressText(study: Study): string {
  const { done, failed, all } = progressOf(study);
  const bad = failed > 0 ? `, ${count(failed)} of them could not be made` : '';
  return `${count(done)} of ${analyses(all)} done${bad}.`;
}

/** Which of more than two modalities has most of its own. */
function modalitiesSentence(all: readonly OfAll[]): Sentence {
  const [first, second] = [...all].sort((a, b) => (b.share.estimate ?? 0) - (a.share.estimate ?? 0));
  if (!first || !second || first.share.estimate === null)
    return {
      lead: `What only one of ${count(all.length)} modalities knows`,
      rest: 'cannot be told from zero.',
    };
  const { lower, upper } = first.share;
  const ends = lower !== null && upper !== null ? `${range(lower, upper)} of what only one knows` : '';
  const sure = lower !== null && second.share.upper !== null && lower > second.share.upper;
  return sure
    ? {
        lead: `${opening(first.name)} contributes most of ${count(all.length)} modalities:`,
        rest: `${ends}.`,
      }
    : {
        lead: `${opening(first.name)} has most of its own, ${ends},`,
        rest: `but is not told from ${second.name}.`,
      };
}

/** Which modality tells more, counted over the rows; of more than two, which has most of its own. */
export function studySentence(study: Study): Sentence {
  const all = contributionsOf(study);
  if (all) return modalitiesSentence(all);
  return countedSentence(study);
}

function countedSentence(study: Study): Sentence {
  const { done, all, failed } = progressOf(study);
  const [a, b] = namesIn(study);
  const made = done - failed;
  if (made === 0) return { lead: `A study of ${analyses(all)}.`, rest: '' };
  if (study.rows.every(({ point }) => point === null || point.atoms_bits.redundancy.estimate === null))
    return { lead: `Plug-in values of ${analyses(made)}:`, rest: 'no intervals, so nothing is claimed.' };
  const of = (claim: 'x1' | 'x2' | 'none'): number =>
    study.rows.filter(({ point }) => point !== null && (point.claim ?? 'none') === claim).length;
  const [first, second, neither] = [of('x1'), of('x2'), of('none')];
  const so = done < all ? 'So far ' : '';
  const opens = (text: string): string => so + (so ? text : opening(text));
  const [more, most, less, least] =
    first >= second ? ([a, first, b, second] as const) : ([b, second, a, first] as const);
  if (most === 0)
    return {
      lead: `${opens('neither')} ${a} nor ${b} is shown to contribute more`,
      rest: `in ${analyses(made)}.`,
    };
  const others = [
    least > 0 ? `${opening(less)} does in ${count(least)}.` : '',
    neither > 0 ? `In ${count(neither)} neither is shown to.` : '',
  ].filter(Boolean);
  return {
    lead: `${opens(more)} contributes more in ${count(most)} of ${analyses(made)}.`,
    rest: others.join(' '),
  };
}

/** What several targets of the same inputs say together: label and answer, outputs with an input masked. */
export const ofTargets = (study: Study): string[] =>
  targetsNotes(
    study.rows.map(({ keys, point }) => ({
      keys,
      claim: point?.claim ?? null,
      names: point?.report?.options.names ?? namesIn(study),
    })),
  );

const WHAT: Record<Differing, string> = {
  samples: 'their numbers of samples',
  K: 'K',
  'codes of y': 'the codes of Y',
  y: 'Y',
};

/** In what rows differ that should be alike where they are compared; empty where nothing does. */
export function fairness(study: Pick<Study, 'rows'>): string {
  const rows = study.rows.flatMap(({ point }) => (point?.report ? [{ report: point.report }] : []));
  return unlike(differing(rows));
}

/** "The analyses differ in K and Y." */
const unlike = (found: readonly Differing[]): string =>
  found.length === 0 ? '' : `The analyses differ in ${list(found.map((one) => WHAT[one]))}.`;

/** What stands under the matrix where it leaves the page. */
export function matrixCaption(study: Study, data: MatrixData, wish: Arrangement): string {
  const { down, across, rest } = arranged(study, wish);
  const axes = across === null ? `Rows: ${down}.` : `Rows: ${down}; columns: ${across}.`;
  const at = rest.map(({ name, at }) => `${name} ${at}`);
  const first = study.rows.find(({ point }) => point?.report)?.point?.report;
  const made = first ? ` Modalens ${first.engine}.` : '';
  const shown = at.length > 0 ? ` Shown: ${at.join(', ')}.` : '';
  return `${axes}${shown} ${data.scale}; numbers are ${data.figures}; grey: not claimed.${made}`;
}

/** In what two analyses differ that should be alike. */
export const unlikeTwo = (found: readonly Differing[]): string =>
  `They differ in ${list(found.map((one) => WHAT[one]))}.`;

const NAMES = { redundancy: 'R', unique1: 'U₁', unique2: 'U₂', synergy: 'S' } as const;

/** "B has more U₁ and less S than A; R and U₂ cannot be told apart." */
export function comparedSentence({ differences }: Comparison): string {
  const atoms = differences.flatMap(({ quantity, lower, upper }) =>
    quantity in NAMES ? [{ name: NAMES[quantity as keyof typeof NAMES], lower, upper }] : [],
  );
  if (atoms.some(({ lower }) => lower === null)) return 'Plug-in values: no interval tells A and B apart.';
  const names = (test: (ends: { lower: number; upper: number }) => boolean): string =>
    list(
      atoms
        .filter(({ lower, upper }) => test({ lower: lower ?? 0, upper: upper ?? 0 }))
        .map(({ name }) => name),
    );
  const [more, less] = [names(({ lower }) => lower > 0), names(({ upper }) => upper < 0)];
  const open = names(({ lower, upper }) => lower <= 0 && upper >= 0);
  const told = [more && `more ${more}`, less && `less ${less}`].filter(Boolean).join(' and ');
  if (!told) return 'No atom of A and B can be told apart.';
  return `B has ${told} than A${open ? `; ${open} cannot be told apart` : ''}.`;
}
