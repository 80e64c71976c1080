/** Files and options: what came in, what is wrong with it, what will run. */

import { SLOTS, type Slot } from '../state/assign';
import type { Entry } from '../state/entry';
import { blocked, cost, duration } from '../state/ready';
import { bytes, count, list, sample, shape, words } from '../text/format';
import { baseName, byPath } from '../text/names';
import { useApp } from './app-context';
import { Options } from './options';
import { Note, TextButton } from './parts';

const ROLES: readonly [Slot | '', string][] = [
  ['x1', 'X1'],
  ['x2', 'X2'],
  ['y', 'Y'],
  ['z', 'Z, strata'],
  ['', '–'],
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
          {name === '–' ? 'not used' : name}
        </option>
      ))}
    </select>
  );
}

function Problem({ entry }: { entry: Entry }) {
  const { actions } = useApp();
  const { problem } = entry;
  if (!problem) return null;
  const { lines } = problem;
  return (
    <Note level="stop">
      <span class="lead">{problem.message}</span> {problem.hint}
      {lines && <pre class="gap-8">{lines}</pre>}
      <p class="row q gap-8">
        {!entry.slot && <span>The run goes on without it.</span>}
        {lines && (
          <TextButton onClick={() => void actions.copy(lines, 'Lines copied.')}>Copy the lines</TextButton>
        )}
        <TextButton onClick={() => actions.remove(entry.id)} aria-label={`Remove ${entry.path}`}>
          Remove
        </TextButton>
        <TextButton onClick={() => void actions.copyDetails(problem, entry.path)}>Copy details</TextButton>
      </p>
    </Note>
  );
}

/** "nine values, used as codes" or "as strata", "3 rows with NaN". */
function Remarks({ entry }: { entry: Entry }) {
  const { facts, slot } = entry;
  if (!facts) return null;
  const said: string[] = [];
  if (facts.kind === 'labels' && facts.distinct)
    said.push(`${words(facts.distinct)} values, used as ${slot === 'z' ? 'strata' : 'codes'}`);
  if (facts.constant) said.push('all the same: tells nothing');
  said.push(...facts.notes);
  return (
    <>{said.length > 0 && (slot || facts.constant || facts.notes.length > 0) ? `, ${said.join('; ')}` : ''}</>
  );
}

function NonFinite({ entry }: { entry: Entry }) {
  const { state, actions } = useApp();
  const found = entry.facts?.nonfinite;
  if (!found || found.count === 0) return null;
  const rows = list(found.rows.map(count));
  return (
    <Note level="caution" class="gap-4">
      <span class="lead">
        {found.count === 1 ? '1 sample has' : `${count(found.count)} samples have`} NaN or infinity
      </span>
      : {found.count === 1 ? 'row' : 'rows'} {rows}
      {found.count > found.rows.length ? ', …' : ''}.{' '}
      <label>
        <input
          type="checkbox"
          checked={state.choices.value.drop_nonfinite}
          onChange={(event) => actions.choose_option('drop_nonfinite', event.currentTarget.checked)}
        />
        Leave them out
      </label>
    </Note>
  );
}

/** Value of the choice for the way an entry is read now. */
const readingOf = ({ how: { pooling } }: Entry): string =>
  pooling === undefined ? '' : typeof pooling === 'string' ? pooling : String(pooling.layer);

/** Of three axes one must go: a layer of (layers, samples, features), or tokens of (samples, tokens, features). */
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
          <option value="mean" selected={value === 'mean'}>
            samples × tokens × features: mean over tokens
          </option>
          <option value="last" selected={value === 'last'}>
            samples × tokens × features: last token
          </option>
          {Array.from({ length: Math.min(dimensions[0] ?? 0, 200) }, (_, layer) => (
            <option
              value={String(layer)}
              selected={value === String(layer)}
            >{`layers × samples × features: layer ${layer}`}</option>
          ))}
        </select>
      </label>
    </Note>
  );
}

const fileName = (entry: Entry): string =>
  entry.how.member ? `${entry.path} › ${entry.how.member}` : baseName(entry.path);

function BrokenRow({ entry }: { entry: Entry }) {
  return (
    <tr>
      <td class="up qq" colSpan={2}>
        {entry.slot ? entry.slot.toUpperCase() : 'not used'}
      </td>
      <td class="up file" title={entry.path}>
        {fileName(entry)}
      </td>
      <td class="up" colSpan={4}>
        <Problem entry={entry} />
      </td>
    </tr>
  );
}

