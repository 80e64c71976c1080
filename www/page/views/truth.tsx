/** Ground truth: synthetic systems with known atoms, their estimate, and how often the interval holds. */

import { useSignal } from '@preact/signals';
import { Attribution } from '../charts/attribution';
import { ATOMS } from '../charts/marks';
import { Mini } from '../charts/mini';
import { Recovery } from '../charts/recovery';
import type { Report, SystemInfo } from '../library';
import type { Result } from '../state/analyses';
import { REPETITIONS, type TruthParameters } from '../state/app';
import { attributionOf, truthOf } from '../state/figures';
import { pending } from '../state/loads';
import { groupName, isModel } from '../state/systems';
import { loadedOf } from '../text/format';
import { expectedHits, recovered } from '../text/recovered';
import { plain } from '../text/sentence';
import { useApp } from './app-context';
import { Expectations } from './expected';
import { Explain } from './explain';
import { Figure, Note, Sentence, TableButton, TextButton, Told } from './parts';
import { Sliders } from './sliders';
import { StrataSection } from './strata';
import { NumbersTable } from './table';
import { SeedsTable } from './twins';

/** One system of the gallery, with its atoms as a thin bar. */
function System({ system, total }: { system: SystemInfo; total: number }) {
  const { state, actions } = useApp();
  const current = system.name === state.truth.value.parameters.name;
  return (
    <li>
      <button
        type="button"
        class="system"
        aria-current={current ? 'true' : undefined}
        onClick={() => actions.setTruth({ name: system.name })}
      >
        {system.title}
        <Mini atoms={truthOf(system.truth)} total={total} width={248} />
      </button>
    </li>
  );
}

