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

describe.each([
  ['dist/THIRD-PARTY.txt', ['www/lib'], undefined],
  // The page has no command line.
  ['dist/site/THIRD-PARTY.txt', ['www/lib', 'www/page'], 'cli/'],
])('%s', (path, folders, except) => {
  const notices = readFileSync(join(root, path), 'utf8').split(`\n${'-'.repeat(80)}\n\n`);
  const titles = notices.map((notice) => notice.split('\n', 1)[0] ?? '');

  it('has every package that is bundled', () => {
    const all = folders.flatMap((folder) => imported(folder, except));
    const names = all.filter((name) => !/^(node|virtual):/.test(name));
    expect(names).toContain('fflate');
    const build = new Set(['vite', 'rolldown', 'rolldown-plugin-dts']);
    const missing = names.filter(
      (name) => !build.has(name) && !titles.some((title) => title.startsWith(`${name} `)),
    );
    expect(missing).toEqual([]);
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
