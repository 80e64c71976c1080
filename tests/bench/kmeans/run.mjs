// `npm run bench:kmeans`: the engine natively, in Node and in Chromium beside scikit-learn, faiss and
// ml-kmeans; the same samples, the same start. Writes its section of tests/bench/RESULTS.md.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { section } from '../section.mjs';
import { inChromium } from './browser.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '../../..');
const WORK = join(ROOT, 'target/bench');
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
const CASES = [
  [10000, 768, 16, 'embedding'],
  [10000, 768, 64, 'embedding'],
  [5000, 4096, 64, 'embedding'],
  [50000, 1024, 256, 'embedding'],
  [10000, 768, 64, 'isotropic'],
];
/** ml-kmeans takes minutes where others take seconds: only these cases. */
const SLOW_PEER = 2;

const run = (command, args, options = {}) =>
  execFileSync(command, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26, ...options });
const loud = { stdio: ['ignore', 'inherit', 'inherit'] };

function build() {
  run('cargo', ['build', '--release', '-p', 'bench-kmeans', '--bin', 'bench-kmeans'], loud);
  const target = 'wasm32-unknown-unknown';
  run(
    'cargo',
    ['build', '--release', '-p', 'bench-kmeans', '--lib', '--target', target, '--target-dir', 'target/wasm'],
    loud,
  );
  mkdirSync(WORK, { recursive: true });
  const module = join(WORK, 'bench.wasm');
  copyFileSync(join(ROOT, `target/wasm/${target}/release/bench_kmeans.wasm`), module);
  return module;
}

function peers() {
  const python = join(WORK, 'venv/bin/python');
  const there = join(WORK, 'venv/kmeans');
  if (!existsSync(there)) {
    run('python3', ['-m', 'venv', join(WORK, 'venv')], loud);
    run(python, ['-m', 'pip', 'install', '-q', 'numpy', 'scikit-learn', 'faiss-cpu'], loud);
    writeFileSync(there, '');
  }
  if (!existsSync(join(WORK, 'node_modules/ml-kmeans'))) {
    run('npm', ['install', '--no-save', '--prefix', WORK, 'ml-kmeans@7.0.1'], loud);
  }
  return python;
}

/** ml-kmeans is found from where it was installed. */
function mlKmeans(args) {
  for (const file of ['ml-kmeans.mjs', 'module.mjs']) copyFileSync(join(HERE, file), join(WORK, file));
  return JSON.parse(run('node', ['--max-old-space-size=6000', join(WORK, 'ml-kmeans.mjs'), ...args]));
}

const fixed = (value, digits) => (value === undefined ? '-' : value.toFixed(digits));
const share = ({ assign, roofline }) =>
  `${fixed(assign, 1)} / ${fixed(roofline, 1)} (${((100 * assign) / roofline).toFixed(0)} %)`;

function row({ name, chromium, node, native, peer, ml }) {
  const off = Math.abs(node.inertia / peer.sklearn.inertia - 1).toExponential(0);
  return [
    name,
    fixed(native.bounded, 3),
    fixed(node.bounded, 3),
    fixed(chromium.bounded, 3),
    fixed(node.plain, 3),
    fixed(peer.sklearn.seconds, 3),
    fixed(peer.faiss?.seconds, 3),
    fixed(ml?.seconds, 1),
    `${(peer.sklearn.seconds / node.bounded).toFixed(2)}`,
    `${node.iterations} / ${peer.sklearn.iterations}`,
    off,
  ].join(' | ');
}

const module = build();
const python = peers();
const cases = CASES.map(([n, d, k, kind]) => {
  const name = `${kind}-${n}x${d}x${k}`;
  const samples = join(WORK, `${name}.npy`);
  if (!existsSync(samples)) run(python, [join(HERE, 'data.py'), WORK, n, d, k, kind].map(String), loud);
  return { name, samples, start: join(WORK, `${name}-start.npy`), plain: n <= 10000 };
});
const { version, results } = await inChromium(module, cases);
const found = cases.map(({ name, samples, start }, i) => {
  console.error(name);
  const native = JSON.parse(run(join(ROOT, 'target/release/bench-kmeans'), [samples, start]));
  const node = JSON.parse(run('node', [join(HERE, 'node.mjs'), module, samples, start]));
  const args = [samples, start, String(node.iterations)];
  const peer = JSON.parse(
    run(python, [join(HERE, 'peers.py'), ...args], { env: { ...process.env, ...ONE_THREAD } }),
  );
  const ml = i < SLOW_PEER ? mlKmeans(args) : undefined;
  const equal = [native, results[i]].every(
    (r) => r.inertia === node.inertia && r.iterations === node.iterations,
  );
  if (!equal) throw new Error(`${name}: native, Node and Chromium disagree`);
  return { name, chromium: results[i], node, native, peer, ml };
});
rmSync(join(WORK, 'ml-kmeans.mjs'), { force: true });

section('kmeans', [
  `One thread of ${cpus()[0].model}, Node ${process.version}, Chromium ${version}. Seconds of processor ` +
    `time (elapsed in`,
  'Chromium), least of three (of one at 50,000 samples), seeding left out; bounds on unless "plain".',
  'Inertia and iterations were identical in the native program, Node and Chromium.',
  '',
  '| samples x features x K | native | Node | Chromium | Node, plain | scikit-learn | faiss | ml-kmeans | ' +
    'scikit-learn / Node | iterations, ours / scikit-learn | inertia off by |',
  '|---|---|---|---|---|---|---|---|---|---|---|',
  ...found.map((f) => `| ${row(f)} |`),
  '',
  'Assignment of all samples, GFLOP/s, against multiplications and additions in registers only (12 chains, ' +
    'the same run):',
  '',
  '| samples x features x K | Chromium | Node | native |',
  '|---|---|---|---|',
  ...found.map((f) => `| ${f.name} | ${share(f.chromium)} | ${share(f.node)} | ${share(f.native)} |`),
]);
