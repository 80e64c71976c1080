// The commands of package.json:
// node xtask/commands/main.mjs start | dev | build | test | browsers | wasm |
// generate | wheel
import { watch } from 'node:fs';
import { join } from 'node:path';
import { ask, root, run, say, since, Told } from './run.mjs';
import { browser, generate, otherBrowsers, packages, wasm } from './setup.mjs';
import { wheel } from './wheel.mjs';

const vite = (...args) => run('npx', ['vite', ...args]);

/** The page into dist/site/, the package into dist/. */
async function build() {
  await wasm();
  say('Building the page and the package.');
  await vite('build', '--logLevel', 'warn');
  await run('npm', ['run', '--silent', 'build:lib']);
}

/** A part of the Rust distribution that not every one has; the tests do not depend on it. */
async function tool(name, args) {
  if (ask('cargo', [name, '--version']) === null)
    return console.log(`This Rust has no cargo ${name}; left out.`);
  await run('cargo', [name, ...args]);
}

/**
 * Builds the engine again when Rust changes, one build at a time; the page reloads when the module is there.
 */
function rebuildOnChange() {
  let building = false;
  let again = false;
  const rebuild = async () => {
    again = building;
    if (building) return;
    building = true;
    // A source that does not compile has said why; the next change is the next try.
    await wasm().catch(() => {});
    building = false;
    if (again) await rebuild();
  };
  let soon;
  watch(join(root, 'src'), { recursive: true }, () => {
    clearTimeout(soon);
    soon = setTimeout(rebuild, 200);
  });
}

/** The jobs of tests/browsers; gives the browsers that were left out. */
async function browsers(...flags) {
  const missing = await otherBrowsers();
  await run('npx', ['playwright', 'test', '--config', 'tests/browsers/playwright.config.ts', ...flags]);
  return missing;
}

const commands = {
  wasm,
  generate,
  wheel,
  build,
  async start() {
    await wasm();
    say('Building the page.');
    await vite('build', '--logLevel', 'warn');
    say('Serving it; stop with Ctrl+C.');
    await vite('preview', ...process.argv.slice(3));
  },
  async dev() {
    await wasm();
    rebuildOnChange();
    await vite(...process.argv.slice(3));
  },
  async browsers() {
    await packages();
    await browser();
    const missing = await browsers(...process.argv.slice(3));
    if (missing.length > 0) say(`Not tested: ${missing.join(' and ')}, not installed.`);
  },
  async test() {
    await packages();
    let missing = [];
    const steps = [
      ['Format and lints of TypeScript', () => run('npx', ['biome', 'check', '--error-on-warnings', '.'])],
      ['Format of Rust', () => tool('fmt', ['--all', '--check'])],
      ['Lints of Rust', () => tool('clippy', ['--quiet', '--locked', '--all-targets'])],
      ['Engine', () => run('cargo', ['test', '--quiet', '--locked'])],
      ['Build', build],
      ['Types', () => run('npx', ['tsc', '--noEmit'])],
      ['Library and page, in Node', () => run('npx', ['vitest', 'run'])],
      [
        'Page, in Chromium',
        async () => {
          await browser();
          await run('npx', ['playwright', 'test']);
        },
      ],
      [
        'Page, in Firefox and WebKit',
        async () => {
          missing = await browsers('--grep-invert', 'Chromium');
        },
      ],
      ['Package, in its consumers', () => run('node', ['tests/package/main.mjs', '--fast'])],
    ];
    const begin = performance.now();
    for (const [name, step] of steps) {
      const start = performance.now();
      say(`${name}.`);
      await step();
      say(`${name}: passed in ${since(start)}.`);
    }
    const without = missing.length > 0 ? ` Not tested: ${missing.join(' and ')}, not installed.` : '';
    say(`Everything passed in ${since(begin)}.${without}`);
  },
};

const command = commands[process.argv[2]];
try {
  if (!command) throw new Told(`usage: ${Object.keys(commands).join(' | ')}`);
  await command();
} catch (error) {
  if (!(error instanceof Told)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
