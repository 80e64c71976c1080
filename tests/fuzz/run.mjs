// Fuzzes every reader: npm run fuzz -- [--seconds 60] [--only npy,link] [--bytes 65536] [--seed 1]; how long
// a file may be, and where the mutations of links and saved files begin.
//
// Readers of data are of Rust and need nightly Rust and cargo-fuzz:
//
//   rustup toolchain install nightly && cargo install cargo-fuzz --locked
//
// Their seeds are the golden files; what has once crashed is kept in tests/fuzz/regressions, read by `npm
// test`. Parquet, links and saved files are read by TypeScript, which needs `npm run generate`: the
// properties of `npm test` are held for longer.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const golden = join(here, '../golden');
/** Everything that fuzzing makes. */
const built = join(here, '../../target/fuzz');
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    only: { type: 'string' },
    bytes: { type: 'string', default: '65536' },
    toolchain: { type: 'string', default: 'nightly' },
    seed: { type: 'string', default: '1' },
  },
});

/** Endings of the golden files that a target begins with. */
const SEEDS = {
  npy: ['npy'],
  npz: ['npz'],
  safetensors: ['safetensors'],
  table: ['csv', 'tsv', 'txt'],
  jsonl: ['jsonl', 'ndjson'],
  pickle: ['pkl', 'pickle'],
  torch: ['pt', 'pth'],
};

/** The properties that links, saved files and Parquet files must have, by the names of their tests. */
const PROPERTIES = {
  parquet: ['lib/parquet-hostile', 'is refused or read'],
  link: ['lib/hostile', 'mutated links'],
  file: ['lib/hostile', 'mutated files'],
  'link-drawn': ['page/hostile', 'mutated links'],
  'file-drawn': ['page/hostile', 'mutated files'],
};

const run = (command, args, env = {}) =>
  spawnSync(command, args, {
    encoding: 'utf8',
    cwd: join(here, '../..'),
    env: { ...process.env, ...env },
    maxBuffer: 1 << 30,
  });

/** The seeds of a target, each behind the byte that says how it is read. */
function seed(target) {
  const corpus = join(built, 'corpus', target);
  mkdirSync(corpus, { recursive: true });
  for (const folder of ['files', 'formats'])
    for (const name of readdirSync(join(golden, folder))) {
      if (!SEEDS[target].includes(name.split('.').at(-1))) continue;
      const bytes = readFileSync(join(golden, folder, name));
      if (bytes.length < 1 << 16) writeFileSync(join(corpus, name), Buffer.concat([Buffer.of(0), bytes]));
    }
  return corpus;
}

/** Fuzzes a reader of data; null where the tool for it is not there. */
function fuzzReader(target) {
  const toolchain = `+${values.toolchain}`;
  if (spawnSync('cargo', [toolchain, 'fuzz', '--version']).status !== 0) return null;
  const limits = [
    `-max_total_time=${values.seconds}`,
    `-max_len=${values.bytes}`,
    '-timeout=10',
    '-print_final_stats=1',
    `-artifact_prefix=${join(built, target)}-`,
  ];
  const { status, stderr } = run('cargo', [
    ...[toolchain, 'fuzz', 'run', '--fuzz-dir', here, '--target-dir', built, '-s', 'none'],
    ...[target, seed(target), '--', ...limits],
  ]);
  return { status, said: stderr, runs: /stat::number_of_executed_units:\s*(\d+)/.exec(stderr)?.[1] };
}

/** Holds a property for as long. */
function fuzzProperty(target) {
  const [file, name] = PROPERTIES[target];
  const { status, stdout, stderr } = run('npx', ['vitest', 'run', file, '-t', name], {
    FUZZ_SECONDS: values.seconds,
    FUZZ_SEED: values.seed,
  });
  return { status, said: stdout + stderr, runs: /(\d+) mutations/.exec(stdout)?.[1] };
}

for (const target of values.only?.split(',') ?? [...Object.keys(SEEDS), ...Object.keys(PROPERTIES)]) {
  const ended = target in PROPERTIES ? fuzzProperty(target) : fuzzReader(target);
  if (!ended) {
    console.log(`${target}: not run; it needs nightly Rust and cargo-fuzz.`);
    continue;
  }
  const { status, runs = '?', said } = ended;
  console.log(`${target}: ${runs} executions, ${status === 0 ? 'no failure' : 'FAILED'}`);
  if (status !== 0) {
    console.log(said.split('\n').slice(-40).join('\n'));
    process.exitCode = 1;
  }
}
