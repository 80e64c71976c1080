/** First screen: the promise, the drop area, examples. */

import { ADDRESS } from '../address';
import { titleOf } from '../state/analyses';
import type { ExampleName } from '../state/loads';
import { progressOf, type Study } from '../state/study/study';
import { UNSUPPORTED } from '../support';
import { count, day as dayOf } from '../text/format';
import { useApp } from './app-context';
import { DocsLink, Note, TextButton } from './parts';

/** Whether the browser lets a page choose a folder; those of phones do not. */
const FOLDERS = 'webkitdirectory' in HTMLInputElement.prototype;

/** What comes out, with X1 and X2 for names. */
function Preview() {
  return (
    <svg
      width="304"
      height="132"
      role="img"
      aria-label="Two bars, X1 and X2, overlap on one axis: what they share. Both together add synergy."
    >
      <text x="0" y="17" class="m">
        X1
      </text>
      <text x="0" y="49" class="m">
        X2
      </text>
      <text x="0" y="81" class="m">
        both
      </text>
      <rect x="44" y="0" width="47" height="24" class="f-u1" />
      <rect x="92" y="0" width="95" height="24" class="f-r" />
      <rect x="92" y="32" width="95" height="24" class="f-r" />
      <rect x="188" y="32" width="47" height="24" class="f-u2" />
      <rect x="44" y="64" width="260" height="24" class="track" />
      <rect x="44" y="64" width="47" height="24" class="f-u1" />
      <rect x="92" y="64" width="95" height="24" class="f-r" />
      <rect x="188" y="64" width="47" height="24" class="f-u2" />
      <rect x="236" y="64" width="35" height="24" class="f-s" />
      <text x="67" y="104" class="x c">
        only X1
      </text>
      <text x="140" y="104" class="x c">
        shared
      </text>
      <text x="211" y="104" class="x c">
        only X2
      </text>
      <text x="271" y="124" class="x e">
        only together
      </text>
      <line x1="253" x2="253" y1="92" y2="112" class="axis" />
    </svg>
  );
}

function DropArea() {
  const { state, actions } = useApp();
  return (
    <div class="drop" data-over={state.over.value ? '' : undefined}>
      <p class="t-l">
        <b>Drop X1, X2 and Y</b>{' '}
        <span class="q">as .npy, .npz, .safetensors, .parquet, .pt or .csv, or a folder</span>
      </p>
      <p class="row choose">
        <button type="button" class="outline" onClick={() => actions.choose('files')}>
          Choose files
        </button>
        {FOLDERS && (
          <button type="button" class="outline" onClick={() => actions.choose('folder')}>
            Choose a folder
          </button>
        )}
        <span class="q">Or .jsonl, .pkl, .txt. A saved .modalens.json reopens.</span>
      </p>
      <p class="q gap-8">A folder of several models or data sets runs as one study.</p>
    </div>
  );
}

/** The study, and whether it outlives the tab. */
function HeldStudy({ study, kept }: { study: Study; kept: boolean }) {
  const { actions } = useApp();
  const { done, all } = progressOf(study);
  return (
    <li>
      <TextButton onClick={() => void actions.open('study')}>
        Study of {all === 1 ? '1 analysis' : `${count(all)} analyses`}
      </TextButton>{' '}
      <span class="q">
        {done < all ? `${count(done)} done` : 'all done'}
        {kept ? ', kept in this browser' : ''}
      </span>
    </li>
  );
}

