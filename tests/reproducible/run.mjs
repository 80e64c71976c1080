// The engine is built again from a clone in another folder, with another home of cargo, and must come out the
// same byte for byte: npm run test:reproducible, after `npm run build`. Minutes, since nothing is kept.
//
// Held against the module of this checkout, so it must be that of the commit. The compiler is part of it:
// another version of Rust makes another module.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const MADE = ['modalens_bg.wasm', 'modalens.js'];
/** What the module is made of. */
const SOURCES = ['src', 'xtask', '.cargo', 'Cargo.toml', 'Cargo.lock'];

function run(program, args, options = {}) {
  const { status, stdout } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed.`);
  return stdout.trim();
}

/** A home of cargo at another address, with what the real one holds. */
function otherHome(folder) {
  const real = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(real)) symlinkSync(join(real, entry), join(folder, entry));
  return folder;
}

const madeIn = (folder) => MADE.map((name) => readFileSync(join(folder, 'www/lib/wasm', name)));

const changed = run('git', ['status', '--porcelain', '--', ...SOURCES]);
if (changed) throw new Error(`Commit first; a clone does not have these changes:\n${changed}`);

const place = mkdtempSync(join(tmpdir(), 'modalens-'));
try {
  const clone = join(place, 'a folder of another length');
  run('git', ['clone', '--quiet', '--no-hardlinks', root, clone]);
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  const env = { ...process.env, CARGO_HOME: otherHome(join(place, 'home')), CARGO_TARGET_DIR: undefined };
  for (const command of ['describe', 'wasm'])
    run('cargo', [...'run --quiet --locked --profile xtask --package xtask --'.split(' '), command], {
      cwd: clone,
      env,
    });
  const [here, there] = [madeIn(root), madeIn(clone)];
  for (const [i, name] of MADE.entries()) {
    const [one, other] = [here[i], there[i]].map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    if (one !== other) throw new Error(`${name} differs: ${one} here, ${other} from the clone.`);
    console.log(`${name}: ${here[i].length} bytes, ${one}, the same from a clone`);
  }
  for (const path of [root, homedir(), place])
    if (here.some((bytes) => bytes.includes(path))) throw new Error(`The module names ${path}.`);
  console.log(run('rustc', ['--version']));
} finally {
  rmSync(place, { recursive: true, force: true });
}
