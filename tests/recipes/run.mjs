// Runs the recipes that the page offers, as a user would, on tiny random models: npm run test:recipes
//
//   node tests/recipes/run.mjs [--python PATH]
//
// Without --python a virtual environment is made in a temporary folder, torch and transformers are installed
// into it (some gigabytes), and it is removed at the end. Not part of `npm test`.

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../../', import.meta.url));
const recipes = join(root, 'www/public/recipes');
const here = join(root, 'tests/recipes');
const cli = join(root, 'dist/cli.js');
const SAMPLES = 60;
const { values } = parseArgs({ options: { python: { type: 'string' } } });
const folder = await mkdtemp(join(tmpdir(), 'modalens-recipes-'));

/** Every run: a recipe, its arguments, and what its files must be like. */
const runs = [
  ...['llava', 'llava_next', 'qwen2_5_vl'].flatMap((model) =>
    ['answer', 'first_token', 'label'].map((y) => ({
      recipe: 'vlm_hooks.py',
      model,
      args: ['--layers', 'all', '--y', y],
      kind: 'vlm',
      widths: [32, 32],
      y: y === 'label' ? 'y_label.npy' : 'y_answer.npy',
    })),
  ),
  {
    recipe: 'vlm_hooks.py',
    model: 'llava',
    args: ['--layers', 'all', '--y', 'answer', '--masked', '--options', 'red,blue'],
    kind: 'vlm',
    widths: [32, 32],
    y: 'y_answer.npy',
    further: ['y_no_image.npy', 'y_no_text.npy', 'y_options.npy'],
  },
  ...[
    ['clip', 20],
    ['siglip', 24],
  ].flatMap(([model, width]) =>
    ['label', 'fusion'].map((y) => ({
      recipe: 'encoder_pair.py',
      model,
      args: ['--y', y],
      kind: 'pair',
      widths: [width, width],
      y: y === 'label' ? 'y_label.npy' : 'y_output.npy',
    })),
  ),
  {
    recipe: 'closed_model.py',
    kind: 'pair',
    widths: [20, 28],
    y: 'y_answer.npy',
    args: [
      '--image-encoder',
      join(folder, 'vision'),
      '--text-encoder',
      join(folder, 'text'),
      '--pattern',
      '\\(([A-D])\\)',
    ],
  },
];

/** Runs a program; its output is shown if it fails. */
function run(program, args, say = 'ignore') {
  const env = {
    ...process.env,
    HF_HUB_OFFLINE: '1',
    TOKENIZERS_PARALLELISM: 'false',
    CUDA_VISIBLE_DEVICES: '',
  };
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: say === 'inherit' ? 'inherit' : 'pipe',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')}\n${stdout ?? ''}\n${stderr ?? ''}`);
  return stdout ?? '';
}

/** A Python with the packages that the recipes name. */
function environment() {
  if (values.python) return values.python;
  const venv = join(folder, 'venv');
  console.log('Installing torch and transformers for this run; it takes some minutes and some gigabytes.');
  run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', venv]);
  const python = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  run(
    python,
    [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--no-cache-dir',
      'torch',
      'torchvision',
      'transformers>=4.56',
      'pillow',
      'numpy',
    ],
    'inherit',
  );
  return python;
}

/** The page's own assignment of files to x1, x2 and y. */
async function assignment() {
  const file = join(folder, 'assign.mjs');
  const build = await rolldown({ input: join(root, 'www/page/state/assign.ts'), logLevel: 'warn' });
  await build.write({ file });
  await build.close();
  return (await import(pathToFileURL(file).href)).assign;
}

/** The files as the page would take them: x1, x2 and y, the last layer of several. */
function taken(assign, out) {
  const names = readdirSync(out).filter((name) => name.endsWith('.npy'));
  const slots = assign(
    names.map((name) => ({ name, slot: null, usable: true, labels: name.startsWith('y') })),
  );
  const of = (slot) => names[slots.indexOf(slot)];
  return { x1: of('x1'), x2: of('x2'), y: of('y') };
}

function analyse(out, { x1, x2, y }) {
  const json = run('node', [
    cli,
    'analyze',
    join(out, x1),
    join(out, x2),
    join(out, y),
    '--k',
    '2',
    '--json',
  ]);
  const report = JSON.parse(json);
  if (report.schema !== 'modalens.report/2' || report.n !== SAMPLES)
    throw new Error(`Unexpected report: ${json.slice(0, 400)}`);
  return `I(X1,X2;Y) = ${report.information_bits.i12.plugin.toFixed(3)} bits plug-in`;
}

/** The study of several targets, of the last layer. */
function sideBySide(out, { y, further }) {
  const place = join(out, 'last');
  mkdirSync(place);
  for (const name of ['x1_image_layer3.npy', 'x2_text_layer3.npy', y, ...further])
    copyFileSync(join(out, name), join(place, name.replace('_layer3', '')));
  const { rows } = JSON.parse(run('node', [cli, 'study', place, '--k', '2', '--plugin', '--json']));
  const told = rows.map(({ keys, error }) => `${keys.y}${error ? ` (${error.code})` : ''}`);
  if (rows.length !== 1 + further.length) throw new Error(`The study has ${told.join(', ')}.`);
  return `study of ${told.join(', ')}`;
}

let failed = 0;
try {
  const python = environment();
  run(python, [join(here, 'tiny_models.py'), folder, String(SAMPLES)]);
  const assign = await assignment();
  const analysed = existsSync(cli);
  for (const [index, item] of runs.entries()) {
    const name =
      `${item.recipe} ${item.model ?? ''} ` + `${item.args[1].includes('/') ? '' : item.args.join(' ')}`;
    const out = join(folder, `out${index}`);
    const model = item.model ? join(folder, item.model) : '';
    try {
      const data = ['--data', join(folder, 'data.jsonl'), '--out', out, '--device', 'cpu'];
      run(python, [join(recipes, item.recipe), ...(model ? ['--model', model] : []), ...data, ...item.args]);
      run(python, [
        join(here, 'check_files.py'),
        item.kind,
        model,
        out,
        join(folder, 'data.jsonl'),
        ...item.widths.map(String),
        item.y,
        ...(item.further ?? []),
      ]);
      if (item.further) {
        console.log(`ok    ${name}${analysed ? `: ${sideBySide(out, item)}` : ''}`);
        continue;
      }
      const files = taken(assign, out);
      const last = item.kind === 'vlm' ? '_layer3' : '';
      const expected = { x1: `x1_image${last}.npy`, x2: `x2_text${last}.npy`, y: item.y };
      if (JSON.stringify(files) !== JSON.stringify(expected))
        throw new Error(`The page would take ${JSON.stringify(files)}.`);
      console.log(`ok    ${name}${analysed ? `: ${analyse(out, files)}` : ''}`);
    } catch (error) {
      failed += 1;
      console.error(`FAILS ${name}\n${error.message}`);
    }
  }
  if (!analysed)
    console.log('dist/cli.js is not there (`npm run build` makes it): files were checked, not analysed.');
  console.log(failed ? `${failed} of ${runs.length} failed.` : `All ${runs.length} passed.`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
