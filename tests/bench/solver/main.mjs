// npm run bench:solver: our engine (native, Node, Chromium) and its peers on the same problems,
// one thread each, one after the other; the table goes into tests/bench/RESULTS.md.
// --large runs problems of 256 x 256 x 256 and more to 1e-5 instead, our engine alone.
// MODALENS_PYTHON_ENV names a Python environment to use instead of a fresh, throw-away one.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from '../../e2e/chromium.mjs';
import { measure } from './wasm.mjs';

const HERE = new URL('.', import.meta.url).pathname;
const ROOT = join(HERE, '../../..');
const RESULTS = join(ROOT, 'tests/bench/RESULTS.md');
const SECONDS = 6; // per problem and tolerance, ours
const PEER_SECONDS = 10; // CPU seconds per problem, peers; start-up of Python is not counted
const PEER_WALL = 90; // a busy machine may take so much longer
const LARGE_SECONDS = 600; // the same with --large
const PEERS = ['prototype', 'cone', 'admui', 'scipy', 'cvx'];

const scratch = mkdtempSync(join(tmpdir(), 'modalens-bench-'));
const sh = (file, args, options = {}) =>
  execFileSync(file, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
const lines = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

function environment() {
  if (process.env.MODALENS_PYTHON_ENV) return join(process.env.MODALENS_PYTHON_ENV, 'bin/python');
  const folder = join(scratch, 'python');
  sh('python3', ['-m', 'venv', folder]);
  sh(join(folder, 'bin/pip'), ['install', '-q', 'numpy', 'scipy', 'scikit-learn', 'cvxpy', 'ecos', 'dit']);
  return join(folder, 'bin/python');
}

function build() {
  sh('cargo', ['build', '-q', '--release', '--example', 'solver_bench']);
  sh('cargo', [
    'build',
    '-q',
    '--release',
    '--target',
    'wasm32-unknown-unknown',
    '--example',
    'solver_bench_wasm',
  ]);
  return readFileSync(join(ROOT, 'target/wasm32-unknown-unknown/release/examples/solver_bench_wasm.wasm'));
}

/** CPU seconds of this process. */
function clock() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function inChromium(bytes, problems, limit, tolerances) {
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch(launch);
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    const session = await browser.newBrowserCDPSession();
    await page.exposeFunction('clock', async () => {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      return processInfo
        .filter(({ type }) => type === 'renderer')
        .reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    });
    const source = readFileSync(join(HERE, 'wasm.mjs'), 'utf8').replace(
      'export async function',
      'async function',
    );
    await page.addScriptTag({ content: `${source}\nglobalThis.measure = measure;` });
    return await page.evaluate(
      async ([base64, problems, limit, tolerances]) =>
        measure(
          Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)),
          problems,
          limit,
          tolerances,
          clock,
        ),
      [bytes.toString('base64'), problems, limit, tolerances],
    );
  } finally {
    await browser.close();
  }
}

