// What the page needs of the build: its freight in pieces inside scripts, and the content security policy.
//
// The policy is a <meta>, since a static host sets no headers. Nothing may connect: engine and samples come
// as scripts, and workers start from a blob, which inherits the policy (one started from an address would
// not). A script tells nothing of its loading until it is there, so what is large comes in many of them.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, deflateRawSync } from 'node:zlib';

const WWW = fileURLToPath(new URL('../..', import.meta.url));
const PREFIX = 'virtual:freight/';

/** The files of each freight. */
const FREIGHTS = {
  engine: ['lib/wasm/modalens_bg.wasm'],
  emoji: ['image_layer6', 'text', 'label'].map((name) => `public/emoji/${name}.npy`),
  // What the example of layers has besides.
  layers: [...[0, 1, 2, 3, 4, 5].map((layer) => `image_layer${layer}`), 'model_output'].map(
    (name) => `public/emoji/${name}.npy`,
  ),
  badges: ['image', 'text_layer6', 'label'].map((name) => `public/badges/${name}.npy`),
  badgeLayers: [0, 2, 4].map((layer) => `public/badges/text_layer${layer}.npy`),
};

/**
 * Bytes of a piece: half a second on a line of 1.6 Mbit/s. A multiple of 3, so that pieces of base64 join.
 */
const PIECE = 96 * 1024;

/** The policy of a page with scripts and styles of these sources. */
export const policyOf = (script, style) =>
  [
    "default-src 'none'",
    `script-src ${script} 'wasm-unsafe-eval'`,
    `style-src ${style}`,
    'img-src data: blob:',
    'worker-src blob:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');

/** A file, deflated, in pieces. */
async function pieces(path) {
  const packed = deflateRawSync(await readFile(join(WWW, path)), { level: constants.Z_BEST_COMPRESSION });
  return Array.from({ length: Math.ceil(packed.length / PIECE) }, (_, i) =>
    packed.subarray(i * PIECE, (i + 1) * PIECE),
  );
}

/** The list of a freight: its files, and for each piece its bytes and how it is loaded. */
async function manifest(name) {
  const files = await Promise.all(
    FREIGHTS[name].map(async (path, file) => {
      const parts = (await pieces(path)).map(
        (piece, part) => `{ bytes: ${piece.length}, load: () => import('${PREFIX}${name}/${file}/${part}') }`,
      );
      return `{ name: ${JSON.stringify(basename(path))}, pieces: [${parts.join(', ')}] }`;
    }),
  );
  return `export default [${files.join(', ')}];`;
}

/**
 * Freights as modules: "virtual:freight/emoji" is the list, "virtual:freight/emoji/0/3" a piece of its first
 * file.
 */
function freights() {
  return {
    name: 'modalens:freight',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const [name, file, part] = id.slice(PREFIX.length + 1).split('/');
      for (const path of FREIGHTS[name]) this.addWatchFile(join(WWW, path));
      if (file === undefined) return manifest(name);
      const piece = (await pieces(FREIGHTS[name][Number(file)]))[Number(part)];
      return `export default ${JSON.stringify(piece.toString('base64'))};`;
    },
  };
}

/** The library brings the engine in one script; the page has it in pieces and hands it over. */
function noEngineInside() {
  const id = '\0modalens:no-engine';
  return {
    name: 'modalens:no-engine',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source) => (source === 'virtual:modalens/engine' ? id : undefined),
    load: (found) => (found === id ? "export default '';" : undefined),
  };
}

/** The policy, in the built page only: the development server injects styles and talks to itself. */
function policy() {
  return {
    name: 'modalens:policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: policyOf("'self'", "'self'") },
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}

/** The day of the last commit; that of the release where there is no git. */
function day() {
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%cs'], { cwd: WWW, encoding: 'utf8' });
  if (status === 0) return stdout.trim();
  return /^date-released: (\S+)$/m.exec(readFileSync(join(WWW, '../CITATION.cff'), 'utf8'))[1];
}

/** What is built: which version, of which day, and whether all of it is one file. */
function edition(single) {
  const id = 'virtual:edition';
  return {
    name: 'modalens:edition',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load(found) {
      if (found !== `\0${id}`) return undefined;
      const { version } = JSON.parse(readFileSync(join(WWW, '../package.json'), 'utf8'));
      return `export default ${JSON.stringify({ version, day: day(), single })};`;
    },
  };
}

/** What the page is made of, before the plugins of the library. */
export const parts = (single) => [noEngineInside(), freights(), edition(single)];

/** The page as a folder. */
export const page = () => [...parts(false), policy()];
