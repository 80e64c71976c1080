// Runs the extraction script that the page offers, as a user would, on tiny random models, and takes what it
// writes to the command line: npm run test:recipes
//
//   node tests/recipes/run.mjs [--python PATH]
//
// Without --python a virtual environment is made in a temporary folder, torch and transformers are installed
// into it (some gigabytes), and it is removed at the end. Not part of `npm test`.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../../', import.meta.url));
const here = join(root, 'tests/recipes');
const cli = join(root, 'dist/cli.js');
const SAMPLES = 60;
const { values } = parseArgs({ options: { python: { type: 'string' } } });
const folder = await mkdtemp(join(tmpdir(), 'modalens-recipes-'));

const model = (name) => join(folder, name);
const everything = ['--masked', '--options', 'red,blue'];
const TARGETS = ['answer', 'no_image', 'no_text', 'label', 'options'];

/** Every run: what of model, its arguments, and what its file must be like. */
const answering = (kind, name, layers, width, more = {}) => ({
  kind,
  model: name,
  layers,
  widths: [width, width],
  targets: ['answer', 'label'],
  tolerance: 2e-3,
  args: [],
  ...more,
});
const runs = [
  ...['llava', 'llava_next', 'qwen2_5_vl'].flatMap((name) => [
    answering('vlm', name, 4, 32, { args: everything, targets: TARGETS, answers: true }),
    answering('vlm', name, 4, 32, { args: ['--y', 'first_token'] }),
    answering('vlm', name, 4, 32, { args: ['--y', 'label'], targets: ['label'] }),
  ]),
  ...[
    ['blip', 3, 24],
    ['florence2', 4, 32],
  ].flatMap(([name, layers, width]) => [
    answering('encdec', name, layers, width, { args: everything, targets: TARGETS, answers: true }),
    answering('encdec', name, layers, width, { args: ['--y', 'first_token'], data: 'data.csv' }),
  ]),
  // Half precision of the model itself, whose states are then told to three digits at most.
  answering('vlm', 'llava', 4, 32, { args: ['--dtype', 'bfloat16'], tolerance: 5e-2 }),
  ...['clip', 'siglip'].flatMap((name) =>
    ['label', 'fusion'].map((y) => ({
      kind: 'pair',
      model: name,
      layers: 0,
      widths: name === 'clip' ? [20, 20] : [24, 24],
      targets: y === 'fusion' ? ['output', 'label'] : ['label'],
      args: ['--y', y],
    })),
  ),
  ...['data.jsonl', 'data.csv'].map((data) => ({
    kind: 'closed',
    layers: 0,
    widths: [20, 28],
    targets: ['answer', 'label'],
    args: ['--image-encoder', model('vision'), '--text-encoder', model('text'), '--pattern', '\\(([A-D])\\)'],
    data,
  })),
];

const env = {
  ...process.env,
  HF_HUB_OFFLINE: '1',
  TOKENIZERS_PARALLELISM: 'false',
  CUDA_VISIBLE_DEVICES: '',
  // Tiny models: a thread is enough, and sums are then always made in one order.
  OMP_NUM_THREADS: '1',
};

