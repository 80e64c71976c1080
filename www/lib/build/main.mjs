// Builds the package into dist/: `npm run build:lib`, after `npm run wasm`.
//
// Everything is bundled: the scripts import nothing but Node's own modules, so that a plain
// <script type=module> can load them. One build for browsers and one for Node, so that no file
// asks at run time where it is.
import { chmod, copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { notices } from './notices.mjs';
import { oneScript } from './one-script.mjs';
import { modalens, wasmBeside } from './plugin.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const lib = join(root, 'www/lib');
const dist = join(root, 'dist');

const BROWSER = ['index', 'inline', 'share'];
const NODE = ['node', 'cli'];
const TYPES = ['index', 'node', 'inline', 'share'];
/** Modules of all scripts: their licences travel with them. */
const modules = new Set();

/** Entries that are a folder of their own. */
const FOLDERS = ['share', 'cli'];

const entries = (names) =>
  Object.fromEntries(
    names.map((name) => [name, join(lib, FOLDERS.includes(name) ? `${name}/index.ts` : `${name}.ts`)]),
  );

async function scripts(names, platform) {
  const build = await rolldown({
    input: entries(names),
    platform,
    external: [/^node:/],
    plugins: [wasmBeside(), modalens(modules)],
    logLevel: 'warn',
  });
  // Each entry by itself: a bundler that follows one must not find the engine's address in a chunk it shares.
  const { output } = await build.write({
    dir: dist,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: `${platform}-[name].js`,
    minify: true,
    comments: { legal: true },
  });
  for (const { moduleIds = [] } of output) for (const id of moduleIds) modules.add(id);
  await build.close();
}

async function types() {
  const build = await rolldown({
    input: entries(TYPES),
    external: [/^node:/, 'comlink', 'valibot', 'fflate', 'uint8array-extras'],
    plugins: [dts({ emitDtsOnly: true, tsconfig: join(root, 'tsconfig.json') })],
    logLevel: 'warn',
    checks: { bundlerTimings: false, pluginTimings: false },
  });
  await build.write({
    dir: dist,
    format: 'esm',
    entryFileNames: '[name].ts',
    chunkFileNames: 'types-[name].ts',
  });
  await build.close();
}

/** The widget: the page's views and the engine in one script, as a notebook takes it. */
async function widget() {
  await oneScript(modules, {
    root,
    build: {
      outDir: dist,
      lib: { entry: join(root, 'www/widget/index.tsx'), formats: ['es'], fileName: () => 'widget.js' },
    },
  });
  await copyFile(join(root, 'www/widget/widget.d.ts'), join(dist, 'widget.d.ts'));
}

/** Everything of the package that was in dist/ before; the page in dist/site/ stays. */
async function clean() {
  await mkdir(dist, { recursive: true });
  for (const entry of await readdir(dist, { withFileTypes: true })) {
    if (entry.isFile()) await rm(join(dist, entry.name));
  }
}

await clean();
await scripts(BROWSER, 'browser');
await scripts(NODE, 'node');
await types();
await widget();
await copyFile(join(lib, 'wasm/modalens_bg.wasm'), join(dist, 'modalens.wasm'));
await copyFile(join(lib, 'generated/report.schema.json'), join(dist, 'report.schema.json'));
await chmod(join(dist, 'cli.js'), 0o755);
await writeFile(join(dist, 'THIRD-PARTY.txt'), await notices(modules));
