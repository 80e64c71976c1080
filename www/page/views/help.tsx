/** Help: where the files come from, the keyboard, the package. Opened as a dialog. */

import { useEffect, useRef } from 'preact/hooks';
import closed from '../../public/recipes/closed_model.py?raw';
import pair from '../../public/recipes/encoder_pair.py?raw';
import hooks from '../../public/recipes/vlm_hooks.py?raw';
import { useApp } from './app-context';
import { DocsLink, TextButton } from './parts';

/** A recipe: a script that was run as it stands; its first words say what it makes. */
interface Recipe {
  title: string;
  file: string;
  code: string;
  text: string;
}

const RECIPES: readonly Recipe[] = [
  {
    title: 'A vision-language model, with hooks',
    file: 'vlm_hooks.py',
    code: hooks,
    text: 'Hugging Face transformers: states of the image tokens and of the text tokens, layer by layer; the answer is Y.',
  },
  {
    title: 'CLIP and other pairs of encoders',
    file: 'encoder_pair.py',
    code: pair,
    text: 'Two encoders and a label, or the output of a fusion head.',
  },
  {
    title: 'A closed model behind an API',
    file: 'closed_model.py',
    code: closed,
    text: 'Its answers are Y; any encoders of the same pictures and questions give X1 and X2.',
  },
];

/** The commands of a script's first lines, and what it writes. */
const described = (code: string): string =>
  (/^"""[^\n]*\n\n(.*?)"""/s.exec(code)?.[1] ?? '').replace(/^ {4}/gm, '').trim();

const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl Enter', 'Run (⌘ Enter on a Mac)'],
  ['Esc', 'Cancel a run; close a panel'],
  ['O', 'Choose files'],
  ['T', 'Theme'],
  ['?', 'This help'],
  ['1 2 3', 'Answer, Ground truth, Details'],
  ['↑ ↓', 'From lane to lane in the attribution chart'],
  ['Enter', 'On a lane: how is this computed?'],
];

function Script({ recipe }: { recipe: Recipe }) {
  const { actions } = useApp();
  const { title, file, code, text } = recipe;
  return (
    <section class="gap-24">
      <h3>{title}</h3>
      <p class="q gap-4">{text}</p>
      <pre class="code gap-8">{described(code)}</pre>
      <p class="row t-xs q gap-4">
        <TextButton onClick={() => actions.save(file, code)}>Save {file}</TextButton>
        <TextButton onClick={() => void actions.copy(code, 'Script copied.')}>Copy the script</TextButton>
      </p>
    </section>
  );
}

function HowToFiles() {
  return (
    <section id="help-files">
      <h2>How do I get my .npy files?</h2>
      <dl class="roles gap-8">
        <dt>X1, X2</dt>
        <dd>
          One row a sample: the embedding of each modality, before they meet. Pool tokens to one vector (mean,
          or the last).
        </dd>
        <dt>Y</dt>
        <dd>
          What they should tell about: the model’s output (class, answer, or last hidden state), or the true
          label. Labels are used as they are; embeddings are clustered.
        </dd>
        <dt>Rows</dt>
        <dd>
          The same samples in the same order in all three. How many samples matters more than how many
          features: with K = 8 and ten labels 2,560 samples are wanted, while 64 or 4,096 features make no
          difference to what can be claimed.
        </dd>
      </dl>
      {RECIPES.map((recipe) => (
        <Script recipe={recipe} />
      ))}
    </section>
  );
}

function Keys() {
  return (
    <section id="help-keys" class="gap-32">
      <h2>Keyboard</h2>
      <dl class="keys gap-8">
        {KEYS.map(([key, what]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}

function Package() {
  return (
    <section id="help-package" class="gap-32">
      <h2>npm package and command line</h2>
      <p class="q gap-4">The same engine, the same numbers, in Node 20 or later and in your own pages.</p>
      <pre class="code gap-8">{`npx modalens analyze image.npy text.npy label.npy --k auto --seed 7 --names image,text\nnpx modalens analyze image.npy text.npy label.npy --json > report.json`}</pre>
      <pre class="code gap-8">{`import { createAnalyzer } from 'modalens'\nconst analyzer = await createAnalyzer()\nconst report = await analyzer.analyze({ x1: file, x2: array, y: labels }, { names: ['image', 'text'] })`}</pre>
    </section>
  );
}

export default function Help() {
  const { state } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const which = state.help.value;
  useEffect(() => {
    if (which && !dialog.current?.open) dialog.current?.showModal();
    if (which && which !== 'files') dialog.current?.querySelector(`#help-${which}`)?.scrollIntoView();
  }, [which]);
  return (
    <dialog
      ref={dialog}
      class="panel"
      aria-label="Help"
      onClose={() => {
        state.help.value = null;
      }}
    >
      <div class="row between middle">
        <p class="t-l">
          <b>Help</b>
        </p>
        <button type="button" class="outline" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      <p class="row gap-8">
        <DocsLink>Documentation</DocsLink>
        <DocsLink to="recipes.html">Recipes</DocsLink>
        <DocsLink to="statistics.html">Statistics</DocsLink>
        <DocsLink to="api.html">API</DocsLink>
        <DocsLink to="cli.html">Command line</DocsLink>
      </p>
      <div class="gap-24">
        <HowToFiles />
        <Keys />
        <Package />
      </div>
    </dialog>
  );
}
