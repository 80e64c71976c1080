// Licences of what is shipped: npm packages that were bundled, and Rust crates that are linked into the
// engine.
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const TARGET = 'wasm32-unknown-unknown';

const LINE = `\n${'-'.repeat(80)}\n\n`;

/** Text of the licence that a folder holds: MIT where there is a choice, since it is the shortest. */
async function licenceIn(folder) {
  const files = (await readdir(folder)).filter((name) => /^(un)?licen[cs]e|^copying/i.test(name)).sort();
  const file = files.find((name) => /mit/i.test(name)) ?? files[0];
  return file && (await readFile(join(folder, file), 'utf8')).trim().replaceAll('\r\n', '\n');
}

async function notice({ name, version, licence, folder }) {
  const text = await licenceIn(folder);
  if (!text) throw new Error(`${name} ${version} (${licence}) has no file with its licence in ${folder}.`);
  return `${name} ${version} (${licence})\n\n${text}\n`;
}

/** What cargo prints, parsed. */
function cargo(args, parse) {
  const { status, stdout, stderr } = spawnSync('cargo', [...args, '--locked', '--offline'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`cargo ${args[0]} failed: ${stderr}`);
  return parse(stdout);
}

/** Crates that the engine is made of. */
export function crates() {
  const tree = ['tree', '-p', 'modalens', '-e', 'normal,no-proc-macro', '--target', TARGET];
  const linked = new Set(
    cargo([...tree, '--prefix', 'none', '--format', '{p}'], (text) =>
      text.split('\n').map((line) => /^(\S+) v(\S+)/.exec(line)?.slice(1).join(' ')),
    ),
  );
  const { packages } = cargo(['metadata', '--format-version', '1', '--filter-platform', TARGET], JSON.parse);
  return packages
    .filter(({ name, version }) => name !== 'modalens' && linked.has(`${name} ${version}`))
    .map(({ name, version, license, manifest_path }) => ({
      name,
      version,
      licence: license,
      folder: dirname(manifest_path),
    }));
}

/** Packages that modules were taken from. */
async function packages(modules) {
  const folders = new Set();
  for (const id of modules) {
    const found = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id.replaceAll('/', sep));
    if (found && !id.startsWith('\0')) folders.add(found[1]);
  }
  return Promise.all(
    [...folders].sort().map(async (folder) => {
      const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      return { name, version, licence: license, folder };
    }),
  );
}

const STANDARD = `The Rust standard library (MIT OR Apache-2.0)

Copyright (c) The Rust Project Contributors. See https://github.com/rust-lang/rust/blob/main/COPYRIGHT.
`;

/** The text of THIRD-PARTY.txt for the modules of a bundle. */
export async function notices(modules) {
  const shipped = [...(await packages(modules)), ...crates()];
  return [...(await Promise.all(shipped.map(notice))), STANDARD].join(LINE);
}

/** Writes THIRD-PARTY.txt beside a bundle. `modules` are those of scripts that were bundled before. */
export function thirdParty(modules) {
  return {
    name: 'modalens:third-party',
    apply: 'build',
    async generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk') for (const id of chunk.moduleIds) modules.add(id);
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.txt', source: await notices(modules) });
    },
  };
}
