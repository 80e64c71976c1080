/** Lines that a person can read: formatters wrap code, but neither strings nor comments nor macros. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCE = /\.(rs|tsx?|m?js|mts|css)$/;
/** Made by commands, not written. */
const MADE = /^lib\/(wasm|generated)\//;
/** Heads of tables, whose columns are one line in Markdown. */
const TABLE = /^\s*("|\\n|`)?\|/;

it.each([
  ['src', 140],
  ['www', 200],
  ['xtask', 5],
  ['tests', 120],
] as const)('no line of %s is longer than 110 letters', (folder, least) => {
  const all = readdirSync(`${ROOT}/${folder}`, { recursive: true, encoding: 'utf8' });
  const files = all.filter((file) => SOURCE.test(file) && !MADE.test(file));
  expect(files.length).toBeGreaterThan(least);
  const long = files.flatMap((file) =>
    readFileSync(`${ROOT}/${folder}/${file}`, 'utf8')
      .split('\n')
      .flatMap((line, i) => (line.length > 110 && !TABLE.test(line) ? [`${file}:${i + 1}`] : [])),
  );
  expect(long).toEqual([]);
});
