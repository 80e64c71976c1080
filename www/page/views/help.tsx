/** Help: where the files come from, the keyboard, the package. Opened as a dialog. */

import { useEffect, useRef } from 'preact/hooks';
import { useApp } from './app-context';
import { TextButton } from './parts';

const HOOKS = `import numpy as np, torch
from transformers import AutoProcessor, LlavaForConditionalGeneration

name = "llava-hf/llava-1.5-7b-hf"
processor = AutoProcessor.from_pretrained(name)
model = LlavaForConditionalGeneration.from_pretrained(name, torch_dtype=torch.float16, device_map="auto")
seen = {}
projector = next(m for n, m in model.named_modules() if n.endswith("multi_modal_projector"))
projector.register_forward_hook(lambda m, i, o: seen.update(image=o.float().mean(1)))

X1, X2, Y = [], [], []
for sample in dataset:                       # one picture, one question
    inputs = processor(images=sample["image"], text=sample["prompt"], return_tensors="pt").to(model.device)
    with torch.no_grad():
        out = model(**inputs, output_hidden_states=True)
        words = model.get_input_embeddings()(processor.tokenizer(sample["question"], return_tensors="pt").input_ids.to(model.device))
    X1.append(seen["image"][0].cpu().numpy())                 # what the language model is given of the picture
    X2.append(words[0].float().mean(0).cpu().numpy())         # the question alone
    Y.append(out.hidden_states[-1][0, -1].float().cpu().numpy())  # what the model is about to say
np.save("image.npy", X1); np.save("text.npy", X2); np.save("output.npy", Y)`;

const CLIP = `import numpy as np, torch
from transformers import CLIPModel, CLIPProcessor

model = CLIPModel.from_pretrained("openai/clip-vit-base-patch32").eval()
processor = CLIPProcessor.from_pretrained("openai/clip-vit-base-patch32")
with torch.no_grad():
    batch = processor(text=texts, images=images, return_tensors="pt", padding=True, truncation=True)
    out = model(**batch)
np.save("image.npy", out.image_embeds.numpy())
np.save("text.npy", out.text_embeds.numpy())
np.save("label.npy", np.asarray(labels))      # integers, one a sample`;

const CLOSED = `# Y: one answer a line, in the order of the samples
with open("answer.txt", "w") as f:
    f.writelines(answer.strip().replace("\\n", " ") + "\\n" for answer in answers)
# X1, X2: any encoders of the same pictures and questions (see CLIP above)`;

const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl Enter', 'Run (⌘ Enter on a Mac)'], ['Esc', 'Cancel a run; close a panel'], ['O', 'Choose files'], ['T', 'Theme'], ['?', 'This help'],
  ['1 2 3', 'Answer, Ground truth, Details'], ['↑ ↓', 'From lane to lane in the attribution chart'], ['Enter', 'On a lane: how is this computed?'],
];

function Recipe({ title, code, children }: { title: string; code: string; children: string }) {
  const { actions } = useApp();
  return (
    <section class="gap-16">
      <h3>{title}</h3>
      <p class="q gap-4">{children}</p>
      <pre class="code gap-8" tabIndex={0}>{code}</pre>
      <p class="t-xs q gap-4"><TextButton onClick={() => void actions.copy(code, 'Lines copied.')}>Copy the lines</TextButton></p>
    </section>
  );
}

function HowToFiles() {
  return (
    <section id="help-files">
      <h2>How do I get my .npy files?</h2>
      <dl class="roles gap-8">
        <dt>X1, X2</dt><dd>One row a sample: the embedding of each modality, before they meet. Pool tokens to one vector (mean, or the last).</dd>
        <dt>Y</dt><dd>What they should tell about: the model’s output (class, answer, or last hidden state), or the true label. Labels are used as they are; embeddings are clustered.</dd>
        <dt>Rows</dt><dd>The same samples in the same order in all three. How many samples matters more than how many features: with K = 8 and ten labels 2,560 samples are wanted, while 64 or 4,096 features make no difference to what can be claimed.</dd>
      </dl>
      <Recipe title="A vision-language model, with hooks" code={HOOKS}>Hugging Face transformers: the projector’s output is X1, the question’s input embeddings are X2, the last hidden state is Y.</Recipe>
      <Recipe title="CLIP and other pairs of encoders" code={CLIP}>Two encoders and a label.</Recipe>
      <Recipe title="A closed model behind an API" code={CLOSED}>Its answers are Y; any encoder may give X1 and X2.</Recipe>
    </section>
  );
}

function Keys() {
  return (
    <section id="help-keys" class="gap-32">
      <h2>Keyboard</h2>
      <dl class="keys gap-8">{KEYS.map(([key, what]) => <><dt><kbd>{key}</kbd></dt><dd>{what}</dd></>)}</dl>
    </section>
  );
}

function Package() {
  return (
    <section id="help-package" class="gap-32">
      <h2>npm package and command line</h2>
      <p class="q gap-4">The same engine, the same numbers, in Node 20 or later and in your own pages.</p>
      <pre class="code gap-8" tabIndex={0}>{`npx modalens analyze image.npy text.npy label.npy --k auto --seed 7 --names image,text\nnpx modalens analyze image.npy text.npy label.npy --json > report.json`}</pre>
      <pre class="code gap-8" tabIndex={0}>{`import { createAnalyzer } from 'modalens'\nconst analyzer = await createAnalyzer()\nconst report = await analyzer.analyze({ x1: file, x2: array, y: labels }, { names: ['image', 'text'] })`}</pre>
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
    <dialog ref={dialog} class="panel" aria-label="Help" onClose={() => { state.help.value = null; }}>
      <div class="row between middle"><p class="t-l"><b>Help</b></p><button type="button" class="outline" onClick={() => dialog.current?.close()}>Close</button></div>
      <div class="gap-16"><HowToFiles /><Keys /><Package /></div>
    </dialog>
  );
}