function peers(python, file, problems) {
  const gaveUp = new Set(); // family and peer that ran out of time: larger ones would too
  return problems.map(({ name, cells }) => {
    const family = name
      .split(' ')
      .filter((word) => !/^#?\d+$/.test(word))
      .join(' ');
    return Object.fromEntries(
      PEERS.map((peer) => {
        const key = `${family} ${peer}`;
        if (!cells || gaveUp.has(key)) return [peer, 'not run'];
        const args = [join(HERE, 'peers.py'), file, name, peer, String(PEER_SECONDS)];
        const run = spawnSync(python, args, { encoding: 'utf8', timeout: PEER_WALL * 1000 });
        if (run.status === 0) return [peer, JSON.parse(run.stdout.trim().split('\n').at(-1))];
        if (run.signal === 'SIGXCPU') gaveUp.add(key);
        // Only the limit of CPU time says something about speed.
        return [
          peer,
          run.signal === 'SIGXCPU' ? `> ${PEER_SECONDS} s` : run.error ? 'no time left' : 'failed',
        ];
      }),
    );
  });
}

const time = (s) =>
  s < 0.001
    ? `${(s * 1e6).toFixed(0)} µs`
    : s < 1
      ? `${(s * 1e3).toPrecision(3)} ms`
      : `${s.toPrecision(3)} s`;
const ours = ({ seconds, converged, lower, upper }) =>
  converged ? time(seconds) : `gap ${(upper - lower).toExponential(0)}`;

function theirs(found, { lower, upper }) {
  if (typeof found === 'string') return found;
  const error = found.union < lower ? found.union - lower : Math.max(0, found.union - upper);
  return `${time(found.seconds)} (${error === 0 ? 'within' : error.toExponential(0)})`;
}

function table(problems, native, node, chromium, found) {
  const head = ['problem', 'native 1e-3 / 1e-6 / 1e-9', 'steps + Newton, 1e-6', 'Node', 'Chromium', ...PEERS];
  const rows = problems.map(({ name }, i) => {
    const [n, w, c] = [native, node, chromium].map((all) => all[i].results);
    return [
      name,
      n.map(ours).join(' / '),
      `${n[1].iterations} + ${n[1].newton_steps}`,
      w.map(ours).join(' / '),
      c.map(ours).join(' / '),
      ...PEERS.map((peer) => theirs(found[i][peer], n.findLast((r) => r.converged) ?? n[2])),
    ];
  });
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function write(marker, text) {
  const parts = readFileSync(RESULTS, { encoding: 'utf8', flag: 'a+' }).split(marker);
  const section = `${marker}\n${text}\n${marker}`;
  writeFileSync(
    RESULTS,
    parts.length === 3 ? parts[0] + section + parts[2] : `${parts.join('')}\n${section}\n`,
  );
}

/** Our engine on the problems that `choice` selects: native, Node, Chromium. */
async function engine(file, choice, limit, tolerances) {
  sh(python, [join(HERE, 'problems.py'), file, ...choice]);
  const problems = lines(readFileSync(file, 'utf8'));
  const bytes = build();
  const native = lines(
    sh(join(ROOT, 'target/release/examples/solver_bench'), [file, limit, ...tolerances].map(String)),
  );
  const plain = problems.map(({ cells, ...rest }) => rest);
  const node = await measure(bytes, plain, limit, tolerances, clock);
  const chromium = await inChromium(bytes, plain, limit, tolerances);
  const differ = native.filter((n, i) =>
    n.results.some(
      (r, t) =>
        r.converged &&
        node[i].results[t].converged &&
        (r.lower !== node[i].results[t].lower || r.upper !== node[i].results[t].upper),
    ),
  );
  const same =
    differ.length === 0
      ? 'the same bits wherever both converged'
      : `differ on ${differ.map((d) => d.name).join(', ')}`;
  const megabytes = Math.max(...chromium.map((c) => c.megabytes)).toFixed(0);
  return { problems, native, node, chromium, same, megabytes };
}

function largeTable({ problems, native, node, chromium }) {
  const head = ['problem', 'steps', 'bounds, bits', 'native', 'Node', 'Chromium', 'Chromium, wall', 'memory'];
  const rows = problems.map(({ name }, i) => {
    const [n, w, c] = [native, node, chromium].map((all) => all[i].results.at(-1));
    return [
      name,
      n.iterations,
      `${n.lower.toFixed(7)} to ${n.upper.toFixed(7)}`,
      ours(n),
      ours(w),
      ours(c),
      time(c.wall),
      `${chromium[i].megabytes.toFixed(0)} MB`,
    ];
  });
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const machine =
  `${cpus()[0].model.trim()}, one thread, one run; load at the start ` +
  `${loadavg()[0].toFixed(1)} on ${cpus().length} processors, so times are CPU seconds`;

async function large(file) {
  const found = await engine(file, ['--large'], LARGE_SECONDS, [1e-3, 1e-5]);
  write(
    '<!-- solver large -->',
    `## Solver, large tables to 1e-5 bits

\`npm run bench:solver -- --large\`, ${machine}. Bounds native and in WebAssembly: ${found.same}.

${largeTable(found)}
`,
  );
}

async function all(file) {
  const found = await engine(file, [], SECONDS, [1e-3, 1e-6, 1e-9]);
  write(
    '<!-- solver -->',
    `## Solver

Time to a certified gap of 1e-3, 1e-6 and 1e-9 bits (\`npm run bench:solver\`), ${machine};
at most ${SECONDS} s a case, then the gap reached. Peers: this engine's prototype in NumPy, to 1e-6; dit's
cone (ECOS), admui and scipy, and the convex model of Liang et al. by cvxpy with SCS, without start-up, with
their error of the union information against our bounds in bits (negative: below our lower bound: their Q is
not feasible); a peer that needs more than ${PEER_SECONDS} s of CPU is not asked for
larger problems of a family. Largest WebAssembly memory: ${found.megabytes} MB.
Bounds native and in WebAssembly: ${found.same}.

${table(found.problems, found.native, found.node, found.chromium, peers(python, file, found.problems))}
`,
  );
}

const python = environment();
try {
  const file = join(scratch, 'problems.jsonl');
  await (process.argv.includes('--large') ? large(file) : all(file));
  console.log(`Wrote ${RESULTS}.`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
