// Temporary projects that install the packed tarball, as a user would.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** The top of the checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const DIGITS = { x1: 'top.npy', x2: 'bottom.npy', y: 'digit.npy' };
/** Few restarts: what is compared is that numbers agree, not that they are the best. */
export const OPTIONS = { k: 8, seed: 1, partitions: 2, n_init: 2, names: ['top', 'bottom', 'digit'] };

/** A folder that is removed at the end. */
export async function workshop() {
  const folder = await mkdtemp(join(tmpdir(), 'modalens-package-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Packs the package as `npm publish` would; the path of the tarball. */
export async function pack(folder) {
  const { stdout } = await exec('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
  });
  return join(folder, JSON.parse(stdout)[0].filename);
}

/** Runs a program in a project; what it printed. A failure tells all of it. */
export async function run(project, program, args, input = {}) {
  try {
    const { stdout } = await exec(program, args, { cwd: project, maxBuffer: 1 << 26, ...input });
    return stdout;
  } catch (error) {
    throw new Error(
      `\`${[program, ...args].join(' ')}\` failed in ` +
        `${project}:\n${error.stdout ?? ''}${error.stderr ?? error.message}`,
    );
  }
}

/** A project with the tarball and its own packages installed, the digits, and files by path. */
export async function project(folder, name, tarball, { packages = {}, files = {} }) {
  const home = join(folder, name);
  await mkdir(home, { recursive: true });
  const manifest = {
    name: `consumer-${name}`,
    private: true,
    type: 'module',
    dependencies: { modalens: `file:${tarball}`, ...packages },
  };
  await writeFile(join(home, 'package.json'), JSON.stringify(manifest, null, 2));
  for (const file of Object.values(DIGITS))
    await copyFile(join(root, 'tests/golden/digits', file), join(home, file));
  for (const [path, text] of Object.entries({ ...files, 'digits.js': await digitsModule() })) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  }
  // Without packages of its own nothing but the tarball is needed, so no network either.
  const offline = Object.keys(packages).length === 0 ? ['--offline'] : ['--prefer-offline'];
  await run(home, 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...offline]);
  return home;
}

/** The digits as a module, for pages that may not fetch anything. */
async function digitsModule() {
  const entries = await Promise.all(
    Object.entries(DIGITS).map(async ([slot, file]) => {
      const bytes = await readFile(join(root, 'tests/golden/digits', file));
      return `  ${slot}: file('${file}', '${bytes.toString('base64')}'),`;
    }),
  );
  return [
    'const file = (name, text) => new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name);',
    'export const digits = {',
    ...entries,
    '};',
    '',
  ].join('\n');
}

/** A page's script: analyses the digits with what `specifier` exports, and leaves the report. */
export const app = (specifier, config = {}) => `
import { createAnalyzer } from '${specifier}';
import { digits } from './digits.js';

const analyzer = await createAnalyzer(${JSON.stringify(config)});
try {
  window.report = JSON.stringify(await analyzer.analyze(digits, ${JSON.stringify(OPTIONS)}));
} catch (error) {
  window.failure = error.code + ': ' + error.message;
}
analyzer.dispose();
`;

/** A page that loads \`script\`. */
export const page = (script, head = '') => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>consumer</title>${head}</head>
<body><script type="module" src="${script}"></script></body></html>
`;