/** All systems in one line, where there is no room for the list. */
function SystemSelect() {
  const { state, actions } = useApp();
  const { systems, parameters } = state.truth.value;
  return (
    <label class="field narrow">
      <span>System</span>
      <select
        value={parameters.name}
        onChange={(event) => actions.setTruth({ name: event.currentTarget.value })}
      >
        {systems.map(({ name, title }) => (
          <option key={name} value={name} selected={name === parameters.name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Gallery() {
  const { state, actions } = useApp();
  const { systems, gates } = state.truth.value;
  const shown = systems.filter((system) => isModel(system) !== gates);
  const groups = [...new Set(shown.map(({ group }) => group))];
  const total = Math.max(1, ...shown.map(({ h_y }) => h_y));
  return (
    <nav aria-label="Systems with known truth">
      <SystemSelect />
      {groups.map((group) => (
        <>
          <h2 class="below-8">{groupName(group)}</h2>
          <ul class="below-16">
            {shown
              .filter((system) => system.group === group)
              .map((system) => (
                <System key={system.name} system={system} total={total} />
              ))}
          </ul>
        </>
      ))}
      {/* Not before the list: it would move from under the pointer when that comes. */}
      {systems.length > 0 && (
        <p class="other">
          <TextButton onClick={() => actions.showGates(!gates)}>
            {gates ? 'Synthetic models' : 'Gates and mixtures'}
          </TextButton>{' '}
          <span class="q">{gates ? 'gated, attention, …' : 'AND, XOR, …'}</span>
        </p>
      )}
    </nav>
  );
}

function Repeats() {
  const { state, actions } = useApp();
  const table = useSignal(false);
  const { repetitions, repeating, result } = state.truth.value;
  if (!result?.truth) return null;
  const exact = truthOf(result.truth);
  const expected = expectedHits(repetitions.length);
  return (
    <section aria-labelledby="recovery">
      <div class="head">
        <h2 id="recovery">
          Recovery over seeds{' '}
          <span class="q light">
            {repetitions.length > 0
              ? `${repetitions.length} of ${REPETITIONS} done, nominal 95 %`
              : `up to ${REPETITIONS} new samples of the same system`}
          </span>
        </h2>
        <button
          type="button"
          class="outline"
          onClick={() => (repeating ? actions.pause() : void actions.repeat())}
        >
          {repeating ? 'Pause' : repetitions.length > 0 ? 'Go on' : 'Repeat'}
        </button>
      </div>
      {repetitions.length > 0 && (
        <>
          <div class="grid4 gap-12">
            {ATOMS.map((atom) => (
              <Figure>
                {(width) => (
                  <Recovery
                    data={{ atom, truth: exact[atom], intervals: repetitions.map((one) => one[atom]) }}
                    width={width}
                  />
                )}
              </Figure>
            ))}
          </div>
          <p class="row between t-xs q gap-8">
            <span>
              One line a seed; × marks those that miss the truth.{' '}
              {expected &&
                `A true 95 % gives ${expected[0]} to ${expected[1]} hits of ${repetitions.length}.`}
            </span>
            <TableButton on={table} />
          </p>
          {table.value && <SeedsTable exact={exact} repetitions={repetitions} />}
        </>
      )}
    </section>
  );
}

/** Whether the strengths are not those that the description is about. */
const strengthened = (system: SystemInfo | undefined, { strength1, strength2 }: TruthParameters): boolean =>
  system?.strengths != null && system.strengths.join() !== [strength1, strength2].join();

/** What came of it, or what is being done: loaded, made, analysed. */
function Headline() {
  const { state } = useApp();
  const { result, problem, share, systems, parameters, busy } = state.truth.value;
  const system = systems.find(({ name }) => name === parameters.name);
  const loading = pending(state.loads.value, ['engine']);
  const doing = loading
    ? `Loading the engine: ${loadedOf(loading)}`
    : share === null
      ? 'Making samples …'
      : `Analysing them: ${Math.round(share * 100)} %`;
  return (
    <div>
      {result ? (
        <Sentence words={recovered(result)} class="t-xl" />
      ) : (
        <h1 class="t-xl" tabIndex={-1}>
          {problem ? 'No estimate' : doing}
        </h1>
      )}
      <p class="q gap-4">
        {system?.description} {strengthened(system, parameters) && 'The sliders set other strengths.'}
      </p>
      {busy && result && (
        <p class="q gap-4" role="status">
          {doing}
        </p>
      )}
    </div>
  );
}

/** What the codes lose, which no interval knows of. */
function Lost({ report }: { report: Report }) {
  const lost = report.warnings.find(({ code, level }) => code === 'kept' && level !== 'note');
  if (!lost) return null;
  return (
    <Note level="caution" class="gap-8">
      <span class="lead">{lost.fact}</span> {lost.effect} Intervals are about the codes, the truth about the
      states.
    </Note>
  );
}

function Estimate({ result }: { result: Result }) {
  const { state, actions } = useApp();
  const { explained, lane } = state;
  return (
    <section class={state.truth.value.busy ? 'stale' : ''}>
      <Figure>
        {(width) => (
          <Attribution
            data={attributionOf(result.report, result.truth)}
            width={width}
            plugin
            label={`Attribution in bits with the truth. ${plain(recovered(result))}`}
            lanes={{ current: lane.value, focus: actions.focusLane, open: actions.explain }}
          />
        )}
      </Figure>
      <p class="row between t-xs q gap-8">
        <span>Bits. Diamond: truth. Line: 95 % interval. Open circle: plug-in.</span>
        <TableButton on={state.table} />
      </p>
      {state.table.value && <NumbersTable result={result} />}
      <Lost report={result.report} />
      <StrataSection report={result.report} />
      {explained.value !== null && <Explain report={result.report} quantity={explained.value} />}
    </section>
  );
}

export default function TruthView() {
  const { state } = useApp();
  const { systems, parameters, result, busy, problem } = state.truth.value;
  const chosen = systems.find(({ name }) => name === parameters.name);
  return (
    <div class="gallery">
      <Gallery />
      <div class="stack" aria-busy={busy}>
        <Headline />
        <Sliders system={chosen} />
        {problem && (
          <Note level="stop">
            <Told problem={problem} />
          </Note>
        )}
        {result && <Estimate result={result} />}
        {!busy && <Repeats />}
        <Expectations />
      </div>
    </div>
  );
}