/** What the tab still holds: finished analyses, and files that were chosen but not run. */
function Held() {
  const { state, actions } = useApp();
  const analyses = [...state.analyses.value].reverse();
  const run = analyses.some(({ entries }) => entries === state.entries.value);
  const files = run ? 0 : state.entries.value.length;
  const { study, kept } = state.studies;
  if (analyses.length === 0 && files === 0 && !study.value) return null;
  return (
    <section class="gap-48" aria-labelledby="held">
      <h2 id="held">{study.value && kept.value.state === 'yes' ? 'Here already' : 'In this tab'}</h2>
      <ul class="held gap-12">
        {study.value && <HeldStudy study={study.value} kept={kept.value.state === 'yes'} />}
        {files > 0 && (
          <li>
            <TextButton onClick={() => void actions.open('files')}>
              {files === 1 ? 'One file' : `${count(files)} files`}
            </TextButton>{' '}
            <span class="q">chosen, not run yet</span>
          </li>
        )}
        {analyses.map((analysis) => (
          <li key={analysis.id}>
            <TextButton onClick={() => actions.reopen(analysis.id)}>{titleOf(analysis)}</TextButton>{' '}
            <span class="q">
              n = {count(analysis.report.n)}
              {analysis.origin ? `, from a ${analysis.origin.from}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What has to be said before anything is chosen: what the browser lacks, why the reader is here again. */
function Notices() {
  const { state } = useApp();
  const { unsupported, notice } = state;
  return (
    <>
      {unsupported.value && (
        <div class="gap-24" role="alert">
          <Note level="stop">
            <span class="lead">{unsupported.value}</span> {UNSUPPORTED}
          </Note>
        </div>
      )}
      {notice.value && (
        <div class="gap-24" role="status">
          <Note level="note">{notice.value}</Note>
        </div>
      )}
    </>
  );
}

/** One set of samples: its answer, and its layers. */
function ExampleSet({ name, layers, children }: { name: ExampleName; layers: string; children: string }) {
  const { actions } = useApp();
  return (
    <>
      <div class="pair">
        <button type="button" class="outline" onClick={() => void actions.example(name)}>
          Try the {name} example
        </button>
        <button
          type="button"
          class="outline"
          aria-label={`Try the ${name} layers`}
          title={layers}
          onClick={() => void actions.exampleLayers(name)}
        >
          Layers
        </button>
      </div>
      <span class="q">{children}</span>
    </>
  );
}

function Examples() {
  const { actions } = useApp();
  return (
    <>
      <h2 class="gap-48">Or start from an example</h2>
      <div class="examples gap-12">
        <ExampleSet name="emoji" layers="Seven layers of the picture’s encoder">
          1,906 emoji: picture and name against category.
        </ExampleSet>
        <ExampleSet name="badges" layers="Four layers of the name’s encoder">
          1,456 icons: picture and name against badge, hard for plain codes.
        </ExampleSet>
        <button type="button" class="outline" onClick={() => void actions.openTruth()}>
          Try a ground-truth example
        </button>
        <span class="q">A synthetic model whose exact answer is known.</span>
        <button type="button" class="outline" onClick={() => void actions.threeModalities()}>
          Try three modalities
        </button>
        <span class="q">Image, text and audio, generated: each against the rest, every two.</span>
      </div>
    </>
  );
}

/** The licences that a single file carries in itself. */
const licences = (): string => document.getElementById('licences')?.textContent?.trimStart() ?? '';

/** Of a page that is one file: which it is, and where the current one would be. */
function Single() {
  const { state, actions } = useApp();
  const edition = state.edition.value;
  if (!edition?.single) return null;
  const { version, day } = edition;
  return (
    <p class="q gap-8">
      Modalens {version} of {dayOf(new Date(day))}, in one file. It never asks for a newer one; that would be
      at{' '}
      <a href={ADDRESS} target="_blank" rel="noopener noreferrer">
        {ADDRESS.replace(/^https:\/\/|\/$/g, '')}
      </a>
      . <TextButton onClick={() => actions.save('THIRD-PARTY.txt', licences())}>Licences</TextButton>
    </p>
  );
}

/** Of a page on a host: all of it as a file to keep. */
function Keep() {
  const { state } = useApp();
  if (state.edition.value?.single !== false) return null;
  return (
    <p class="gap-8">
      <a href="./modalens.html" download>
        Keep it as one file
      </a>{' '}
      <span class="q">works without a network, 14 MB</span>
    </p>
  );
}

function Aside() {
  const { actions } = useApp();
  return (
    <aside>
      <h2>What you get</h2>
      <figure class="gap-12">
        <Preview />
      </figure>
      <p class="q gap-8">Every number with its interval, and a warning where the data cannot carry it.</p>
      <hr />
      <p>
        <DocsLink>Documentation</DocsLink> <span class="q">method, statistics, API</span>
      </p>
      <p class="gap-8">
        <TextButton onClick={() => actions.help('files')}>How do I get my files?</TextButton>
      </p>
      <p class="gap-8">
        <a href="https://arxiv.org/abs/2511.19470" rel="noreferrer">
          The method
        </a>{' '}
        <span class="q">arXiv:2511.19470</span>
      </p>
      <p class="gap-8">
        <TextButton onClick={() => actions.help('package')}>npm package and command line</TextButton>
      </p>
      <Keep />
    </aside>
  );
}

export function Landing() {
  const { state } = useApp();
  return (
    <div class="cols landing">
      <div>
        <h1 class="t-2xl" tabIndex={-1}>
          See what each modality tells about the output: shared, its own, or only together.
        </h1>
        <p class="t-l q measure gap-12">In bits, with intervals, from the embeddings you already have.</p>
        <Notices />
        <DropArea />
        <Note level="pass" as="p" class="gap-16">
          Your files never leave this tab: the page may not connect to anything.
          {state.complete.value && ' It now works offline, as long as it is open.'}
        </Note>
        <Single />
        <Examples />
        <Held />
      </div>
      <Aside />
    </div>
  );
}
