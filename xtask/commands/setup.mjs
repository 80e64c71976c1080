// What the commands need, installed when it is missing; quick when nothing changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BROWSERS } from '../../tests/browsers/browsers.mjs';
import { ask, install, mayInstall, root, run, say, Told } from './run.mjs';

/** npm packages, as the lock file has them and with our patches. */
export async function packages() {
  const stamp = join(root, 'node_modules/.modalens-lock');
  const patches = readdirSync(join(root, 'xtask/patches')).map((name) => join('xtask/patches', name));
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', ...patches]) hash.update(readFileSync(join(root, file)));
  const lock = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Installing npm packages.');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, lock);
}

/** A cargo that is new enough for the crate. */
async function cargo() {
  const wanted = /rust-version = "1\.(\d+)"/.exec(readFileSync(join(root, 'Cargo.toml'), 'utf8'))[1];
  const found = () => /cargo 1\.(\d+)/.exec(ask('cargo', ['--version']) ?? '')?.[1] ?? 0;
  if (Number(found()) >= Number(wanted)) return;
  if (mayInstall()) {
    say("Installing Debian's Rust.");
    await install(['rustc-web', 'cargo-web', 'rust-web-src', 'rust-web-llvm', 'lld-22', 'gcc', 'libc6-dev']);
  }
  if (Number(found()) < Number(wanted)) {
    throw new Told(
      `Rust 1.${wanted} or newer is needed. Install it with rustup (https://rustup.rs), then try again.`,
    );
  }
}

/** A command of xtask, built when it is needed. */
const xtask = (command) =>
  run('cargo', [...'run --quiet --locked --profile xtask --package xtask --'.split(' '), command]);

/** Types, checks and constants of the engine as TypeScript, and its schema, in www/lib/generated/. */
export async function generate() {
  await packages();
  await cargo();
  say('Asking the engine for its types.');
  await xtask('describe');
  await run('node', ['www/lib/build/generate.mjs']);
}

/** The engine as WebAssembly in www/lib/wasm/, and its types. */
export async function wasm() {
  await generate();
  say('Building the engine for WebAssembly.');
  await xtask('wasm');
}

/** A Chromium for the tests: Playwright's own or one that is installed. */
export async function browser() {
  const { chromium } = await import('@playwright/test');
  const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = () => [chromium.executablePath(), ...installed].find((path) => existsSync(path));
  if (found()) return;
  const debian = /^ID=debian$/m.test(
    existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
  );
  // Debian's comes with the libraries it needs; elsewhere the package of that name may be an empty shell.
  if (debian && mayInstall()) {
    say("Installing Debian's Chromium.");
    await install(['chromium', 'fonts-liberation']).catch(() => {});
  }
  if (!found()) {
    say("Installing Chromium (Playwright's own, at most 5 minutes).");
    await run('npx', ['playwright', 'install', '--with-deps', 'chromium'], { seconds: 300 }).catch(() => {});
  }
  if (!found())
    throw new Told(
      "The tests need a Chromium. Run `npx playwright install chromium`, or install your system's, then " +
        'try again.',
    );
}

/** Installs the browsers besides Chromium where that needs no password; gives the names of those missing. */
export async function otherBrowsers() {
  const missing = () => Object.keys(BROWSERS).filter((name) => BROWSERS[name].found() === null);
  for (const name of mayInstall() ? missing() : []) {
    say(`Installing ${name}.`);
    await install(BROWSERS[name].packages).catch(() => {});
  }
  for (const name of missing())
    say(
      `${name} is not installed, and could not be here: its tests are SKIPPED. Debian and Ubuntu have it: ` +
        `apt-get install ${BROWSERS[name].packages.join(' ')}`,
    );
  return missing();
}
