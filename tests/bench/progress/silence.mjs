// `node tests/bench/progress/silence.mjs [NAME ...]` after `npm run build`: the longest silence of long runs.
// Each case is analysed from files by one worker in Node; what a caller hears through `onProgress` is timed,
// in seconds and in seconds of a processor, which other work on the machine does not lengthen. Prints the
// longest silences with the phases in which they fell, how long the caller's own thread was ever held up, and
// the peak memory.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { createAnalyzer } from '../../../dist/node.js';
import { writeMatrix, writeText } from './make.mjs';

const WORK = join(dirname(fileURLToPath(import.meta.url)), '../../../target/bench/silence');
mkdirSync(WORK, { recursive: true });

/** A file of this name, made once. */
function file(name, make) {
  const path = join(WORK, name);
  if (!existsSync(path)) make(path);
  return path;
}

const numbers = (rows, features, seed) =>
  file(`${rows}x${features}-${seed}.npy`, (path) => writeMatrix(path, { rows, features, seed }));
const labels = (rows, values, extension) =>
  file(`${rows}-of-${values}.${extension}`, (path) => writeText(path, { rows, values }));
const pair = (rows, features) => ({ x1: numbers(rows, features, 1), x2: numbers(rows, features, 2) });

const CASES = {
  '1,000,000 x 64 twice': () => [{ ...pair(1e6, 64), y: labels(1e6, 10, 'npy') }, {}],
  'text labels of 1,000,000 rows': () => [
    { x1: labels(1e6, 40, 'csv'), x2: labels(1e6, 30, 'jsonl'), y: labels(1e6, 5, 'npy') },
    {},
  ],
  '20,000 x 64, 20,000 text values of y': () => [
    { ...pair(2e4, 64), y: labels(2e4, 15_000, 'csv') },
    { k: 16 },
  ],
  'K = 256, n = 100,000': () => [{ ...pair(1e5, 64), y: labels(1e5, 10, 'npy') }, { k: 256 }],
  'Ky = 500, n = 100,000': () => [
    { ...pair(1e5, 64), y: labels(1e5, 500, 'npy') },
    { k: 16, y_least: 1 },
  ],
  'K = 64, Ky = 64 by K-means, n = 20,000': () => [
    { ...pair(2e4, 256), y: numbers(2e4, 64, 3) },
    { k: 64, ky: 64 },
  ],
  'label-aware, n = 20,000': () => [
    { ...pair(2e4, 256), y: labels(2e4, 10, 'npy') },
    { discretiser: 'probe', k: 16 },
  ],
  'noise, n = 100,000': () => [
    { ...pair(1e5, 256), y: labels(1e5, 10, 'npy') },
    { k: 16, noise: 0.5 },
  ],
  'whitened, 20,000 x 1024': () => [
    { ...pair(2e4, 1024), y: labels(2e4, 10, 'npy') },
    { k: 16, preparation: { l2: true, centre: true, pca: 50, whiten: true } },
  ],
};

/** Seconds, and seconds of a processor. */
function clock() {
  const { user, system } = process.cpuUsage();
  return [performance.now() / 1000, (user + system) / 1e6];
}

async function measure(name) {
  const [inputs, options] = CASES[name]();
  const analyzer = await createAnalyzer({ workers: 1 });
  const held = monitorEventLoopDelay({ resolution: 10 });
  held.enable();
  const begun = clock();
  let last = { at: begun, said: 'begin', seen: '' };
  const silences = [];
  const heard = (said, seen) => {
    const at = clock();
    silences.push({ wall: at[0] - last.at[0], cpu: at[1] - last.at[1], from: last.said, to: said });
    last = { at, said, seen };
  };
  const onProgress = ({ phase, done, total, share }) => {
    const seen = `${done} ${total} ${share}`;
    // The same word again tells nobody anything.
    if (seen !== last.seen) heard(`${phase} ${done.toFixed(2)}/${total} ${(100 * share).toFixed(1)} %`, seen);
  };
  try {
    await analyzer.analyze(inputs, options, { onProgress, onPreview: () => heard('preview', '') });
    heard('end', '');
  } finally {
    analyzer.dispose();
    held.disable();
  }
  const all = clock();
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(
    `${name}: ${(all[0] - begun[0]).toFixed(1)} s, ${(all[1] - begun[1]).toFixed(1)} s of a processor, ` +
      `${megabytes.toFixed(0)} MB; own thread held up ${(held.max / 1e9).toFixed(2)} s at most`,
  );
  silences.sort((a, b) => b.cpu - a.cpu);
  for (const { wall, cpu, from, to } of silences.slice(0, 5))
    console.log(`  ${cpu.toFixed(2)} s of a processor (${wall.toFixed(2)} s) from "${from}" to "${to}"`);
}

const asked = process.argv.slice(2);
for (const name of Object.keys(CASES))
  if (asked.length === 0 || asked.some((part) => name.includes(part))) await measure(name);
