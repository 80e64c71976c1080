// What can be said of the package without running it: publint, attw, sizes, nothing that installs.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { root, run } from './project.mjs';

/** Budgets of the first load, compressed. */
const SCRIPT = 60_000;
const WASM = 250_000;

/** The scripts that `file` imports, itself included. */
async function closure(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = await readFile(join(root, 'dist', file), 'utf8');
  for (const [, name] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)) await closure(name, seen);
  return seen;
}

async function sizes() {
  const scripts = await Promise.all([...await closure('index.js')].map((file) => readFile(join(root, 'dist', file))));
  const script = gzipSync(Buffer.concat(scripts), { level: 9 }).length;
  const wasm = brotliCompressSync(await readFile(join(root, 'dist/modalens.wasm'))).length;
  console.log(`first load: ${script} bytes of script (gzip), ${wasm} bytes of wasm (brotli)`);
  if (script > SCRIPT) throw new Error(`the scripts of "modalens" take ${script} bytes, compressed; ${SCRIPT} is the budget`);
  if (wasm > WASM) throw new Error(`modalens.wasm takes ${wasm} bytes, compressed; ${WASM} is the budget`);
}

async function manifest() {
  const { scripts, dependencies = {} } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const installing = Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name));
  if (installing.length > 0) throw new Error(`the package runs ${installing} when it is installed`);
  if (Object.keys(dependencies).length > 5) throw new Error('the package has more than five dependencies');
}

/** Lints the tarball. */
export async function checkPackage(tarball) {
  await manifest();
  await run(root, 'npx', ['--no-install', 'publint', '--strict', '--pack', 'false']);
  await run(root, 'npx', ['--no-install', 'attw', tarball, '--profile', 'esm-only', '--exclude-entrypoints', './modalens.wasm']);
  await sizes();
}
