// Fuzzes every reader: npm run fuzz -- [--seconds 60] [--only npy,table] [--bytes 65536], which is how long a
// file may be. Needs nightly Rust and cargo-fuzz:
//
//   rustup toolchain install nightly && cargo install cargo-fuzz --locked
//
// Seeds are the golden files; what has once crashed is kept in tests/fuzz/regressions, read by `npm test`.
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

const toolchain = `+${values.toolchain}`;
if (spawnSync('cargo', [toolchain, 'fuzz', '--version']).status !== 0) {
  console.log('Fuzzing needs nightly Rust and cargo-fuzz; not run.');
  process.exit(0);
}

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

const targets = values.only?.split(',') ?? Object.keys(SEEDS);
for (const target of targets) {
  const corpus = seed(target);
  const limits = [
    `-max_total_time=${values.seconds}`,
    `-max_len=${values.bytes}`,
    '-timeout=10',
    '-print_final_stats=1',
    `-artifact_prefix=${join(built, target)}-`,
  ];
  const { status, stderr } = spawnSync(
    'cargo',
    [
      ...[toolchain, 'fuzz', 'run', '--fuzz-dir', here, '--target-dir', built, '-s', 'none'],
      ...[target, corpus, '--', ...limits],
    ],
    { encoding: 'utf8', cwd: join(here, '../..'), maxBuffer: 1 << 30 },
  );
  const runs = /stat::number_of_executed_units:\s*(\d+)/.exec(stderr)?.[1] ?? '?';
  console.log(`${target}: ${runs} executions, ${status === 0 ? 'no crash' : 'CRASH'}`);
  if (status !== 0) {
    console.log(stderr.split('\n').slice(-40).join('\n'));
    process.exitCode = 1;
  }
}
