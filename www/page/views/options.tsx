/** Options of a run, with what K means for these samples. */

import type { Choices } from '../state/app';
import { noteOnK, offeredK, valuesOfY } from '../state/cost';
import type { Entry } from '../state/entry';
import { labelled } from '../state/ready';
import { useApp } from './app-context';
import { Note } from './parts';
import { Select } from './select';
import { Rare, RareValues, ScoresOfTarget, Spelling } from './target-options';

const PREPARATIONS: readonly (readonly [Choices['preparation'], string])[] = [
  ['l2', 'L2-normalise'],
  ['centre', 'L2-normalise, centre'],
  ['whiten', 'PCA-whiten, 50'],
  ['none', 'as they are'],
];

const number = (text: string): number | 'auto' => (text === 'auto' ? 'auto' : Number(text));

/** Numbers of codes to choose from, "auto" first. */
const codes = (current: number | 'auto'): [string, string][] => [
  ['auto', 'auto'],
  ...offeredK(current).map((k): [string, string] => [String(k), String(k)]),
];

/** Labels that are used as they are, or merged where they are rare. */
const labelsOf = (entry: Entry | null): number | null =>
  entry && labelled(entry) ? (entry.facts?.distinct ?? null) : null;

function CodesOfSources() {
  const { state, actions } = useApp();
  const { x1, x2 } = state.bySlot.value;
  const given = [labelsOf(x1), labelsOf(x2)];
  const all = given.every(Boolean);
  const { k } = state.choices.value;
  return (
    <Select
      label="Codes per modality, K"
      value={all ? 'auto' : String(k)}
      options={all ? [['auto', `labels (${[...new Set(given)].join(' and ')})`]] : codes(k)}
      onChange={(value) => actions.choose_option('k', number(value))}
    />
  );
}

function CodesOfTarget() {
  const { state, actions } = useApp();
  const { y } = state.bySlot.value;
  const labels = y && valuesOfY(y, state.choices.value);
  const { ky } = state.choices.value;
  return (
    <Select
      label="Codes of Y"
      value={labels ? 'auto' : String(ky)}
      options={labels ? [['auto', `labels (${labels})`]] : codes(ky)}
      onChange={(value) => actions.choose_option('ky', number(value))}
    />
  );
}

function Partitions() {
  const { state, actions } = useApp();
  const { method, partitions } = state.choices.value;
  const choose = (value: string) => {
    actions.choose_option('method', value === 'plugin' ? 'plugin' : 'full');
    actions.choose_option('partitions', value === 'plugin' ? 10 : Number(value));
  };
  return (
    <Select
      label="K-means partitions"
      value={method === 'plugin' ? 'plugin' : String(partitions)}
      options={[
        ['5', '5, with intervals'],
        ['10', '10, with intervals'],
        ['20', '20, with intervals'],
        ['plugin', '1, plug-in only'],
      ]}
      onChange={choose}
    />
  );
}

function CodesFrom() {
  const { state, actions } = useApp();
  return (
    <Select
      label="Codes from"
      value={state.choices.value.discretiser}
      options={[
        ['kmeans', 'where samples lie'],
        ['probe', 'both: also what a probe reads'],
      ]}
      onChange={(value) => actions.choose_option('discretiser', value)}
    />
  );
}

function Seed() {
  const { state, actions } = useApp();
  const choose = (seed: number) => {
    if (Number.isSafeInteger(seed) && seed >= 0) actions.choose_option('seed', seed);
  };
  return (
    <label class="field">
      <span>Random seed</span>
      <input
        type="number"
        min={0}
        max={Number.MAX_SAFE_INTEGER}
        step={1}
        value={state.choices.value.seed}
        onInput={(event) => choose(event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}

/** What K means for these samples. */
function Meaning() {
  const { state } = useApp();
  const note = noteOnK(state.bySlot.value, state.choices.value);
  if (!note) return null;
  const { level, lead, text, rest } = note;
  if (level === 'pass')
    return (
      <p class="gap-16 q">
        {text} {rest}
      </p>
    );
  return (
    <Note level={level} as="p" class="gap-16">
      <span class="lead">{lead}</span>
      {text} <span class="q">{rest}</span>
    </Note>
  );
}

/** Options that a study has for all of its analyses; what K means is for each of them to say. */
export function StudyOptions() {
  const { state, actions } = useApp();
  const { k, ky, preparation, drop_nonfinite: drop } = state.choices.value;
  return (
    <>
      <div class="options gap-12">
        <Select
          label="Codes per modality, K"
          value={String(k)}
          options={codes(k)}
          onChange={(value) => actions.choose_option('k', number(value))}
        />
        <Select
          label="Codes of Y, if numbers"
          value={String(ky)}
          options={codes(ky)}
          onChange={(value) => actions.choose_option('ky', number(value))}
        />
        <Select
          label="Preparation"
          value={preparation}
          options={PREPARATIONS}
          onChange={(value) => actions.choose_option('preparation', value)}
        />
        <Partitions />
        <Seed />
        <Rare />
        <CodesFrom />
      </div>
      <p class="gap-16">
        <label>
          <input
            type="checkbox"
            checked={drop}
            onChange={(event) => actions.choose_option('drop_nonfinite', event.currentTarget.checked)}
          />
          Leave out samples with NaN or infinity
        </label>
      </p>
    </>
  );
}

export function Options() {
  const { state, actions } = useApp();
  const { preparation } = state.choices.value;
  return (
    <>
      <h2 class="gap-32">Options</h2>
      <div class="options gap-12">
        <CodesOfSources />
        <ScoresOfTarget />
        <CodesOfTarget />
        <Spelling />
        <RareValues />
        <Select
          label="Preparation"
          value={preparation}
          options={PREPARATIONS}
          onChange={(value) => actions.choose_option('preparation', value)}
        />
        <Partitions />
        <CodesFrom />
        <Seed />
      </div>
      <Meaning />
    </>
  );
}
