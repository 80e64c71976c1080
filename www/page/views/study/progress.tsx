/** How far a study is: run, cancel, go on, and what of it the browser keeps. */

import { useState } from 'preact/hooks';
import { isDone, progressOf, type Study, type Studying } from '../../state/study/study';
import { count, remaining } from '../../text/format';
import { progressText } from '../../text/study';
import { useApp } from '../app-context';
import { Note, TextButton, Told } from '../parts';
import { ProgressBar } from '../progress';

/** Time left, once a row has shown how long one takes. */
function left({ began, before, now, share }: Studying, study: Study): string {
  const { done, all } = progressOf(study);
  const made = done - before + share;
  return done === before ? '' : remaining(((now - began) / made) * (all - done - share));
}

function Running({ study, running }: { study: Study; running: Studying }) {
  const { actions } = useApp();
  const { done, all } = progressOf(study);
  const tenth = Math.floor((10 * done) / all) * 10;
  return (
    <div>
      <div class="head">
        <p>
          {progressText(study)} <span class="q">{left(running, study)}</span>
          <span class="sr" role="status">
            {tenth} % of the study done
          </span>
        </p>
        <button type="button" class="outline" onClick={actions.stopStudy}>
          Cancel<span class="sr">; analyses that are done stay</span>
        </button>
      </div>
      <div class="gap-8">
        <ProgressBar share={(done + running.share) / all} label="All analyses" />
      </div>
    </div>
  );
}

/** What is left, and what it needs. */
function ToGoOn({ study }: { study: Study }) {
  const { state, actions } = useApp();
  const { inputs } = state.studies;
  const { done, all } = progressOf(study);
  if (done === all) return null;
  const ready = study.rows.filter((row) => !isDone(row) && inputs.value.size > 0).length;
  if (ready > 0)
    return (
      <p class="row middle">
        <button type="button" class="primary" onClick={() => void actions.goOn()}>
          Run the {count(ready)} that are left
        </button>
        <span class="q">{progressText(study)} What is done is not computed again.</span>
      </p>
    );
  return (
    <Note level="note">
      <span class="lead">{progressText(study)}</span>{' '}
      {study.options
        ? 'Continue needs the files: drop the folder again. What is done is not computed again.'
        : 'The rest was not computed where it was made.'}
      {study.options && (
        <span class="row gap-8">
          <button type="button" class="outline" onClick={() => actions.choose('folder')}>
            Choose the folder
          </button>
        </span>
      )}
    </Note>
  );
}

/** What is kept, where, and how to be rid of it. */
export function KeptHere() {
  const { state, actions } = useApp();
  const [asked, ask] = useState(false);
  const forget = () => void actions.forgetStudy();
  const kept = state.studies.kept.value;
  if (state.studies.study.value?.from === 'link')
    return <p class="t-xs q">From a link: it is in the address of this page, and kept nowhere else.</p>;
  if (kept.state === 'failed') return <Note level="caution">{kept.why} Export saves it as a file.</Note>;
  return (
    <p class="t-xs q">
      {kept.state === 'yes'
        ? 'Kept in this browser until you forget it: names and reports of analyses, no files, no embeddings. '
        : 'Not kept over a reload. '}
      {asked ? (
        <>
          Forget it for good? <TextButton onClick={forget}>Yes, forget</TextButton>{' '}
          <TextButton onClick={() => ask(false)}>No</TextButton>
        </>
      ) : (
        <TextButton onClick={() => ask(true)}>Forget this study</TextButton>
      )}
    </p>
  );
}

export function Progress({ study }: { study: Study }) {
  const { state } = useApp();
  const { running, failure } = state.studies;
  return (
    <>
      {running.value ? <Running study={study} running={running.value} /> : <ToGoOn study={study} />}
      {failure.value && (
        <div role="alert">
          <Note level="stop">
            <Told problem={failure.value} />
          </Note>
        </div>
      )}
    </>
  );
}
