// Modules of the sources, which are TypeScript, for the scripts of this bench.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** A module of the sources by its path in the repository. */
export async function load(path) {
  const { module } = await runnerImport(`${ROOT}/${path}`, {
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
  });
  return module;
}