function Row({ entry }: { entry: Entry }) {
  const { actions } = useApp();
  const { facts } = entry;
  if (entry.problem) return <BrokenRow entry={entry} />;
  return (
    <tr>
      <td>
        <Role entry={entry} />
      </td>
      <td>
        {entry.slot && (
          <input
            type="text"
            value={entry.name}
            size={8}
            maxLength={200}
            aria-label={`Name of ${entry.slot.toUpperCase()}`}
            onInput={(event) => actions.setName(entry.id, event.currentTarget.value)}
          />
        )}
      </td>
      <td class="file" title={entry.path}>
        {fileName(entry)}
      </td>
      {facts ? (
        <>
          <td class="nowrap">{shape(facts.shape)}</td>
          <td>{facts.dtype}</td>
          <td class="num">{bytes(facts.bytes)}</td>
          <td class="q preview">
            <code>{facts.preview.slice(0, 5).map(sample).join(' ')}</code>
            <Remarks entry={entry} />
            <NonFinite entry={entry} />
            <Depth entry={entry} />
          </td>
        </>
      ) : (
        <td colSpan={4} class="qq">
          reading …
        </td>
      )}
    </tr>
  );
}

function Table() {
  const { state } = useApp();
  const entries = [...state.entries.value].sort(
    (p, q) => rank(p) - rank(q) || byPath(p.path, q.path) || p.id - q.id,
  );
  return (
    <table class="files gap-16">
      <thead>
        <tr>
          <th scope="col" class="w-role">
            Role
          </th>
          <th scope="col" class="w-name">
            Name
          </th>
          <th scope="col">File</th>
          <th scope="col">Shape</th>
          <th scope="col">Type</th>
          <th scope="col" class="num">
            Memory
          </th>
          <th scope="col">First values</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

/** Used files first, in the order of their roles; broken ones last. */
const rank = (entry: Entry): number => (entry.slot ? SLOTS.indexOf(entry.slot) : entry.problem ? 9 : 5);

function Failure() {
  const { state, actions } = useApp();
  const failure = state.failure.value;
  if (!failure) return null;
  return (
    <div class="gap-16" role="alert">
      <Note level="stop">
        <span class="lead">{failure.message}</span> {failure.hint}
        <p class="row q gap-8">
          <span>Files and options are kept.</span>
          <TextButton onClick={() => void actions.copyDetails(failure, 'run')}>Copy details</TextButton>
        </p>
      </Note>
    </div>
  );
}

function RunRow({ why }: { why: string | null }) {
  const { state, actions } = useApp();
  const slots = state.bySlot.value;
  const { ms, data, peak } = cost(slots, state.choices.value, state.workers.value, state.speed.value);
  return (
    <div class="row run">
      <button
        type="button"
        class="primary"
        disabled={why !== null}
        aria-describedby="run-note"
        onClick={() => void actions.run()}
      >
        Run<kbd>Ctrl Enter</kbd>
      </button>
      <span id="run-note">
        {why ?? (
          <>
            {duration(ms, state.speed.value !== null)}{' '}
            <span class="q">
              {bytes(data)} of data, {bytes(Math.round(peak))} at peak,{' '}
              {state.workers.value === 1 ? '1 worker' : `${state.workers.value} workers`}.
            </span>
          </>
        )}
      </span>
    </div>
  );
}

export function Files() {
  const { state, actions } = useApp();
  const slots = state.bySlot.value;
  const why = blocked(slots, state.entries.value);
  const n = slots.x1?.facts?.rows ?? 0;
  return (
    <>
      <div class="row between">
        <h1 class="t-xl" tabIndex={-1}>
          {why === null ? (
            <>
              <b>Ready to run:</b> {count(n)} samples in X1, X2 and Y
              {slots.z?.facts?.distinct ? `, in ${count(slots.z.facts.distinct)} strata` : ''}
            </>
          ) : (
            <>
              <b>Not ready:</b> {why}
            </>
          )}
        </h1>
        <span class="acts">
          <button type="button" onClick={() => actions.choose('folder')} class="wide">
            Add a folder
          </button>
          <button type="button" onClick={() => actions.choose('files')}>
            Add files
          </button>
        </span>
      </div>
      <Table />
      <Options />
      <Failure />
      <RunRow why={why} />
    </>
  );
}