/** Runs a program; its output is shown if it fails. */
function run(program, args, say = 'ignore') {
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

/** The arguments of a run of the script. */
const extraction = ({ kind, model: name, args, data = 'data.jsonl' }, out) => [
  join(root, 'www/public/recipes/extract.py'),
  kind,
  ...(name ? ['--model', model(name)] : []),
  '--data',
  join(folder, data),
  '--out',
  out,
  '--device',
  'cpu',
  ...(kind === 'vlm' || kind === 'encdec' ? ['--layers', 'all'] : []),
  ...args,
];

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

/** The arrays as the page would take them: x1, x2 and y, the last layer of several, the first target. */
function taken(assign, members) {
  const slots = assign(
    members.map((name) => ({ name, slot: null, usable: true, labels: name.startsWith('y') })),
  );
  const of = (slot) => members[slots.indexOf(slot)];
  return [of('x1'), of('x2'), of('y')].join();
}

/** The answer of the command line, given the file alone. */
function analyse(out) {
  const json = run('node', [cli, 'analyze', out, '--k', '2', '--json']);
  const report = JSON.parse(json);
  if (report.schema !== 'modalens.report/2' || report.n !== SAMPLES)
    throw new Error(`Unexpected report: ${json.slice(0, 400)}`);
  return `I(X1,X2;Y) = ${report.information_bits.i12.plugin.toFixed(3)} bits plug-in`;
}

/** The study of all layers and targets. */
function sideBySide(out, { layers, targets }) {
  const { rows } = JSON.parse(run('node', [cli, 'study', out, '--k', '2', '--plugin', '--json']));
  const told = rows.map(({ keys, error }) => `${keys.layer} ${keys.y}${error ? ` (${error.code})` : ''}`);
  if (rows.length !== layers * targets.length) throw new Error(`The study has ${told.join(', ')}.`);
  return `${analyse(out)}; study of ${rows.length}`;
}

/** Starts a run, and kills it once so many parts are there. */
async function killed(python, args, parts, least) {
  const child = spawn(python, args, { env, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  const done = () => (existsSync(parts) ? readdirSync(parts).filter((name) => name.endsWith('.npz')) : []);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over && done().length < least) await new Promise((resolve) => setTimeout(resolve, 2));
  child.kill('SIGKILL');
  const how = await ended;
  if (how !== 'SIGKILL') throw new Error(`The run was to be killed, but ended with ${how}.`);
  return done().length;
}

/** A run that is killed, twice, and goes on gives the file of one that never was. */
async function interrupted(python) {
  const item = answering('vlm', 'llava', 4, 32, { args: [...everything, '--every', '4', '--batch', '2'] });
  const [whole, broken] = ['whole.npz', 'broken.npz'].map((name) => join(folder, name));
  const parts = `${broken}.parts`;
  run(python, extraction(item, whole));
  const left = [];
  for (const least of [3, 8]) {
    left.push(await killed(python, extraction(item, broken), parts, least));
    if (existsSync(broken)) throw new Error('A killed run left a file.');
  }
  // What a run that is killed while it writes leaves behind.
  writeFileSync(join(parts, '000000056.npz.new'), 'PK');
  const other = spawnSync(python, [...extraction(item, broken), '--y', 'label'], { env, encoding: 'utf8' });
  if (other.status === 0 || !/y was 'answer' and is 'label'/.test(other.stderr))
    throw new Error(`A run of another kind was not refused: ${other.stderr}`);
  const said = run(python, extraction(item, broken));
  if (!said.includes(`${4 * left[1]} of ${SAMPLES} are there already`)) throw new Error(`It said: ${said}`);
  if (!readFileSync(whole).equals(readFileSync(broken))) throw new Error('The files differ.');
  if (existsSync(parts)) throw new Error('Its parts are left.');
  if (!run(python, extraction(item, broken)).includes('there already, and whole'))
    throw new Error('A finished run is made again.');
  return `killed after ${left.join(' and ')} of ${SAMPLES / 4} parts: the same file to the byte`;
}

/** What is wrong is said in a line that names what was found. */
function refused(python) {
  const bad = join(folder, 'bad.jsonl');
  writeFileSync(
    bad,
    '{"image": "images/0000.png", "text": "what"}\n{"image": "images/none.png", "text": "a"}\n',
  );
  const cases = [
    ['vlm', 'clip', [], /clip is of the class clip, which vlm does not fit/],
    ['vlm', 'florence2', [], /Florence2ForConditionalGeneration has an encoder of its own/],
    ['encdec', 'llava', [], /LlavaForConditionalGeneration has no blocks of an encoder of texts/],
    ['pair', 'llava', [], /LlavaModel is no pair of encoders/],
    ['vlm', 'llava', ['--layers', '7'], /--layers 7: the model has layers 0 to 3/],
    ['vlm', 'llava', ['--options', 'red,red'], /two begin with the same token/],
    ['pair', 'clip', ['--data', bad], /sample 1 has no label; it has image, text/],
    ['vlm', 'llava', ['--data', bad], /image of sample 2, .*none\.png, is not there/],
  ];
  for (const [kind, name, args, said] of cases) {
    const given = extraction({ kind, model: name, args }, join(folder, 'refused.npz'));
    const { status, stderr } = spawnSync(python, given, { env, encoding: 'utf8' });
    if (status !== 1 || !said.test(stderr) || stderr.includes('Traceback'))
      throw new Error(`${kind} ${name} ${args.join(' ')}: expected ${said}, but\n${stderr}`);
  }
  return `${cases.length} told`;
}

/** One run of the script: its file, and the answer. */
function extracted(python, assign, item, out) {
  run(python, extraction(item, out));
  const { args: _, data = 'data.jsonl', ...expected } = item;
  const whole = { ...expected, model: item.model && model(item.model) };
  run(python, [join(here, 'check_files.py'), out, join(folder, data), JSON.stringify(whole)]);
  const last = item.layers > 0 ? `_layer${item.layers - 1}` : '';
  const inputs = Array.from({ length: Math.max(item.layers, 1) }, (_, layer) =>
    ['x1_image', 'x2_text'].map((name) => (last ? `${name}_layer${layer}` : name)),
  ).flat();
  const found = taken(assign, [...inputs, ...item.targets.map((name) => `y_${name}`)]);
  if (found !== `x1_image${last},x2_text${last},y_${item.targets[0]}`)
    throw new Error(`The page would take ${found}.`);
  return item.targets.length > 2 ? sideBySide(out, item) : analyse(out);
}

let failed = 0;
let passed = 0;
async function attempt(name, work) {
  try {
    console.log(`ok    ${name}: ${await work()}`);
    passed += 1;
  } catch (error) {
    failed += 1;
    console.error(`FAILS ${name}\n${error.message}`);
  }
}

try {
  if (!existsSync(cli)) throw new Error('dist/cli.js is not there: npm run build');
  const python = environment();
  run(python, [join(here, 'tiny_models.py'), folder, String(SAMPLES)]);
  const assign = await assignment();
  for (const [index, item] of runs.entries()) {
    const args = item.args.filter((arg) => !arg.includes('/'));
    const name = ['extract.py', item.kind, item.model, item.data, ...args].filter(Boolean).join(' ');
    await attempt(name, () => extracted(python, assign, item, join(folder, `run${index}.npz`)));
  }
  await attempt('a run that is killed goes on', () => interrupted(python));
  await attempt('what does not fit is refused', () => refused(python));
  console.log(failed ? `${failed} of ${failed + passed} failed.` : `All ${passed} passed.`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
