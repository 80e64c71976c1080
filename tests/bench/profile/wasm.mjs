// Where an analysis' time goes in the engine that the command line and the page run:
// `node wasm.mjs X1.npy X2.npy Y.npy`, one JSON line of processor seconds on one thread, by step.
import { openSync, readFileSync, readSync, statSync } from 'node:fs';
import { Analysis, initSync, Workspace } from '../../../www/lib/wasm/modalens.js';

const PIECE = 4 << 20;
const root = new URL('../../../', import.meta.url);
initSync({ module: readFileSync(new URL('www/lib/wasm/modalens_bg.wasm', root)) });

const now = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const seconds = {};
const add = (step, time) => {
  seconds[step] = (seconds[step] ?? 0) + time;
};
const timed = (step, work) => {
  const start = now();
  const done = work();
  add(step, now() - start);
  return done;
};

/** The longest that a task has gone on without asking whether to stop. */
let longest = { seconds: 0 };
const unheard = (phase, seconds) => {
  if (seconds > longest.seconds) longest = { phase, seconds };
};

/** Steps by the phase of a task; K-means is told apart below. */
const STEPS = { solve: 'inference', intervals: 'inference', probe: 'probe' };
const isKMeans = ({ phase }) => phase.startsWith('codes_x') || phase === 'choose_k';

function load(workspace, slot, path) {
  const { size } = statSync(path);
  const how = { mode: 'keep', preparation: { l2: true } };
  timed('read', () => {
    workspace.begin(slot, path, size, how);
    const [file, piece] = [openSync(path), new Uint8Array(PIECE)];
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece))
      workspace.push(slot, piece.subarray(0, read));
  });
  return timed('prepare', () => workspace.finish(slot));
}

/** A start of K-means tells of itself in so many parts, all starts in no more than so many. */
const START = 1000;
const STARTS = 20 * START;

/** Runs a task. Of K-means what comes before its first iteration is seeding; assignment tells all samples. */
function run(workspace, task) {
  let [told, step, seeding, assigns] = [now(), 0, 0, false];
  const start = told;
  const output = workspace.run(task, (done, total) => {
    const time = now();
    unheard(task.phase, time - told);
    if (!isKMeans(task)) {
      told = time;
      return true;
    }
    assigns ||= total > STARTS;
    if (step % START === 0) seeding += time - told;
    [told, step] = [time, done];
    return true;
  });
  unheard(task.phase, now() - told);
  const spent = now() - start;
  if (!isKMeans(task)) add(STEPS[task.phase] ?? 'other', spent);
  else if (assigns) add('assign', spent);
  else if (step === 0) add('other', spent);
  else {
    add('seeding', seeding);
    add('iterations', spent - seeding);
  }
  return output;
}

const begun = now();
const workspace = new Workspace();
const facts = {};
for (const [i, slot] of ['x1', 'x2', 'y'].entries()) facts[slot] = load(workspace, slot, process.argv[2 + i]);
const analysis = new Analysis({}, facts);
let tasks = 0;
for (let ready = analysis.ready(); ready.length > 0; ready = [...ready, ...analysis.ready()]) {
  ready.sort((a, b) => a.order - b.order);
  const task = ready.shift();
  const output = run(workspace, task);
  timed('transfer', () => analysis.complete(task.id, output));
  tasks += 1;
}
const report = timed('other', () => analysis.report());
console.log(JSON.stringify({ seconds, all: now() - begun, tasks, longest, report }));
