/** Help: where the files come from, the keyboard, the package. */

import { useEffect, useRef } from 'preact/hooks';
import closed from '../../public/recipes/closed_model.py?raw';
import pair from '../../public/recipes/encoder_pair.py?raw';
import hooks from '../../public/recipes/vlm_hooks.py?raw';
import { described } from '../text/recipe';
import { Said, useSaid } from './act';
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
    text: 'Hugging Face transformers: states of image tokens and of text tokens by layer; the answer is Y.',
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
  const [said, press] = useSaid();
  const { title, file, code, text } = recipe;
  const copy = async () => {
    await actions.copyText(code);
    return 'Script copied.';
  };
  const save = async () => {
    actions.save(file, code);
    return `Saved ${file}.`;
  };
  return (
    <section class="gap-24 prose">
      <h3>{title}</h3>
      <p class="q">{text}</p>
      <p class="row">
        <TextButton onClick={() => press(save)}>Save {file}</TextButton>
        <TextButton onClick={() => press(copy)}>Copy the script</TextButton>
        <Said>{said}</Said>
      </p>
      <details>
        <summary>How to run it, and what it writes</summary>
        {described(code).map((block) =>
          block.code ? <pre class="code">{block.text}</pre> : <p>{block.text}</p>,
        )}
      </details>
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
