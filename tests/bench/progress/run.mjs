// How well the progress line predicts: for several shapes of data, the processor's time for each kind of task
// in WebAssembly on one thread beside its predicted work, how far the share of work is from the share of
// time, and the longest silence within a task of each kind.
//
// node tests/bench/progress/run.mjs [NAME ...]   (after npm run wasm)
import { readFileSync } from 'node:fs';
import {
  Analysis,
  exercise,
  foresee,
  generate,
  initSync,
  Workspace,
} from '../../../www/lib/wasm/modalens.js';
import { npyHeader } from './make.mjs';

const root = new URL('../../../', import.meta.url);
initSync({ module: readFileSync(new URL('www/lib/wasm/modalens_bg.wasm', root)) });

/** A little-endian .npy of numbers in 32 bits. */
const npy = ({ data, shape }, descr) =>
  Buffer.concat([npyHeader(descr, shape), Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);

/** Milliseconds that this process has computed: of little concern to what else the machine does. */
const now = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const file = (path) => new Uint8Array(readFileSync(new URL(path, root)));
const made = (name, n, d) => {
  const { x1, x2, y } = generate(name, { n, d, sigma: 2, seed: 1 });
  return [npy(x1, '<f4'), npy(x2, '<f4'), npy(y, '<i4')];
};

/** Text labels as .csv, half of them those of the group of the sample. */
const words = (n, values) => {
  const lines = Array.from({ length: n }, (_, row) => {
    const value = row % 2 ? row % 8 : (Math.imul(row, 2654435761) >>> 0) % values;
    return `value${value % values}`;
  });
  return new TextEncoder().encode(`answer\n${lines.join('\n')}\n`);
};
const numbers = (n, d, seed) => {
  let state = seed;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const centres = Float32Array.from({ length: 8 * d }, () => 2 * next() - 1);
  const value = (_, i) =>
    centres[(Math.floor(i / d) % 8) * d + (i % d)] + 2 * (next() + next() + next() - 1.5);
  return npy({ data: Float32Array.from({ length: n * d }, value), shape: [n, d] }, '<f4');
};

const CASES = {
  'emoji, K = auto': () => [
    ['image_layer6.npy', 'text.npy', 'label.npy'].map((name) => file(`www/public/emoji/${name}`)),
    {},
  ],
  'digits, K = 10': () => [
    ['top', 'bottom', 'digit'].map((name) => file(`tests/golden/digits/${name}.npy`)),
    { k: 10 },
  ],
  'gate, n = 500, d = 8, K = 4': () => [made('C_xor', 500, 8), { k: 4 }],
  'n = 20,000, d = 256, K = 16': () => [made('L_atoms', 20_000, 256), { k: 16, partitions: 3 }],
  'n = 3,000, d = 768, K = 32': () => [made('A_mixed', 3_000, 768), { k: 32, partitions: 3 }],
  'n = 100,000, d = 64, K = auto': () => [
    [numbers(100_000, 64, 1), numbers(100_000, 64, 2), words(100_000, 10)],
    {},
  ],
  'n = 20,000, d = 256, K = 64, 20 partitions': () => [
    [numbers(20_000, 256, 1), numbers(20_000, 256, 2), words(20_000, 10)],
    { k: 64, partitions: 20 },
  ],
  'n = 20,000, d = 64, 500 values of y, K = 16': () => [
    [numbers(20_000, 64, 1), numbers(20_000, 64, 2), words(20_000, 500)],
    { k: 16, y_least: 1 },
  ],
  'n = 20,000, d = 64, 3,000 values of y, merged, K = auto': () => [
    [numbers(20_000, 64, 1), numbers(20_000, 64, 2), words(20_000, 3_000)],
    {},
  ],
  'labels alone, n = 200,000': () => [[words(200_000, 30), words(200_000, 20), words(200_000, 12)], {}],
  'n = 20,000, d = 64, ky = 32 by K-means, K = 32': () => [
    [numbers(20_000, 64, 1), numbers(20_000, 64, 2), numbers(20_000, 32, 3)],
    { k: 32, ky: 32 },
  ],
  'label-aware, n = 5,000, d = 128, K = 8': () => [
    [numbers(5_000, 128, 1), numbers(5_000, 128, 2), words(5_000, 10)],
    { k: 8, discretiser: 'probe' },
  ],
  'n = 100,000, d = 64, K = 256': () => [
    [numbers(100_000, 64, 1), numbers(100_000, 64, 2), words(100_000, 10)],
    { k: 256, partitions: 2 },
  ],
  'Ky = 500, n = 100,000, K = 16': () => [
    [numbers(100_000, 64, 1), numbers(100_000, 64, 2), words(100_000, 500)],
    { k: 16, y_least: 1, partitions: 2 },
  ],
};

/** Reads a file as a page does, in pieces; the longest time within one of its steps. */
function load(workspace, slot, bytes) {
  const name = bytes[0] === 0x93 ? `${slot}.npy` : `${slot}.csv`;
  workspace.begin(slot, name, bytes.length, { mode: 'keep', preparation: { l2: true } });
  for (let at = 0; at < bytes.length; at += 4 << 20) workspace.push(slot, bytes.subarray(at, at + (4 << 20)));
  const start = now();
  const facts = workspace.finish(slot);
  return [facts, now() - start];
}

/** Does a task; how long it took, and how long it once said nothing. */
function timed(workspace, task) {
  const start = now();
  let last = start;
  let silence = 0;
  const heard = () => {
    const at = now();
    silence = Math.max(silence, at - last);
    last = at;
    return true;
  };
  const output = workspace.run(task, heard);
  heard();
  return { output, ms: last - start, silence };
}

function run([files, options]) {
  const workspace = new Workspace();
  const facts = {};
  const times = new Map();
  const begun = now();
  const add = (phase, ms, silence, work) => {
    const sum = times.get(phase) ?? { ms: 0, work: 0, tasks: 0, silence: 0 };
    times.set(phase, {
      ms: sum.ms + ms,
      work: sum.work + work,
      tasks: sum.tasks + 1,
      silence: Math.max(sum.silence, silence),
    });
  };
  for (const [i, slot] of ['x1', 'x2', 'y'].entries()) {
    const start = now();
    const [found, finishing] = load(workspace, slot, files[i]);
    facts[slot] = found;
    add('read', now() - start, finishing, 0);
  }
  const start = now();
  const analysis = new Analysis(options, facts);
  const predicted = 1000 * analysis.progress().remaining;
  // From what a look at the files tells, before they are loaded.
  const ahead = foresee(options, facts);
  const line = [];
  for (let ready = analysis.ready(); ready.length > 0 || !analysis.report(); ) {
    ready.sort((a, b) => a.order - b.order);
    const task = ready.shift();
    const { output, ms, silence } = timed(workspace, task);
    add(task.phase, ms, silence, task.work);
    const own = now();
    analysis.complete(task.id, output);
    analysis.preview();
    add('own', now() - own, now() - own, 0);
    line.push([now() - start, analysis.progress().share]);
    ready = [...ready, ...analysis.ready()];
  }
  const all = line.at(-1)[0];
  // Remaining time as it would be told, against what it was, from a tenth to nine tenths of the run.
  const told = line.filter(([t]) => t > 0.1 * all && t < 0.9 * all);
  const ratios = told.map(([t, share]) => (t * (1 - share)) / share / (all - t));
  return { times, all, ratios, predicted, foreseen: 1000 * ahead.seconds, whole: now() - begun };
}

/** How much slower this machine is now than that of the constants. */
function paceNow() {
  const took = Array.from({ length: 5 }, () => {
    const start = now();
    exercise();
    return now() - start;
  });
  const [fastest] = took.sort((a, b) => a - b);
  const reference = foresee({ k: 2 }, lookedAt()).exercise;
  return [fastest, fastest / 1000 / reference];
}

/** Facts of three small inputs. */
function lookedAt() {
  const workspace = new Workspace();
  const files = made('C_xor', 100, 4);
  return Object.fromEntries(['x1', 'x2', 'y'].map((slot, i) => [slot, load(workspace, slot, files[i])[0]]));
}

const asked = process.argv.slice(2);
for (const [name, given] of Object.entries(CASES)) {
  if (asked.length > 0 && !asked.some((part) => name.includes(part))) continue;
  const [exercised, pace] = paceNow();
  const { times, ratios, foreseen, whole } = run(given());
  const ratio = (whole / pace / foreseen).toFixed(2);
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  console.log(
    `${name}: ${Math.round(whole)} ms, foreseen ${Math.round(pace * foreseen)} at ${exercised.toFixed(1)} ` +
      `ms an exercise, real / foreseen ${ratio}; ` +
      `told remaining / real: ${least.toFixed(2)} to ${most.toFixed(2)}`,
  );
  for (const [phase, { ms, work, tasks, silence }] of times)
    console.log(
      `  ${phase.padEnd(10)} ${String(tasks).padStart(4)} tasks ${ms.toFixed(0).padStart(7)} ms, predicted ` +
        `${(1000 * work).toFixed(0).padStart(7)}, real / predicted ${(ms / work / 1000).toFixed(2)}, ` +
        `silent for ${silence.toFixed(0)} ms at most`,
    );
}
