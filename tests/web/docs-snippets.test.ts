// Runs what the README and the documentation print, as it is printed, against the built package.
//
// Every block of code says what becomes of it. Fenced: ```js run, ```sh run, or ```py norun: why. In the
// README, where blocks are indented or the mark would show, a comment stands before the block: <!-- run: js
// --> or <!-- norun: why -->.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { lexer, type Token } from 'marked';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeNpy } from '../../www/lib/inputs/npy';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

interface Snippet {
  where: string;
  text: string;
  language: string;
  how: 'run' | 'norun';
  why: string;
}

/** Blocks of code of a Markdown text with their marks. */
function snippets(source: string, name: string): Snippet[] {
  const found: Snippet[] = [];
  let before: Token | undefined;
  for (const token of lexer(source)) {
    if (token.type === 'space') continue;
    if (token.type === 'code') {
      const where = `${name}: ${String(token.text).split('\n')[0]?.slice(0, 70)}`;
      const comment = before?.type === 'html' ? before.raw : '';
      const mark =
        /^\w+ (?:(run)|norun: (.+))$/.exec(token.lang ?? '') ??
        /^<!-- (?:(run): \w+|norun: (.+?)) -->/.exec(comment);
      if (!mark) throw new Error(`${where}\nThis block does not say whether it runs.`);
      const language = /^\w+/.exec(token.lang ?? '')?.[0] ?? /^<!-- run: (\w+)/.exec(comment)?.[1] ?? 'text';
      found.push({ where, text: token.text, language, how: mark[1] ? 'run' : 'norun', why: mark[2] ?? '' });
    }
    before = token;
  }
  return found;
}

const content = join(root, 'www/docs/content');
const sources = [
  ['README.md', join(root, 'README.md')],
  ...readdirSync(content).map((name) => [name, join(content, name)]),
] as const;
const all = sources.flatMap(([name, path]) =>
  snippets(readFileSync(path, 'utf8').replace(/^\{\{.*\}\}$/gm, ''), name),
);
const running = all.filter(({ how }) => how === 'run');

/** The first rows of a file of digits, so that an analysis takes a second. */
function rows(name: string, count: number): Uint8Array {
  const bytes = readFileSync(join(root, 'tests/golden/digits', name));
  const header = bytes.subarray(10, 10 + bytes.readUInt16LE(8)).toString('latin1');
  const shape = /'shape': \((\d+),\s?(\d+)?/.exec(header);
  const wide = /'<i8'/.test(header);
  if (!shape || !(wide || /'\|u1'/.test(header))) throw new Error(`${name}: ${header}`);
  const columns = Number(shape[2] ?? 1);
  const at = 10 + bytes.readUInt16LE(8);
  const values = Float32Array.from({ length: count * columns }, (_, i) =>
    wide ? Number(bytes.readBigInt64LE(at + 8 * i)) : bytes[at + i]!,
  );
  return shape[2] ? encodeNpy(values, [count, columns]) : encodeNpy(Int32Array.from(values), [count]);
}

let folder = '';

/** A folder as a reader's: the package is installed, and the files that the text names are there. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modalens-docs-'));
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, '.bin'), { recursive: true });
  await symlink(root, join(modules, 'modalens'), 'junction');
  const command = join(modules, '.bin/modalens');
  await writeFile(command, `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/cli.js')}" "$@"\n`);
  await chmod(command, 0o755);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const names of [
    ['x1_image', 'x2_text', 'y_label'],
    ['image', 'text', 'label'],
    ['X1', 'X2', 'Y'],
  ]) {
    const inputs = ['top.npy', 'bottom.npy', 'digit.npy'].map((name) => rows(name, 400));
    await Promise.all(names.map((name, index) => writeFile(join(folder, `${name}.npy`), inputs[index]!)));
  }
  await writeFile(
    join(folder, 'z_source.csv'),
    `z\n${Array.from({ length: 400 }, (_, i) => ['web', 'book'][i % 2]).join('\n')}\n`,
  );
  for (const layer of [2, 10]) await cp(join(folder, 'X1.npy'), join(folder, `X1_layer${layer}.npy`));
  await cp(join(folder, 'X2.npy'), join(folder, 'X3.npy'));
  const arrays = ['x1_image', 'x2_text', 'y_label'].map((name) => [
    `${name}.npy`,
    new Uint8Array(readFileSync(join(folder, `${name}.npy`))),
  ]);
  await writeFile(join(folder, 'RUN.npz'), zipSync(Object.fromEntries(arrays), { level: 0 }));
  await writeFile(join(folder, 'TABLE.csv'), 'x1,x2,y,count\n0,0,0,1\n0,1,0,1\n1,0,0,1\n1,1,1,1\n');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('the package is built', () => {
  for (const file of ['dist/node.js', 'dist/cli.js', 'dist/modalens.wasm']) {
    expect(existsSync(join(root, file)), `${file} is not there: run \`npm run build\` first`).toBe(true);
  }
});

test('what does not run says why, and what can run does', () => {
  for (const { where, language, how, why } of all) {
    if (how === 'norun') expect(why.length, where).toBeGreaterThan(3);
    else expect(['js', 'sh'], where).toContain(language);
  }
  expect(running.filter(({ language }) => language === 'js').length).toBeGreaterThanOrEqual(5);
  expect(running.filter(({ language }) => language === 'sh').length).toBeGreaterThanOrEqual(6);
  expect(
    running.some(({ where }) => where.startsWith('README.md')),
    'a snippet of the README runs',
  ).toBe(true);
});

describe('as printed', () => {
  test.each(running.map((snippet, index) => ({ ...snippet, index })))(
    '$where',
    async ({ text, language, index }) => {
      const own = join(folder, `run${index}`);
      await mkdir(own);
      for (const name of readdirSync(folder)) {
        if (/\.(np[yz]|csv)$|^package\.json$/.test(name)) await cp(join(folder, name), join(own, name));
      }
      await symlink(join(folder, 'node_modules'), join(own, 'node_modules'), 'junction');
      const file = join(own, language === 'js' ? 'snippet.js' : 'snippet.sh');
      await writeFile(file, text);
      const env = { ...process.env, npm_config_offline: 'true', NO_COLOR: '1' };
      const [program, args] =
        language === 'js' ? [process.execPath, [file]] : ['bash', ['-eu', '-o', 'pipefail', file]];
      const { stdout } = await run(program, args, { cwd: own, env, maxBuffer: 1 << 26 });
      const printsNothing = text
        .trim()
        .split('\n')
        .every((line) => />\s*\S+$/.test(line));
      if (!printsNothing) expect(stdout.trim()).not.toBe('');
    },
    180_000,
  );
});
