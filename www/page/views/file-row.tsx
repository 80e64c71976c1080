/** One file: its role and name, what it is, what is wrong with it, and how it is read. */

import type { Slot } from '../state/assign';
import { type Entry, isTable } from '../state/entry';
import { adviceOf } from '../text/advice';
import { bytes, count, list, sample, shape, words } from '../text/format';
import { baseName } from '../text/names';
import { useApp } from './app-context';
import { Note, TextButton, Told } from './parts';

const ROLES: readonly [Slot | '', string][] = [
  ['x1', 'X1'],
  ['x2', 'X2'],
  ['y', 'Y'],
  ['z', 'Z, strata'],
  ['', 'not used'],
];

function Role({ entry }: { entry: Entry }) {
  const { actions } = useApp();
  return (
    <select
      aria-label={`Role of ${entry.path}`}
      value={entry.slot ?? ''}
      onChange={(event) => actions.setSlot(entry.id, (event.currentTarget.value || null) as Slot | null)}
    >
      {ROLES.map(([slot, name]) => (
        <option value={slot} selected={slot === (entry.slot ?? '')}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Name({ entry }: { entry: Entry }) {
  const { actions } = useApp();
  if (!entry.slot) return null;
  return (
    <input
      type="text"
      value={entry.name}
      size={8}
      maxLength={200}
      aria-label={`Name of ${entry.slot.toUpperCase()}`}
      onInput={(event) => actions.setName(entry.id, event.currentTarget.value)}
    />
  );
}

function Remove({ entry }: { entry: Entry }) {
  const { actions } = useApp();
  const what = entry.how.member ? `${baseName(entry.path)} › ${entry.how.member}` : baseName(entry.path);
  return (
    <button
      type="button"
      class="remove"
      title="Remove"
      aria-label={`Remove ${what}`}
      onClick={() => actions.remove(entry.id)}
    >
      <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
        <path d="M3 3l8 8m0-8-8 8" class="stroke thin" />
      </svg>
    </button>
  );
}

function Problem({ entry }: { entry: Entry }) {
  const { actions } = useApp();
  const { problem } = entry;
  if (!problem) return null;
  const { lines } = adviceOf(problem.hint);
  return (
    <Note level="stop">
      <Told problem={problem} />
      <p class="row q gap-8">
        {!entry.slot && <span>The run goes on without it.</span>}
        {lines && (
          <TextButton onClick={() => void actions.copy(lines, 'Lines copied.')}>Copy the lines</TextButton>
        )}
        <TextButton onClick={() => void actions.copyDetails(problem, entry.path)}>Copy details</TextButton>
      </p>
    </Note>
  );
}

const FORMS = {
  probabilities: 'probabilities',
  log_probabilities: 'logarithms of probabilities',
  logits: 'logits',
};

/** "nine values, used as codes" or "as strata", and whatever else reading has shown. */
function remarks({ facts, slot }: Entry): string {
  if (!facts) return '';
  const said: string[] = [];
  if (slot === 'y' && facts.scores) said.push(`${FORMS[facts.scores]} of ${words(facts.columns)} options`);
  if (slot && facts.kind === 'labels' && facts.distinct) {
    const values = facts.distinct === 1 ? 'one value' : `${words(facts.distinct)} values`;
    said.push(`${values}, used as ${slot === 'z' ? 'strata' : 'codes'}`);
    if (slot === 'y' && facts.answers !== null && facts.answers < facts.distinct)
      said.push(`${words(facts.answers)} but for case, space and punctuation`);
  }
  if (facts.constant) said.push('all the same: tells nothing');
  return [...said, ...facts.notes].join('; ');
}

function NonFinite({ entry }: { entry: Entry }) {
  const { state, actions } = useApp();
  const found = entry.facts?.nonfinite;
  if (!found || found.count === 0) return null;
  const one = found.count === 1;
  const holders = one ? '1 sample has' : `${count(found.count)} samples have`;
  const rows = `${list(found.rows.map(count))}${found.count > found.rows.length ? ', …' : ''}`;
  return (
    <Note level={state.choices.value.drop_nonfinite ? 'note' : 'stop'} class="gap-4">
      <span class="lead">{holders} NaN or infinity</span>: {one ? 'row' : 'rows'} {rows}.{' '}
      <label class="nowrap">
        <input
          type="checkbox"
          checked={state.choices.value.drop_nonfinite}
          onChange={(event) => actions.choose_option('drop_nonfinite', event.currentTarget.checked)}
        />
        Leave {one ? 'it' : 'them'} out
      </label>
    </Note>
  );
}

/** Value of the choice for the way an entry is read now. */
const readingOf = ({ how: { pooling } }: Entry): string =>
  pooling === undefined ? '' : typeof pooling === 'string' ? pooling : String(pooling.layer);

/** Ways of reading an array of three dimensions of which the first is so long. */
const readings = (first: number): [string, string][] => [
  ['mean', 'samples × tokens × features: mean over tokens'],
  ['last', 'samples × tokens × features: last token'],
  ...Array.from({ length: Math.min(first, 200) }, (_, layer): [string, string] => [
    String(layer),
    `layers × samples × features: layer ${layer}`,
  ]),
];

/**
 * Of three axes one must go: a layer of (layers, samples, features), or tokens of (samples, tokens,
 * features).
 */
function Depth({ entry }: { entry: Entry }) {
  const { actions } = useApp();
  const dimensions = entry.facts?.shape ?? [];
  if (dimensions.length !== 3) return null;
  const value = readingOf(entry);
  const choose = (text: string) =>
    actions.setHow(entry.id, {
      pooling: text === 'mean' || text === 'last' ? text : { layer: Number(text) },
    });
  return (
    <Note level={value === '' ? 'stop' : 'pass'}>
      {value === '' && (
        <>
          <span class="lead">Three dimensions.</span> Rows of two are needed.{' '}
        </>
      )}
      <label class="depth">
        Read{' '}
        <select
          aria-label={`How to read the three dimensions of ${entry.path}`}
          value={value}
          onChange={(event) => void choose(event.currentTarget.value)}
        >
          {value === '' && (
            <option value="" selected>
              choose …
            </option>
          )}
          {readings(dimensions[0] ?? 0).map(([key, name]) => (
            <option value={key} selected={value === key}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </Note>
  );
}

/** Which array or column of several is read. */
function Part({ entry }: { entry: Entry }) {
  const { actions } = useApp();
  const { facts, how } = entry;
  if (!facts || facts.members.length < 2) return null;
  const column = isTable(entry);
  const chosen = (column ? (how.column ?? facts.column) : how.member) ?? '';
  const choose = (name: string) => actions.setHow(entry.id, column ? { column: name } : { member: name });
  const open = facts.kind === null && chosen === '';
  return (
    <Note level={open ? 'stop' : 'pass'}>
      {open && (
        <>
          <span class="lead">
            {count(facts.members.length)} {column ? 'columns' : 'arrays'}.
          </span>{' '}
        </>
      )}
      <label class="depth">
        Read{' '}
        <select
          aria-label={`${column ? 'Column' : 'Array'} of ${entry.path}`}
          value={chosen}
          onChange={(event) => void choose(event.currentTarget.value)}
        >
          {chosen === '' && (
            <option value="" selected>
              {open ? 'choose …' : 'all of them'}
            </option>
          )}
          {facts.members.map((member) => (
            <option value={member.name} selected={member.name === chosen}>
              {[member.name, ...member.preview.slice(0, 3).map(sample)].join('  ')}
              {!column && ` ${shape(member.shape)} ${member.dtype}`}
            </option>
          ))}
        </select>
      </label>
    </Note>
  );
}

function FileName({ entry }: { entry: Entry }) {
  const { path, how } = entry;
  return (
    <td class="file" title={path}>
      {baseName(path)}
      {how.member && <span class="q block"> › {how.member}</span>}
    </td>
  );
}

/** "reading 12 of 205 MB". */
function Reading({ entry: { file, read } }: { entry: Entry }) {
  const done = read > 0 ? `${bytes(Math.round(file.size * read))} of ` : '';
  return (
    <td colSpan={4} class="q rest">
      reading {done}
      {bytes(file.size)} …
    </td>
  );
}

function Facts({ entry }: { entry: Entry }) {
  const { facts } = entry;
  if (!facts) return <Reading entry={entry} />;
  const said = remarks(entry);
  return (
    <>
      <td class="nowrap">{shape(facts.shape)}</td>
      <td>{facts.dtype}</td>
      <td class="num">{bytes(facts.bytes)}</td>
      <td class="q preview rest">
        <code>{facts.preview.slice(0, 5).map(sample).join(' ')}</code>
        {said && `, ${said}`}
        <NonFinite entry={entry} />
        <Part entry={entry} />
        <Depth entry={entry} />
      </td>
    </>
  );
}

/** A row of the table of files. */
export function FileRow({ entry }: { entry: Entry }) {
  const { problem, slot } = entry;
  return (
    <tr class={problem ? 'broken' : ''}>
      <td class="role">
        {problem ? <span class="q">{slot?.toUpperCase() ?? 'not used'}</span> : <Role entry={entry} />}
      </td>
      <td class="called">{!problem && <Name entry={entry} />}</td>
      <FileName entry={entry} />
      {problem ? (
        <td class="rest" colSpan={4}>
          <Problem entry={entry} />
        </td>
      ) : (
        <Facts entry={entry} />
      )}
      <td class="out">
        <Remove entry={entry} />
      </td>
    </tr>
  );
}
