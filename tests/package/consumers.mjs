// The consumers: each analyses the digits with the installed package and gives the report's JSON.
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reportOf, serve } from './browser.mjs';
import { app, OPTIONS, page, project, root, run } from './project.mjs';

/** The page that `folder` of a project serves. */
async function served(folder, browser) {
  const server = await serve(folder);
  try {
    return await reportOf(browser, server.url);
  } finally {
    await server.close();
  }
}

const FILES = "{ x1: 'top.npy', x2: 'bottom.npy', y: 'digit.npy' }";

const nodeScript = (config) => `
import { createAnalyzer } from 'modalens';
const analyzer = await createAnalyzer(${JSON.stringify(config)});
console.log(JSON.stringify(await analyzer.analyze(${FILES}, ${JSON.stringify(OPTIONS)})));
${config.leave ? '' : 'analyzer.dispose();'}
`;

const node =
  (config = {}) =>
  async ({ folder, name, tarball }) => {
    const home = await project(folder, name, tarball, { files: { 'run.js': nodeScript(config) } });
    return (await run(home, 'node', ['run.js'])).trim();
  };

/** The command line, as it is installed. */
async function commandLine({ folder, name, tarball }) {
  const home = await project(folder, name, tarball, {});
  const flags = [
    '--k',
    '8',
    '--seed',
    '1',
    '--partitions',
    '2',
    '--n-init',
    '2',
    '--names',
    'top,bottom,digit',
  ];
  const text = await run(home, 'npx', [
    '--no-install',
    'modalens',
    'analyze',
    'top.npy',
    'bottom.npy',
    'digit.npy',
    ...flags,
    '--json',
  ]);
  return JSON.stringify(JSON.parse(text));
}

/** The lines of the README, as they are printed. */
async function readme({ folder, name, tarball }) {
  const text = await readFile(join(root, 'README.md'), 'utf8');
  const block = /(?:^ {4}.*\n|^\n)+/gm;
  const snippet = text
    .match(block)
    ?.find((code) => code.includes("from 'modalens'"))
    ?.replace(/^ {4}/gm, '');
  if (!snippet) throw new Error('README.md has no lines that import modalens');
  const home = await project(folder, name, tarball, { files: { 'run.js': snippet } });
  for (const [from, to] of [
    ['top', 'image'],
    ['bottom', 'text'],
    ['digit', 'label'],
  ])
    await copyFile(join(home, `${from}.npy`), join(home, `${to}.npy`));
  const numbers = (await run(home, 'node', ['run.js'])).trim().split(/\s+/).map(Number);
  if (numbers.length !== 3 || !numbers.every(Number.isFinite))
    throw new Error(`the README's lines printed ${numbers}`);
  return null;
}

/** Files of the package beside a page, no bundler at all. */
const plain =
  (specifier, config, head = '') =>
  async ({ folder, name, tarball, browser }) => {
    const home = await project(folder, name, tarball, {
      files: {
        'app.js': app(`./node_modules/modalens/dist/${specifier}.js`, config),
        'index.html': page('./app.js', head),
      },
    });
    return served(home, browser);
  };

/** Nothing but the page's own scripts, and no connection of any kind. */
const STRICT =
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' ` +
  `'wasm-unsafe-eval'; worker-src blob:">`;

const viteBuild =
  (version, specifier) =>
  async ({ folder, name, tarball, browser }) => {
    const home = await project(folder, name, tarball, {
      packages: { vite: version },
      files: {
        'app.js': app(specifier),
        'index.html': page('/app.js'),
        'vite.config.js': "export default { build: { target: 'es2022' } };\n",
      },
    });
    await run(home, 'npx', ['--no-install', 'vite', 'build', '--logLevel', 'warn']);
    return served(join(home, 'dist'), browser);
  };

const viteDev =
  (version, specifier) =>
  async ({ folder, name, tarball, browser }) => {
    const home = await project(folder, name, tarball, {
      packages: { vite: version },
      files: { 'app.js': app(specifier), 'index.html': page('/app.js') },
    });
    const { createServer } = await import(join(home, 'node_modules/vite/dist/node/index.js'));
    const server = await createServer({
      root: home,
      configFile: false,
      logLevel: 'error',
      server: { port: 0, host: '127.0.0.1' },
    });
    try {
      await server.listen();
      return await reportOf(browser, server.resolvedUrls.local[0]);
    } finally {
      await server.close();
    }
  };

