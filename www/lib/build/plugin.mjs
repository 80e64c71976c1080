// What the library needs of a bundler: workers as text, the engine as text, the engine as a file.
//
// Used by the page, by the tests and by the build of the package.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, deflateRawSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const lib = fileURLToPath(new URL('..', import.meta.url));
const WASM = join(lib, 'wasm/modalens_bg.wasm');
const ENTRIES = {
  'virtual:modalens/worker': { entry: 'worker/browser.ts', format: 'iife', platform: 'browser' },
  'virtual:modalens/parquet': { entry: 'parquet/browser.ts', format: 'iife', platform: 'browser' },
  'virtual:modalens/parquet-node': { entry: 'parquet/node.ts', format: 'cjs', platform: 'node' },
  'virtual:modalens/worker-node': { entry: 'worker/node.ts', format: 'cjs', platform: 'node' },
};

/**
 * The glue looks for its own file when it is given none; it is always given one, so bundlers need not see it.
 */
const OWN_FILE = /new URL\((['"])modalens_bg\.wasm\1, import\.meta\.url\)/;

/** Bundles a worker into one script. */
async function bundle({ entry, format, platform }) {
  const build = await rolldown({
    input: join(lib, entry),
    platform,
    plugins: [glue()],
    external: [/^node:/],
    logLevel: 'warn',
  });
  const { output } = await build.generate({ format, minify: true, codeSplitting: false });
  const files = await build.watchFiles;
  await build.close();
  return { code: output[0].code, files };
}

/** Takes the glue's address of its own file away. */
function glue() {
  return {
    name: 'modalens:glue',
    transform: {
      filter: { id: /wasm[\\/]modalens\.js$/ },
      handler: (code) => ({ code: code.replace(OWN_FILE, 'undefined'), map: null }),
    },
  };
}

/**
 * The virtual modules of the library.
 * @param {Set<string>} [modules] is told the modules of the workers' scripts
 */
export function modalens(modules = new Set()) {
  return [
    glue(),
    {
      name: 'modalens:virtual',
      enforce: 'pre',
      configureServer({ watcher, environments: { client } }) {
        // The page holds the engine as text, so a rebuilt one means a new page.
        watcher.add(WASM);
        watcher.on('change', (file) => {
          if (file !== WASM) return;
          client.moduleGraph.invalidateAll();
          client.hot.send({ type: 'full-reload' });
        });
      },
      resolveId(id) {
        return id in ENTRIES || id === 'virtual:modalens/engine' ? `\0${id}` : undefined;
      },
      async load(id) {
        if (!id.startsWith('\0virtual:modalens/')) return undefined;
        if (id === '\0virtual:modalens/engine') {
          this.addWatchFile(WASM);
          const packed = deflateRawSync(await readFile(WASM), { level: constants.Z_BEST_COMPRESSION });
          return `export default ${JSON.stringify(packed.toString('base64'))};`;
        }
        const { code, files } = await bundle(ENTRIES[id.slice(1)]);
        for (const file of files) {
          modules.add(file);
          if (file.startsWith(dirname(lib))) this.addWatchFile(file);
        }
        return `export default ${JSON.stringify(code)};`;
      },
    },
  ];
}

/** Keeps the address of the engine's file as bundlers of consumers must see it. */
export function wasmBeside() {
  const source = "new URL('./wasm/modalens_bg.wasm', import.meta.url)";
  const marker = '__MODALENS_WASM__';
  return {
    name: 'modalens:wasm-beside',
    transform: {
      filter: { id: /lib[\\/](index|node)\.ts$/ },
      handler: (code) => ({ code: code.replace(source, marker), map: null }),
    },
    // After minification, which would turn the string into a template that some bundlers do not see.
    generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk')
          chunk.code = chunk.code.replaceAll(marker, "new URL('./modalens.wasm', import.meta.url)");
      }
    },
  };
}
