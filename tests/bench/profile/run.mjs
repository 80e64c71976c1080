// `npm run bench:profile [-- NAME ...]`: where an analysis' time goes, in WebAssembly and natively, what the
// command line and the page take in all, and what scikit-learn and dit take for as many fits and solves.
// Default options, K = auto. Writes its section of tests/bench/RESULTS.md. After `npm run build`.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launch } from '../../e2e/chromium.mjs';
import { commandLine } from '../command-line.mjs';
import { section } from '../section.mjs';
import { choose, run as runIn, serveSite, taken } from '../site.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '../../..');
const WORK = join(ROOT, 'target/bench/profile');
const VENV = join(ROOT, 'target/bench/venv');
const PACKAGES = ['numpy==2.4.6', 'scikit-learn==1.9.1', 'dit==2.3'];
const STEPS = [
  'read',
  'prepare',
  'seeding',
  'iterations',
  'assign',
  'inference',
  'probe',
  'transfer',
  'other',
];
/** Samples and features of generated data; the emoji example has files. */
const CASES = {
  emoji: null,
  '2000x768': [2000, 768],
  '50000x1024': [50_000, 1024],
  '1000000x64': [1_000_000, 64],
  '200000x1024': [200_000, 1024],
};
/** What is run unless cases are named: five minutes. */
const USUAL = 4;
/** Seconds of a peer, after which what it has said counts. */
const PATIENCE = 120_000;

const run = (command, args, options = {}) =>
  execFileSync(command, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28, ...options });
const loud = { stdio: ['ignore', 'inherit', 'inherit'] };

function python() {
  const found = join(VENV, 'bin/python');
  if (!existsSync(join(VENV, 'profile'))) {
    run('python3', ['-m', 'venv', VENV], loud);
    run(found, ['-m', 'pip', 'install', '-q', ...PACKAGES], loud);
    writeFileSync(join(VENV, 'profile'), '');
  }
  return found;
}

function filesOf(name) {
  const emoji = ['image_layer6', 'text', 'label'];
  if (CASES[name] === null) return emoji.map((file) => join(ROOT, `www/public/emoji/${file}.npy`));
  const folder = join(WORK, name);
  if (!existsSync(join(folder, 'y.npy')))
    run(python(), [join(HERE, 'data.py'), folder, ...CASES[name].map(String)], loud);
  return ['x1', 'x2', 'y'].map((file) => join(folder, `${file}.npy`));
}

/** What the peers are to do: runs of K-means by K, of which some are kept, and tables. */
function planOf(files, { partition, partitions, options }) {
  const tried = partition.trade?.tried ?? [];
  const fits = Object.fromEntries(tried.map(({ k }) => [k, [options.n_init, 1]]));
  const count = partitions.length;
  fits[partition.k1] = [count * options.n_init, count];
  return { files, fits, k: partition.k1, tables: count };
}

function peers(files, report) {
  const plan = join(WORK, 'plan.json');
  mkdirSync(WORK, { recursive: true });
  writeFileSync(plan, JSON.stringify(planOf(files, report)));
  const { stdout, stderr } = spawnSync(python(), [join(HERE, 'peers.py'), plan], {
    encoding: 'utf8',
    timeout: PATIENCE,
  });
  const told = stdout.trim().split('\n').at(-1);
  if (!told) console.error(stderr);
  return told ? JSON.parse(told) : {};
}

/** What the page takes from Run to the answer: seconds of the clock and of processors, its peak in MB. */
async function inPage(files) {
  const page = await browser.newPage();
  await page.goto(site.address);
  await choose(page, files);
  const before = await taken(session);
  let peak = 0;
  const watch = setInterval(async () => {
    peak = Math.max(peak, (await taken(session)).memory);
  }, 100);
  const start = performance.now();
  await runIn(page);
  const elapsed = (performance.now() - start) / 1000;
  clearInterval(watch);
  const after = await taken(session);
  await page.close();
  return { elapsed, seconds: after.seconds - before.seconds, peak };
}

const fixed = (value) => (value === undefined ? '-' : value.toFixed(2));

async function rows(name) {
  console.error(name);
  const files = filesOf(name);
  const wasm = JSON.parse(run(process.execPath, [join(HERE, 'wasm.mjs'), ...files]));
  const native = JSON.parse(run(join(ROOT, 'target/release/examples/profile'), files, { stdio: 'pipe' }));
  const line = commandLine(['analyze', ...files, '--json']);
  const page = await inPage(files);
  const peer = peers(files, wasm.report);
  const sum = Object.values(native).reduce((a, b) => a + b, 0);
  const steps = (seconds) => STEPS.map((step) => fixed(seconds[step])).join(' | ');
  const k = wasm.report.partition.k1;
  const both = peer.kmeans && wasm.seconds.seeding + wasm.seconds.iterations + (wasm.seconds.assign ?? 0);
  const { phase, seconds } = wasm.longest;
  return {
    longest: `${name} ${(1000 * seconds).toFixed(0)} ms (${phase})`,
    steps: [
      `| ${name}, K = ${k} | WebAssembly | ${fixed(wasm.all)} | ${steps(wasm.seconds)} |`,
      `| | native | ${fixed(sum)} | ${steps(native)} |`,
    ],
    whole:
      `| ${name} | ${fixed(line.seconds)} | ${line.memory.toFixed(0)} | ` +
      `${fixed(page.seconds)} | ${fixed(page.elapsed)} | ${page.peak.toFixed(0)} | ` +
      `${fixed(peer['read and prepare'])} | ${fixed(peer.kmeans)} | ` +
      `${peer.solve === undefined && peer.kmeans ? 'not in time' : fixed(peer.solve)} | ` +
      `${both ? (peer.kmeans / both).toFixed(1) : '-'} |`,
  };
}

run('cargo', ['build', '--release', '--locked', '--example', 'profile'], loud);
const named = process.argv.slice(2);
const [site, browser] = [await serveSite(), await chromium.launch(launch)];
const session = await browser.newBrowserCDPSession();
const found = [];
for (const name of named.length > 0 ? named : Object.keys(CASES).slice(0, USUAL))
  found.push(await rows(name));
await browser.close();
site.close();
const longest = found.map((row) => row.longest);
section('profile', [
  'Processor seconds on one thread, default options, K = auto. "WebAssembly": the engine of the command line',
  'and of the page, in Node. Seeding, iterations, assignment of all samples: K-means.',
  '',
  `| samples x features | | whole | ${STEPS.join(' | ')} |`,
  `|---|---|---|${STEPS.map(() => '---|').join('')}`,
  ...found.flatMap(({ steps }) => steps),
  '',
  `The longest that a task computes without asking whether to stop: ${longest.join(', ')}.`,
  'Who cancels hears of it at once; a worker that has not stopped after 500 ms is replaced.',
  '',
  'Command line and page in Chromium with two workers, the page from Run to the answer, their peaks with',
  'both; scikit-learn for as many K-means runs, each on as many samples, and dit for as many tables, without',
  'jackknife, probe or intervals. Processor seconds, but for the elapsed ones of the page.',
  '',
  '| samples x features | command line | peak, MB | page | elapsed | peak, MB | peer: read, prepare | ' +
    'K-means | dit | ratio of K-means |',
  '|---|---|---|---|---|---|---|---|---|---|',
  ...found.map(({ whole }) => whole),
]);
