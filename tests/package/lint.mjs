// What can be said of the package without running it: publint, attw, sizes, nothing that installs.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run } from './project.mjs';

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
  await run(root, 'npx', [
    '--no-install',
    'attw',
    tarball,
    '--profile',
    'esm-only',
    '--exclude-entrypoints',
    './modalens.wasm',
  ]);
  console.log((await run(root, 'npx', ['--no-install', 'size-limit'])).trim());
}
