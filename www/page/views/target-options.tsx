/** How Y is read: spellings of answers, scores of options, rare values. */

import { valuesOfY } from '../state/cost';
import { useApp } from './app-context';
import { Select } from './select';

const IGNORED: readonly [keyof typeof WAYS, string][] = [
  ['all', 'case, space, punctuation around'],
  ['case', 'case and space'],
  ['space', 'space'],
  ['nothing', 'nothing'],
];

const WAYS = {
  all: { case: true, space: true, punctuation: true },
  case: { case: true, space: true, punctuation: false },
  space: { case: false, space: true, punctuation: false },
  nothing: { case: false, space: false, punctuation: false },
};

/** What of the spelling of answers does not count; asked only where it makes a difference. */
export function Spelling() {
  const { state, actions } = useApp();
  const { facts } = state.bySlot.value.y ?? {};
  if (!facts?.answers || facts.answers === facts.distinct) return null;
  const { y_ignore: ignored } = state.choices.value;
  const value = IGNORED.find(([way]) => JSON.stringify(WAYS[way]) === JSON.stringify(ignored))?.[0];
  return (
    <Select
      label="Spelling of Y: ignore"
      value={value ?? 'all'}
      options={IGNORED}
      onChange={(way) => actions.choose_option('y_ignore', WAYS[way])}
    />
  );
}

/** Whether columns of Y are scores of options; asked only where there are several. */
export function ScoresOfTarget() {
  const { state, actions } = useApp();
  const { facts } = state.bySlot.value.y ?? {};
  if (facts?.kind !== 'numbers' || facts.columns < 2) return null;
  const found = facts.scores ? 'best option' : 'clusters, K-means';
  return (
    <Select
      label="Columns of Y"
      value={state.choices.value.y_scores}
      options={[
        ['auto', `auto (${found})`],
        ['argmax', 'options: the best counts'],
        ['kmeans', 'features: clusters, K-means'],
      ]}
      onChange={(way) => actions.choose_option('y_scores', way)}
    />
  );
}

/** How many samples a value of Y must have so as not to be merged; asked only where Y is labels. */
export function RareValues() {
  const { state } = useApp();
  const { y } = state.bySlot.value;
  return y && valuesOfY(y, state.choices.value) ? <Rare /> : null;
}

export function Rare() {
  const { state, actions } = useApp();
  const { y_least: least } = state.choices.value;
  return (
    <Select
      label="Rare values of Y"
      value={String(least)}
      options={[
        ['auto', 'merge if too many'],
        ['1', 'keep all'],
        ...[5, 10, 20, 50, 100].map((n): [string, string] => [String(n), `merge below ${n} samples`]),
      ]}
      onChange={(value) => actions.choose_option('y_least', value === 'auto' ? value : Number(value))}
    />
  );
}
