// Running other programs, with words that a reader of a terminal can follow.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The top of the checkout. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A failure that is told in one sentence, without a stack. */
export class Told extends Error {}

/** Says what happens now. */
export const say = (text) => console.log(`\x1b[1m${text}\x1b[0m`);

/** Seconds since `start`, for a person. */
export const since = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/**
 * Runs a program to its end, its output shown.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: object, seconds?: number, cwd?: string }} how `seconds`: end it after so long
 */
export function run(program, args, how = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: how.cwd ?? root,
      stdio: 'inherit',
      env: { ...process.env, ...how.env },
      // A group of its own, so that ending it ends what it started too.
      detached: how.seconds !== undefined,
    });
    const timer = how.seconds && setTimeout(() => process.kill(-child.pid, 'SIGKILL'), how.seconds * 1000);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new Told(`${program} could not be started: ${error.message}.`));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      code === 0
        ? resolve()
        : reject(
            new Told(`\`${[program, ...args].join(' ')}\` failed (${code ?? 'ended'}); it says why above.`),
          );
    });
  });
}

/** What a program prints, or null if it cannot be run. */
export function ask(program, args) {
  const { status, stdout } = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** Whether Debian packages may be installed here. */
export const mayInstall = () => process.getuid?.() === 0 && ask('apt-get', ['--version']) !== null;

/** Installs Debian packages. */
export async function install(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  // An old package list may still do.
  await run('apt-get', ['update', '-q'], { env }).catch(() => {});
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
}
