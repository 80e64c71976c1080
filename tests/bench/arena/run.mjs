// `npm run bench:arena`: answers of Modalens and its peers to the problems of the arena, as files in
// `submissions`, and their scores in tests/bench/RESULTS.md. `--score` scores the files that are there.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { section } from '../section.mjs';
import { load, ROOT } from './load.mjs';

const HERE = join(ROOT, 'tests/bench/arena');
const WORK = join(ROOT, 'target/bench/arena');
const SUBMISSIONS = join(HERE, 'submissions');
/** Processor time for each problem, of peers. */
const PEER_SECONDS = 20;
/** As they were when the answers of peers were made. */
const PACKAGES = [
  ...['dit==2.3', 'cvxpy==1.9.3', 'scs==3.3.1', 'ecos==2.0.14'],
  ...['numpy==2.4.6', 'scipy==1.17.1', 'scikit-learn==1.9.1'],
];

const run = (command, args) =>
  execFileSync(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });

function python() {
  const found = join(WORK, 'venv/bin/python');
  if (!existsSync(found)) {
    run('python3', ['-m', 'venv', join(WORK, 'venv')]);
    run(found, ['-m', 'pip', 'install', '-q', ...PACKAGES]);
  }
  return found;
}

function answers() {
  run(process.execPath, [join(HERE, 'ours.mjs'), SUBMISSIONS]);
  run(process.execPath, [join(ROOT, 'dist/cli.js'), 'arena', 'data', join(WORK, 'data')]);
  run(python(), [join(HERE, 'peers.py'), join(WORK, 'data'), SUBMISSIONS, String(PEER_SECONDS)]);
}

if (!process.argv.includes('--score')) answers();
const { arenaTables } = await load('www/docs/generate/arena.ts');
const tables = arenaTables(ROOT);
section('arena', [
  '`npm run bench:arena`; `modalens arena score` gives the rows again from `tests/bench/arena/submissions`.',
  `One thread; processor seconds, for peers ${PEER_SECONDS} a problem at most. What they do not finish, or`,
  'fail at, is not answered and in no other column: it is tables of the kind split. Bits. Peers:',
  `${PACKAGES.join(', ')}.`,
  '',
  'Tables of counts:',
  '',
  tables('counts'),
  '',
  'Embeddings (dit and the CVX model: of eight K-means codes a source by scikit-learn):',
  '',
  tables('embeddings'),
  '',
  'By kind; in parentheses the problems answered, where not all are:',
  '',
  tables('kinds'),
]);