const WEBPACK = `
export default {
  mode: 'production',
  entry: './app.js',
  output: { module: true, filename: 'main.js', publicPath: 'auto' },
  experiments: { outputModule: true },
  performance: false,
};
`;

async function webpack({ folder, name, tarball, browser }) {
  const home = await project(folder, name, tarball, {
    packages: { webpack: '5.112.2', 'webpack-cli': '6.0.1' },
    files: { 'app.js': app('modalens'), 'dist/index.html': page('./main.js'), 'webpack.config.js': WEBPACK },
  });
  await run(home, 'npx', ['--no-install', 'webpack']);
  return served(join(home, 'dist'), browser);
}

const ROLLUP = `
import { nodeResolve } from '@rollup/plugin-node-resolve';
const plugins = [nodeResolve({ browser: true, exportConditions: ['browser'] })];
export default { input: 'app.js', output: { dir: 'dist', format: 'es' }, plugins };
`;

/** Rollup leaves addresses alone: the engine's file is copied beside the script, as the docs say. */
async function rollup({ folder, name, tarball, browser }) {
  const home = await project(folder, name, tarball, {
    packages: { rollup: '4.68.7', '@rollup/plugin-node-resolve': '16.0.3' },
    files: { 'app.js': app('modalens'), 'dist/index.html': page('./app.js'), 'rollup.config.js': ROLLUP },
  });
  await run(home, 'npx', ['--no-install', 'rollup', '-c', '--silent']);
  await copyFile(join(home, 'node_modules/modalens/dist/modalens.wasm'), join(home, 'dist/modalens.wasm'));
  return served(join(home, 'dist'), browser);
}

/** esbuild too; `beside` copies the file, otherwise the engine is inside the script. */
const esbuild =
  (specifier, beside) =>
  async ({ folder, name, tarball, browser }) => {
    const home = await project(folder, name, tarball, {
      packages: { esbuild: '0.28.2' },
      files: { 'app.js': app(specifier), 'dist/index.html': page('./app.js') },
    });
    await run(home, 'npx', [
      '--no-install',
      'esbuild',
      'app.js',
      '--bundle',
      '--format=esm',
      '--target=es2022',
      '--outdir=dist',
      '--log-level=error',
    ]);
    if (beside)
      await copyFile(
        join(home, 'node_modules/modalens/dist/modalens.wasm'),
        join(home, 'dist/modalens.wasm'),
      );
    return served(join(home, 'dist'), browser);
  };

/** All consumers. `fast` ones need no package but the tarball. */
export const consumers = [
  { name: 'node', fast: true, check: node() },
  { name: 'node-one-worker', fast: true, check: node({ workers: 1 }) },
  { name: 'node-same-thread', fast: true, check: node({ worker: false }) },
  { name: 'node-without-dispose', fast: true, check: node({ leave: true }) },
  { name: 'command-line', fast: true, check: commandLine },
  { name: 'readme', fast: true, check: readme },
  { name: 'plain-script', fast: true, check: plain('index', {}) },
  { name: 'plain-script-same-thread', fast: true, check: plain('index', { worker: false }) },
  { name: 'strict-policy', fast: true, check: plain('inline', {}, STRICT) },
  { name: 'vite-8-build', check: viteBuild('8.3.8', 'modalens') },
  { name: 'vite-8-dev', check: viteDev('8.3.8', 'modalens') },
  { name: 'vite-7-build', check: viteBuild('^7', 'modalens') },
  { name: 'vite-7-dev', check: viteDev('^7', 'modalens/inline') },
  { name: 'vite-6-build', check: viteBuild('^6', 'modalens') },
  { name: 'vite-6-dev', check: viteDev('^6', 'modalens/inline') },
  { name: 'webpack-5', check: webpack },
  { name: 'rollup', check: rollup },
  { name: 'esbuild', check: esbuild('modalens', true) },
  { name: 'esbuild-inline', check: esbuild('modalens/inline', false) },
];
