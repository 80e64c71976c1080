/** Help: where the files come from, the keyboard, the package. */

import { useEffect, useRef } from 'preact/hooks';
import extract from '../../public/recipes/extract.py?raw';
import { described } from '../text/recipe';
import { Said, useSaid } from './act';
import { useApp } from './app-context';
import { DocsLink, TextButton } from './parts';

/** The script of extraction: it was run as it stands, and its first words say how it is used. */
const FILE = 'extract.py';

/** What it is for, by the word that it takes. */
const MODELS: readonly (readonly [string, string])[] = [
  [
    'vlm',
    'LLaVA, Qwen-VL and their like: states of image tokens and of text tokens by layer; its answer is Y.',
  ],
  ['encdec', 'BLIP, Florence-2: the same of an encoder; what the decoder answers is Y.'],
  ['pair', 'CLIP, SigLIP: two encoders and a label, or the output of a fusion head.'],
  ['closed', 'A model behind an API: its answers are Y; any encoders of the same inputs give X1 and X2.'],
];

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

function Script() {
  const { actions } = useApp();
  const [said, press] = useSaid();
  const copy = async () => {
    await actions.copyText(extract);
    return 'Script copied.';
  };
  const save = async () => {
    actions.save(FILE, extract);
    return `Saved ${FILE}.`;
  };
  return (
    <section class="gap-24 prose">
      <h3>From a model of Hugging Face transformers, or the answers of a closed one</h3>
      <p class="q">
        One script writes one .npz that is dropped here as it is; a run that was stopped goes on.
      </p>
      <dl class="roles gap-8">
        {MODELS.map(([word, what]) => (
          <>
            <dt>
              <code>{word}</code>
            </dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
      <p class="row">
        <TextButton onClick={() => press(save)}>Save {FILE}</TextButton>
        <TextButton onClick={() => press(copy)}>Copy the script</TextButton>
        <Said>{said}</Said>
      </p>
      <details>
        <summary>How to run it, and what it writes</summary>
        {described(extract).map((block) =>
          block.code ? <pre class="code">{block.text}</pre> : <p>{block.text}</p>,
        )}
      </details>
    </section>
  );
}

function HowToFiles() {
  return (
    <section id="help-files">
      <h2>How do I get my files?</h2>
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
      <Script />
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

const COMMANDS = [
  'npx modalens analyze image.npy text.npy label.npy --k auto --names image,text',
  'npx modalens analyze image.npy text.npy label.npy --json > report.json',
].join('\n');

const MODULE = [
  "import { createAnalyzer } from 'modalens'",
  'const analyzer = await createAnalyzer()',
  "const report = await analyzer.analyze({ x1, x2, y }, { names: ['image', 'text'] })",
].join('\n');

function Package() {
  return (
    <section id="help-package" class="gap-32">
      <h2>npm package and command line</h2>
      <p class="q gap-4">The same engine, the same numbers, in Node 20 or later and in your own pages.</p>
      <pre class="code gap-8">{COMMANDS}</pre>
      <pre class="code gap-8">{MODULE}</pre>
    </section>
  );
}

export default function Help() {
  const { state } = useApp();
  const place = useRef<HTMLDivElement>(null);
  const which = state.help.value;
  useEffect(() => {
    if (which && which !== 'files') place.current?.querySelector(`#help-${which}`)?.scrollIntoView();
  }, [which]);
  return (
    <div ref={place}>
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
    </div>
  );
}
