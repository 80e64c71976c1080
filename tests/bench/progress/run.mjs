// How well the progress line predicts: for several shapes of data, the processor's time for each kind of task
// in WebAssembly on one thread beside its predicted work, and how far the share of work is from the share of
// time.
//
// node tests/bench/progress/run.mjs   (after npm run wasm)
import { readFileSync } from 'node:fs';
import { Analysis, generate, initSync, Workspace } from '../../../www/lib/wasm/modalens.js';

const root = new URL('../../../', import.meta.url);
initSync({ module: readFileSync(new URL('www/lib/wasm/modalens_bg.wasm', root)) });

/** A little-endian .npy of numbers in 32 bits. */
function npy({ data, shape }, descr) {
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = new TextEncoder().encode(
    `${dict.padEnd(64 * Math.ceil((dict.length + 11) / 64) - 11, ' ')}\n`,
  );
  const bytes = new Uint8Array(10 + header.length + data.byteLength);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(header, 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + header.length);
  return bytes;
}

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

const CASES = {
  'emoji, K = auto': [
    ['image_layer6.npy', 'text.npy', 'label.npy'].map((name) => file(`www/public/emoji/${name}`)),
    {},
  ],
  'digits, K = 10': [
    ['top', 'bottom', 'digit'].map((name) => file(`tests/golden/digits/${name}.npy`)),
    { k: 10 },
  ],
  'gate, n = 500, d = 8, K = 4': [made('C_xor', 500, 8), { k: 4 }],
  'n = 20,000, d = 256, K = 16': [made('L_atoms', 20_000, 256), { k: 16, partitions: 3 }],
  'n = 3,000, d = 768, K = 32': [made('A_mixed', 3_000, 768), { k: 32, partitions: 3 }],
};

function run([files, options]) {
  const workspace = new Workspace();
  const facts = {};
  for (const [i, slot] of ['x1', 'x2', 'y'].entries()) {
    workspace.begin(slot, `${slot}.npy`, files[i].length, { mode: 'keep', preparation: { l2: true } });
    workspace.push(slot, files[i]);
    facts[slot] = workspace.finish(slot);
  }
  const analysis = new Analysis(options, facts);
  const times = new Map();
  const line = [];
  const begun = now();
  for (let ready = analysis.ready(); ready.length > 0 || !analysis.report(); ) {
    ready.sort((a, b) => a.order - b.order);
    const task = ready.shift();
    const start = now();
    const output = workspace.run(task, () => true);
    const ms = now() - start;
    const sum = times.get(task.phase) ?? { ms: 0, work: 0, tasks: 0 };
    times.set(task.phase, { ms: sum.ms + ms, work: sum.work + task.work, tasks: sum.tasks + 1 });
    analysis.complete(task.id, output);
    line.push([now() - begun, analysis.progress().share]);
    ready = [...ready, ...analysis.ready()];
  }
  const all = line.at(-1)[0];
  // Remaining time as it would be told, against what it was, from a tenth to nine tenths of the run.
  const told = line.filter(([t]) => t > 0.1 * all && t < 0.9 * all);
  const ratios = told.map(([t, share]) => (t * (1 - share)) / share / (all - t));
  return { times, all, ratios };
}

for (const [name, given] of Object.entries(CASES)) {
  const { times, all, ratios } = run(given);
  console.log(
    `${name}: ${Math.round(all)} ms; told remaining / real: ${Math.min(...ratios).toFixed(2)} to ` +
      `${Math.max(...ratios).toFixed(2)}`,
  );
  for (const [phase, { ms, work, tasks }] of times)
    console.log(
      `  ${phase.padEnd(10)} ${String(tasks).padStart(4)} tasks ${ms.toFixed(0).padStart(7)} ms, predicted ` +
        `${(1000 * work).toFixed(0).padStart(7)}, real / predicted ${(ms / work / 1000).toFixed(2)}`,
    );
}
