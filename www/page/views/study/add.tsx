/** A finished answer is named by its keys, and becomes a row of the study. */

import { useState } from 'preact/hooks';
import { idOf } from '../../state/study/study';
import { useApp } from '../app-context';

const USUAL = ['model', 'dataset', 'layer'];

export default function AddToStudy() {
  const { state, actions } = useApp();
  const { study } = state.studies;
  const columns = study.value?.columns.length ? study.value.columns : USUAL;
  const [values, setValues] = useState<Record<string, string>>({});
  const keys = Object.fromEntries(
    columns.flatMap((name) => (values[name]?.trim() ? [[name, values[name].trim()]] : [])),
  );
  const empty = Object.keys(keys).length === 0;
  const taken = study.value?.rows.some((row) => idOf(row) === idOf({ keys })) ?? false;
  return (
    <form
      class="gap-12"
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty) actions.addToStudy(keys);
      }}
    >
      <p class="q prose">
        What tells this analysis from the others of the study. It is kept in this browser.
      </p>
      <div class="keys-of-row gap-12">
        {columns.map((name) => (
          <label class="field" key={name}>
            <span>{name}</span>
            <input
              type="text"
              maxLength={300}
              value={values[name] ?? ''}
              onInput={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
            />
          </label>
        ))}
      </div>
      <p class="row middle gap-16">
        <button type="submit" class="primary" disabled={empty}>
          Add
        </button>
        <span class="q" role="status">
          {taken ? 'There is one with these keys; it gives way.' : ''}
        </span>
      </p>
    </form>
  );
}
