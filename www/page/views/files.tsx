/** Files and options: what came in, what is wrong with it, what will run. */

import { useEffect } from 'preact/hooks';
import { analysesOf } from '../library';
import { SLOTS, slotOf } from '../state/assign';
import { duration, room } from '../state/cost';
import type { Entry } from '../state/entry';
import { type Readiness, readiness, samplesUsed } from '../state/ready';
import { modalitiesIn } from '../state/study/modalities';
import { bytes, count, list, opening, words } from '../text/format';
import { byPath } from '../text/names';
import { AddMore } from './add-more';
import { useApp } from './app-context';
import { FileRow } from './file-row';
import { Options } from './options';
import { Note, TextButton, Told } from './parts';

/** Used files first, in the order of their roles; broken ones last. */
const rank = (entry: Entry): number => (entry.slot ? SLOTS.indexOf(entry.slot) : entry.problem ? 9 : 5);

const inOrder = (entries: readonly Entry[]): Entry[] =>
  [...entries].sort((p, q) => rank(p) - rank(q) || byPath(p.path, q.path) || p.id - q.id);

function Table() {
  const { state } = useApp();
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
          <th scope="col">
            <span class="sr">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {inOrder(state.entries.value).map((entry) => (
          <FileRow key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

function Failure() {
  const { state, actions } = useApp();
  const failure = state.failure.value;
  if (!failure) return null;
  return (
    <div class="gap-16" role="alert">
      <Note level="stop">
        <Told problem={failure} />
        <p class="row q gap-8">
          <span>Files and options are kept.</span>
          <TextButton onClick={() => void actions.copyDetails(failure, 'run')}>Copy details</TextButton>
        </p>
      </Note>
    </div>
  );
}

/** "About 4 s. 2.7 MB of data, 19 MB at peak, 2 workers." */
function Cost() {
  const { state, actions } = useApp();
  const [slots, choices] = [state.bySlot.value, state.choices.value];
  useEffect(() => void actions.foresee(), [slots, choices]);
  const workers = state.workers.value;
  const { data, peak } = room(slots, workers);
  const foreseen = state.foreseen.value;
  const correction = state.correction.value;
  const ms = foreseen && 1000 * foreseen.seconds * (correction ?? 1);
  return (
    <>
      {ms !== null && duration(ms, correction !== null)}{' '}
      <span class="q">
        {bytes(data)} of data, {bytes(Math.round(peak))} at peak,{' '}
        {workers === 1 ? '1 worker' : `${workers} workers`}.
      </span>
    </>
  );
}

function RunRow({ ready }: { ready: Readiness }) {
  const { actions } = useApp();
  return (
    <div class="row run">
      <button
        type="button"
        class="primary"
        disabled={ready.state !== 'ready'}
        aria-describedby="run-note"
        onClick={() => void actions.run()}
      >
        Run<kbd>Ctrl Enter</kbd>
      </button>
      <span id="run-note">
        {ready.state === 'ready' ? (
          <Cost />
        ) : ready.state === 'blocked' ? (
          ready.why
        ) : (
          'Once the files are read.'
        )}
      </span>
    </div>
  );
}

/** "Ready to run: 1,906 samples in X1, X2 and Y, in 4 strata". */
function Headline({ ready }: { ready: Readiness }) {
  const { state } = useApp();
  const slots = state.bySlot.value;
  if (ready.state !== 'ready')
    return (
      <h1 class="t-xl" tabIndex={-1}>
        <b>{ready.state === 'reading' ? 'Reading' : 'Not ready:'}</b> {ready.why}
        {ready.state === 'reading' && ' …'}
      </h1>
    );
  const n = samplesUsed(slots, state.choices.value);
  const left = (slots.x1?.facts?.rows ?? 0) - n;
  const strata = slots.z?.facts?.distinct;
  return (
    <h1 class="t-xl" tabIndex={-1}>
      <b>Ready to run:</b> {count(n)} samples in X1, X2 and Y{strata ? `, in ${count(strata)} strata` : ''}
      {left > 0 ? `, ${count(left)} left out` : ''}
    </h1>
  );
}

/** Where more than one file could have a role there may be several analyses. */
function Several() {
  const { state, actions } = useApp();
  const entries = state.entries.value;
  const paths = entries.filter(({ example }) => !example).map(({ path, how }) => how.member ?? path);
  const most = Math.max(...SLOTS.map((slot) => new Set(paths.filter((path) => slotOf(path) === slot)).size));
  if (paths.length < 4 || most < 2) return null;
  return (
    <p class="q gap-4">
      Several models, data sets or layers?{' '}
      <TextButton onClick={() => void actions.planFiles()}>Make a study of these files</TextButton>
    </p>
  );
}

/** More than two inputs with embeddings: all of them together, with what that takes. */
function Together() {
  const { state, actions } = useApp();
  const all = modalitiesIn(state.entries.value, state.bySlot.value.y);
  if (all.length === 0) return null;
  const names = list(all.map(({ name }) => name));
  const cost = words(analysesOf(all.length));
  const analyse = () => void actions.analyseModalities();
  return (
    <p class="q gap-4">
      {opening(words(all.length))} inputs hold embeddings: {names}.{' '}
      <TextButton onClick={analyse}>Analyse all of them together</TextButton>: {cost} analyses, each against
      the rest and every two.
    </p>
  );
}

export function Files() {
  const { state } = useApp();
  const ready = readiness(state.bySlot.value, state.entries.value, state.choices.value);
  return (
    <>
      <div class="head">
        <Headline ready={ready} />
        <AddMore />
      </div>
      <Several />
      <Together />
      <Table />
      <Options />
      <Failure />
      <RunRow ready={ready} />
    </>
  );
}
