// `npm run bench:growth [-- AXIS ...]`: how time and memory of the command line grow with samples, features,
// codes, values of y, partitions and workers, all else being that of one analysis. Writes its section of
// tests/bench/RESULTS.md, and www/docs/content/growth.svg. After `npm run build`.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine } from '../command-line.mjs';
import { writeMatrix, writeText } from '../progress/make.mjs';
import { section } from '../section.mjs';
import { picture } from './picture.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const WORK = join(ROOT, 'target/bench/growth');
mkdirSync(WORK, { recursive: true });

/** What does not vary. */
const BASE = { n: 8000, d: 256, K: 8, Ky: 8, partitions: 10, workers: 1 };

/** What varies, one at a time. */
const AXES = {
  n: [1000, 4000, 16_000, 64_000, 256_000],
  d: [16, 64, 256, 1024, 4096],
  K: [2, 4, 8, 16, 32],
  Ky: [2, 4, 8, 16, 32],
  partitions: [2, 5, 10, 20, 40],
  workers: [1, 2, 4, 8],
};

function file(name, make) {
  const path = join(WORK, name);
  if (!existsSync(path)) make(path);
  return path;
}

function filesOf({ n, d, Ky }) {
  const matrix = (seed) =>
    file(`${n}x${d}-${seed}.npy`, (path) => writeMatrix(path, { rows: n, features: d, seed }));
  const y = file(`${n}-of-${Ky}.csv`, (path) => writeText(path, { rows: n, values: Ky }));
  return [matrix(1), matrix(2), y];
}

function measure(given) {
  const { K, partitions, workers } = given;
  const flags = { '--k': K, '--partitions': partitions, '--workers': workers };
  return commandLine(['analyze', ...filesOf(given), ...Object.entries(flags).flat().map(String), '--quiet']);
}

const asked = process.argv.slice(2);
const found = Object.entries(AXES)
  .filter(([axis]) => asked.length === 0 || asked.includes(axis))
  .map(([axis, values]) => ({
    axis,
    points: values.map((value) => {
      console.error(axis, value);
      return { value, ...measure({ ...BASE, [axis]: value }) };
    }),
  }));
if (asked.length === 0) writeFileSync(join(ROOT, 'www/docs/content/growth.svg'), picture(found));
const base = Object.entries(BASE).map(([name, value]) => `${name} = ${value}`);
section('growth', [
  `One analysis with ${base.join(', ')}, and each of these varied alone. Eight wide clusters, text labels.`,
  '',
  '| | | CPU, s | elapsed, s | peak, MB |',
  '|---|---|---|---|---|',
  ...found.flatMap(({ axis, points }) =>
    points.map(
      ({ value, seconds, elapsed, memory }) =>
        `| ${axis} | ${value} | ${seconds.toFixed(2)} | ${elapsed.toFixed(2)} | ${memory.toFixed(0)} |`,
    ),
  ),
]);
