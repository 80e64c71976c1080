/** Options of a run, with what K means for these samples. */

import type { Choices } from '../state/app';
import { codesOfY, noteOnK, offeredK } from '../state/cost';
import { useApp } from './app-context';
import { Note } from './parts';

interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}

function Select<T extends string>({ label, value, options, onChange }: SelectProps<T>) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value as T)}>
        {options.map(([key, name]) => (
          <option value={key} selected={key === value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

const PREPARATIONS: readonly (readonly [Choices['preparation'], string])[] = [
  ['l2', 'L2-normalise'],
  ['centre', 'L2-normalise, centre'],
  ['whiten', 'PCA-whiten, 50'],
  ['none', 'as they are'],
];

const number = (text: string): number | 'auto' => (text === 'auto' ? 'auto' : Number(text));

export function Options() {
  const { state, actions } = useApp();
  const choices = state.choices.value;
  const slots = state.bySlot.value;
  const labels = slots.y?.facts?.kind === 'labels' ? codesOfY(slots.y, { ...choices, ky: 'auto' }) : null;
  const note = noteOnK(slots, choices);
  const given = [slots.x1, slots.x2].map((slot) =>
    slot?.facts?.kind === 'labels' ? slot.facts.distinct : null,
  );
  const codes = (auto: string): [string, string][] => [
    ['auto', auto],
    ...offeredK(choices.k).map((k): [string, string] => [String(k), String(k)]),
  ];
  return (
    <>
      <h2 class="gap-32">Options</h2>
      <div class="options gap-12">
        <Select
          label="Codes per modality, K"
          value={given.every(Boolean) ? 'auto' : String(choices.k)}
          options={
            given.every(Boolean) ? [['auto', `labels (${[...new Set(given)].join(' and ')})`]] : codes('auto')
          }
          onChange={(value) => actions.choose_option('k', number(value))}
        />
        <Select
          label="Codes of Y"
          value={labels ? 'auto' : String(choices.ky)}
          options={labels ? [['auto', `labels (${labels})`]] : codes('auto')}
          onChange={(value) => actions.choose_option('ky', number(value))}
        />
        <Select
          label="Preparation"
          value={choices.preparation}
          options={PREPARATIONS}
          onChange={(value) => actions.choose_option('preparation', value)}
        />
        <Select
          label="K-means partitions"
          value={choices.method === 'plugin' ? 'plugin' : String(choices.partitions)}
          options={[
            ['5', '5, with intervals'],
            ['10', '10, with intervals'],
            ['20', '20, with intervals'],
            ['plugin', '1, plug-in only'],
          ]}
          onChange={(value) => {
            actions.choose_option('method', value === 'plugin' ? 'plugin' : 'full');
            actions.choose_option('partitions', value === 'plugin' ? 10 : Number(value));
          }}
        />
        <Select
          label="Codes from"
          value={choices.discretiser}
          options={[
            ['kmeans', 'where samples lie'],
            ['probe', 'both: also what a probe reads'],
          ]}
          onChange={(value) => actions.choose_option('discretiser', value)}
        />
        <label class="field">
          <span>Random seed</span>
          <input
            type="number"
            min={0}
            max={Number.MAX_SAFE_INTEGER}
            step={1}
            value={choices.seed}
            onInput={(event) => {
              const seed = event.currentTarget.valueAsNumber;
              if (Number.isSafeInteger(seed) && seed >= 0) actions.choose_option('seed', seed);
            }}
          />
        </label>
      </div>
      {note &&
        (note.level === 'pass' ? (
          <p class="gap-16 q">
            {note.text} {note.rest}
          </p>
        ) : (
          <Note level={note.level} as="p" class="gap-16">
            <span class="lead">{note.lead}</span>
            {note.text} <span class="q">{note.rest}</span>
          </Note>
        ))}
    </>
  );
}
