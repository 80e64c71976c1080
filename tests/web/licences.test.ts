// Licences travel with what is shipped: in the package and in the site. `npm run build` first.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Packages that sources below a folder import as code. */
function imported(folder: string, except?: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const found = files
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
    .filter((file) => except === undefined || !file.startsWith(except))
    .flatMap((file) => {
      const source = readFileSync(join(root, folder, file), 'utf8');
      const imports = source.matchAll(/^import (?!type\b)[^;]*?from '([^'.][^':]*)';/gm);
      return [...imports].map(([, name = '']) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    });
  return [...new Set(found)];
}

/** Packages that none of the code that is bundled reaches, though a package that is bundled names them. */
const UNREACHED = ['commander', 'd3-time', 'd3-time-format', 'iconv-lite', 'internmap', 'rw', 'safer-buffer'];

/** Packages that they need in turn. */
function withTheirs(names: string[]): string[] {
  const all = new Set(names);
  for (const name of all) {
    const manifest = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
    for (const needed of Object.keys(JSON.parse(manifest).dependencies ?? {})) all.add(needed);
  }
  return [...all];
}

/** Crates that cargo links into the engine, with their versions. */
const linked = execFileSync(
  'cargo',
  [
    'tree',
    '--locked',
    '-p',
    'modalens',
    '-e',
    'normal,no-proc-macro',
    '--target',
    'wasm32-unknown-unknown',
    '--prefix',
    'none',
  ],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .map((line) => /^(\S+) v(\S+)/.exec(line))
  .filter((match) => match !== null && match[1] !== 'modalens')
  .map((match) => `${match![1]} ${match![2]}`);

// The widget keeps nothing, the page has no command line.
describe.each([
  ['dist/THIRD-PARTY.txt', ['www/lib', 'www/page', 'www/widget'], 'storage.ts'],
  ['dist/site/THIRD-PARTY.txt', ['www/lib', 'www/page'], 'cli/'],
])('%s', (path, folders, except) => {
  const notices = readFileSync(join(root, path), 'utf8').split(`\n${'-'.repeat(80)}\n\n`);
  const titles = notices.map((notice) => notice.split('\n', 1)[0] ?? '');

  it('has every package that is bundled', () => {
    const all = folders.flatMap((folder) => imported(folder, except));
    const build = new Set(['vite', 'rolldown', 'rolldown-plugin-dts']);
    const names = all.filter((name) => !/^(node|virtual):/.test(name) && !build.has(name));
    for (const name of ['fflate', 'fzstd', 'hyparquet', 'preact', 'd3-shape']) expect(names).toContain(name);
    const missing = withTheirs(names).filter((name) => !titles.some((title) => title.startsWith(`${name} `)));
    expect(missing.sort()).toEqual(UNREACHED);
  });

  it('has every crate of the engine', () => {
    expect(linked.length).toBeGreaterThan(20);
    expect(linked.filter((crate) => !titles.some((title) => title.startsWith(`${crate} `)))).toEqual([]);
  });

  it('has each with its version, its licence and its text', () => {
    for (const [index, notice] of notices.slice(0, -1).entries()) {
      expect(titles[index]).toMatch(/^\S+ \d+\.\d+\.\S+ \(.+\)$/);
      expect(notice).toMatch(/Permission|Licen[cs]e|LICENSE/);
      expect(notice.length).toBeGreaterThan(500);
    }
    expect(titles.at(-1)).toMatch(/^The Rust standard library/);
  });
});
