/** What a study will be: the analyses as the names tell them, before any is run. */

import type { Plan, PlannedRow } from '../../state/study/plan';
import { leftFor, patternsIn, ready } from '../../state/study/plan';
import { idOf } from '../../state/study/study';
import { count } from '../../text/format';
import { AddMore } from '../add-more';
import { useApp } from '../app-context';
import { StudyOptions } from '../options';
import { Note, TextButton, Told } from '../parts';

const SLOTS = ['x1', 'x2', 'y', 'z'] as const;
const EXAMPLE = '{model}/{dataset}/layer{layer}_{slot}.npy';

/** Rows that are listed at most; more say nothing new of the pattern. */
const LISTED = 200;

function Headline({ plan }: { plan: Plan }) {
  const n = ready(plan).length;
  const left = plan.rows.length - n;
  return (
    <h1 class="t-xl" tabIndex={-1}>
      {n > 0 ? (
        <>
          <b>Ready to run: a study of {n === 1 ? '1 analysis' : `${count(n)} analyses`}</b>
          {left > 0 ? `, ${count(left)} incomplete` : ''}
        </>
      ) : (
        <>
          <b>Not ready:</b> no name tells X1, X2 and Y together
        </>
      )}
    </h1>
  );
}

/** How names are read; the table follows at once. */
function Pattern({ plan }: { plan: Plan }) {
  const { actions } = useApp();
  if (plan.manifest)
    return (
      <p class="q gap-16">
        {plan.manifest.archive
          ? `Read from the names of the arrays in ${plan.manifest.path}: role, layer and target.`
          : `Read from ${plan.manifest.path}: a line each. Columns that are neither files nor options ` +
            'tell them apart.'}
      </p>
    );
  const lines = patternsIn(plan.patterns).length;
  return (
    <div class="gap-16">
      <label class="field pattern">
        <span>How names are made; empty: folders, layer and role, as they are read</span>
        <textarea
          rows={Math.max(2, lines + 1)}
          spellcheck={false}
          value={plan.patterns}
          placeholder={`${EXAMPLE}\n{dataset}_{slot}.npy`}
          onInput={(event) => actions.setPatterns(event.currentTarget.value)}
        />
      </label>
      <p class="t-xs q gap-4">
        Words in braces become columns; {'{slot}'} is x1, x2, y, image, text, label and the like; * is
        anything. A second line for files that say less, such as one Y for all layers.
      </p>
      {plan.problem && (
        <div role="alert">
          <Note level="stop" class="gap-8">
            <Told problem={plan.problem} />
          </Note>
        </div>
      )}
    </div>
  );
}

function Names({ plan }: { plan: Plan }) {
  const { actions } = useApp();
  return (
    <div class="options gap-12">
      {(['X1', 'X2', 'Y'] as const).map((slot, i) => (
        <label class="field" key={slot}>
          <span>Name of {slot}</span>
          <input
            type="text"
            value={plan.names[i]}
            maxLength={200}
            onInput={(event) => actions.setPlanName(i as 0 | 1 | 2, event.currentTarget.value)}
          />
        </label>
      ))}
    </div>
  );
}

function PlannedLine({ row, columns, z }: { row: PlannedRow; columns: readonly string[]; z: boolean }) {
  return (
    <tr>
      {columns.map((name) => (
        <td key={name}>{row.keys[name]}</td>
      ))}
      {SLOTS.filter((slot) => slot !== 'z' || z).map((slot) => (
        <td key={slot} class="q path" title={row.files[slot]?.path}>
          {row.files[slot]?.path ?? '–'}
          {row.files[slot]?.member && ` › ${row.files[slot].member}`}
        </td>
      ))}
      <td>
        {row.problem && (
          <Note level="caution">
            <span class="lead">{row.problem}</span>
          </Note>
        )}
      </td>
    </tr>
  );
}

/** What cannot be made comes first: it is what may have to be put right. */
function Rows({ plan }: { plan: Plan }) {
  const { columns, rows } = plan;
  const broken = rows.filter(({ problem }) => problem !== null);
  const listed = [...broken, ...ready(plan)].slice(0, LISTED);
  const z = rows.some(({ files }) => files.z);
  return (
    <section class="gap-24" aria-labelledby="planned">
      <h2 id="planned">Analyses</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and nothing in it takes the focus */}
      <div class="scroll planned gap-8" role="region" aria-label="Analyses as planned" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              {['X1', 'X2', 'Y', ...(z ? ['Z'] : [])].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">
                <span class="sr">Problem</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {listed.map((row, i) => (
              <PlannedLine key={`${idOf(row)}${i}`} row={row} columns={columns} z={z} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > listed.length && (
        <p class="t-xs q gap-8">and {count(rows.length - listed.length)} more</p>
      )}
    </section>
  );
}

function Unused({ plan: { unused } }: { plan: Plan }) {
  if (unused.length === 0) return null;
  return (
    <details class="gap-16 unused" open={unused.length <= 6}>
      <summary>
        {unused.length === 1 ? 'One file fits' : `${count(unused.length)} files fit`} nowhere and will not be
        read
      </summary>
      <ul class="q gap-4">
        {unused.slice(0, LISTED).map((path) => (
          <li key={path}>{path}</li>
        ))}
      </ul>
    </details>
  );
}

/** The study that is kept waits for files such as these. */
function Waiting({ plan }: { plan: Plan }) {
  const { state, actions } = useApp();
  const left = leftFor(state.studies.study.value, plan);
  if (left === 0) return null;
  return (
    <p class="row middle gap-16">
      <button type="button" class="outline" onClick={() => void actions.continueStudy()}>
        Go on with the study that is kept
      </button>
      <span class="q">{count(left)} of its analyses are left; with the options that it was begun with.</span>
    </p>
  );
}

function RunRow({ plan }: { plan: Plan }) {
  const { actions } = useApp();
  const n = ready(plan).length;
  return (
    <div class="row run">
      <button type="button" class="primary" disabled={n === 0} onClick={() => void actions.runPlan()}>
        Run as a study of {n === 1 ? '1 analysis' : `${count(n)} analyses`}
        <kbd>Ctrl Enter</kbd>
      </button>
      <span class="q">
        One after the other, in this tab. Or{' '}
        <TextButton onClick={() => void actions.onlyOne()}>analyse one set of these files</TextButton>
      </span>
    </div>
  );
}

export default function StudyPlan() {
  const { state } = useApp();
  const plan = state.studies.plan.value;
  if (!plan) return null;
  return (
    <>
      <div class="head">
        <Headline plan={plan} />
        <AddMore />
      </div>
      <Pattern plan={plan} />
      {plan.rows.length > 0 && <Rows plan={plan} />}
      <Unused plan={plan} />
      <h2 class="gap-32">Options of all analyses</h2>
      <Names plan={plan} />
      <StudyOptions />
      <RunRow plan={plan} />
      <Waiting plan={plan} />
    </>
  );
}
