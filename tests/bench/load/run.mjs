// `npm run bench:load`: how fast an .npy file gets into the engine in Chromium and in Node, and the memory it
// takes at its peak. Writes its section of tests/bench/RESULTS.md.
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launch } from '../../e2e/chromium.mjs';
import { open } from '../kmeans/module.mjs';
import { section } from '../section.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '../../..');
const WORK = join(ROOT, 'target/bench');
const PIECE = 4 << 20;
const ROWS = 32768;
const FEATURES = 1024;
/** NumPy's name, bytes, whether columns are stored one after another. */
const TYPES = [
  ['<f4', 4, false],
  ['<f2', 2, false],
  ['<f8', 8, false],
  ['<f4', 4, true],
];
const TIMES = 4;

function build() {
  const target = 'wasm32-unknown-unknown';
  const args = [
    'build',
    '--release',
    '-p',
    'bench-kmeans',
    '--lib',
    '--target',
    target,
    '--target-dir',
    'target/wasm',
  ];
  execFileSync('cargo', args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  mkdirSync(WORK, { recursive: true });
  const module = join(WORK, 'bench.wasm');
  copyFileSync(join(ROOT, `target/wasm/${target}/release/bench_kmeans.wasm`), module);
  return module;
}

/** A file of the given type; small numbers of no special kind. */
function write([descr, size, fortran]) {
  const path = join(
    WORK,
    `load-${descr.slice(1)}${descr.startsWith('>') ? '-big' : ''}${fortran ? '-fortran' : ''}.npy`,
  );
  const text =
    `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${ROWS}, ` +
    `${FEATURES}), }\n`;
  const header = Buffer.alloc(10 + text.length);
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(text.length, 8);
  header.write(text, 10);
  const block = Buffer.alloc(FEATURES * 64 * size);
  const put = {
    '<f4': (i, v) => block.writeFloatLE(v, 4 * i),
    '>f4': (i, v) => block.writeFloatBE(v, 4 * i),
    '<f8': (i, v) => block.writeDoubleLE(v, 8 * i),
    '|u1': (i) => block.writeUInt8(i % 251, i),
    '<f2': (i) => block.writeUInt16LE(0x3000 + (i % 4096), 2 * i),
  }[descr];
  for (let i = 0; i < block.length / size; i++) put(i, Math.sin(i));
  const file = openSync(path, 'w');
  writeSync(file, header);
  for (let i = 0; i < ROWS / 64; i++) writeSync(file, block);
  closeSync(file);
  return path;
}

async function inNode(module, path, keep) {
  const { size } = statSync(path);
  let best = Infinity;
  let peak;
  const engine = await open(readFileSync(module));
  const before = engine.memory.buffer.byteLength;
  for (let i = 0; i < TIMES; i++) {
    const begin = performance.now();
    const pointer = engine.bench_load(size, PIECE, keep);
    const file = openSync(path, 'r');
    const piece = Buffer.alloc(PIECE);
    for (let read; (read = readSync(file, piece, 0, PIECE)) > 0; ) {
      new Uint8Array(engine.memory.buffer, pointer, read).set(piece.subarray(0, read));
      engine.bench_piece(read);
    }
    closeSync(file);
    engine.bench_loaded();
    best = Math.min(best, performance.now() - begin);
    peak ??= engine.memory.buffer.byteLength - before;
  }
  return { rate: size / best / 1e6, peak };
}

const WORKER = `
import { open } from './module.mjs';
const failed = (error) => postMessage({ error: String(error.stack) });
onmessage = ({ data }) => load(data).then(postMessage, failed);
async function load({ file, keep, piece, times }) {
  let best = Infinity;
  let peak;
  const engine = await open(await (await fetch('bench.wasm')).arrayBuffer());
  const before = engine.memory.buffer.byteLength;
  for (let i = 0; i < times; i++) {
    const begin = performance.now();
    const pointer = engine.bench_load(file.size, piece, keep);
    const reader = file.stream().getReader({ mode: 'byob' });
    let room = new ArrayBuffer(piece);
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(room));
      if (done) break;
      new Uint8Array(engine.memory.buffer, pointer, value.length).set(value);
      engine.bench_piece(value.length);
      room = value.buffer;
    }
    engine.bench_loaded();
    best = Math.min(best, performance.now() - begin);
    peak ??= engine.memory.buffer.byteLength - before;
  }
  return { rate: file.size / best / 1e6, peak };
}`;

async function chromiumOver(module, jobs) {
  const bodies = {
    '/worker.js': [WORKER, 'text/javascript'],
    '/module.mjs': [readFileSync(join(HERE, '../kmeans/module.mjs')), 'text/javascript'],
    '/bench.wasm': [readFileSync(module), 'application/wasm'],
  };
  const server = createServer((request, response) => {
    const [body, type] = bodies[request.url] ?? ['<title>bench</title><input type="file">', 'text/html'];
    response.setHeader('content-type', type);
    response.end(body);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const browser = await chromium.launch(launch);
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const found = [];
    for (const { path, keep } of jobs) {
      await page.setInputFiles('input', path);
      found.push(await page.evaluate(readIn, { keep, piece: PIECE, times: TIMES }));
    }
    return { version: browser.version(), found };
  } finally {
    await browser.close();
    server.close();
  }
}

function readIn(job) {
  return new Promise((resolve, reject) => {
    const worker = new Worker('worker.js', { type: 'module' });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      worker.terminate();
      if (data.error) reject(new Error(data.error));
      else resolve(data);
    };
    worker.postMessage({ file: document.querySelector('input').files[0], ...job });
  });
}

const module = build();
const jobs = TYPES.flatMap((type) => {
  const path = write(type);
  const name = `${type[0]}${type[2] ? ', Fortran order' : ''}`;
  return [true, false].map((keep) => ({ name, path, keep }));
});
const { version, found } = await chromiumOver(module, jobs);
const rows = [];
for (const [i, { name, path, keep }] of jobs.entries()) {
  const node = await inNode(module, path, keep);
  const data = ROWS * FEATURES * 4;
  const cell = ({ rate, peak }) => `${rate.toFixed(2)} | ${keep ? (peak / data).toFixed(2) : '-'}`;
  rows.push(
    `| ${name} | ${(statSync(path).size / 1e6).toFixed(0)} | ${keep ? 'kept' : 'looked at'} | ` +
      `${cell(found[i])} | ${cell(node)} |`,
  );
}
section('load', [
  `A file of ${ROWS} x ${FEATURES} through one buffer of 4 MiB, elapsed time, best of ${TIMES} into one ` +
    `instance (file cached, memory touched).`,
  `Chromium ${version} by a BYOB reader, Node ${process.version}. Peak: growth of the instance at the ` +
    `first time over the float32 samples kept; the`,
  'buffer of 4 MiB outside it comes on top.',
  '',
  '| type | MB | numbers | Chromium, GB/s | peak | Node, GB/s | peak |',
  '|---|---|---|---|---|---|---|',
  ...rows,
]);
