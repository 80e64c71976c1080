// The Python package, of what `npm run build` made: dist/wheel/modalens-VERSION-py3-none-any.whl.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root, run, Told } from './run.mjs';

const dist = join(root, 'dist');
const place = join(root, 'target/wheel');

/** Of the npm package what the Python package has: the widget, and the analyzer for Node. */
const PARTS = /^(widget\.js|node\.js|node-node\.js|modalens\.wasm|THIRD-PARTY\.txt)$/;
const COUNT = 5;

/** Puts the wheel together; `--python PATH` is the Python that builds it, with pip. */
export async function wheel() {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { python: { type: 'string' } } });
  const parts = existsSync(dist) ? readdirSync(dist).filter((name) => PARTS.test(name)) : [];
  if (parts.length !== COUNT) throw new Told(`dist has ${parts.length} of ${COUNT} parts: npm run build.`);
  for (const folder of [place, join(dist, 'wheel')]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(place, 'modalens'), { recursive: true });
  for (const name of parts) cpSync(join(dist, name), join(place, 'modalens', name));
  for (const [from, to] of [
    ['www/public/recipes/modalens.py', 'modalens/__init__.py'],
    ['xtask/wheel/analyze.mjs', 'modalens/analyze.mjs'],
    ['xtask/wheel/pyproject.toml', 'pyproject.toml'],
    ['xtask/wheel/README.md', 'README.md'],
    // By another name: what checks packages of npm would take the folder for one.
    ['package.json', 'version.json'],
    ...['LICENSE-MIT', 'LICENSE-APACHE'].map((name) => [name, name]),
  ])
    cpSync(join(root, from), join(place, to));
  const pip = ['-m', 'pip', 'wheel', '--quiet', '--no-deps', '--wheel-dir', join(dist, 'wheel'), place];
  await run(values.python ?? 'python3', pip, { env: { SOURCE_DATE_EPOCH: '315532800' } });
}
