// `node tests/bench/load/collected.mjs`: does reading a file in Chromium end when memory is collected
// meanwhile? A worker reads a file of 41 MB as the library does, with its readers held or not, and collects
// its memory every few milliseconds. What was collected is told by finalizers. Writes its section of
// tests/bench/RESULTS.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launch } from '../../e2e/chromium.mjs';
import { section } from '../section.mjs';

const BYTES = 41e6;
const TIMES = 20;
/** Without a byte for so long a reading hangs: a whole one takes about 150 ms. */
const SILENCE = 3000;

const WAYS = {
  'BYOB reader, nothing holds it': async function* (blob) {
    yield* this.byob(blob, () => {});
  },
  'BYOB reader, held': async function* (blob) {
    yield* this.byob(blob, (reader) => this.held.push(reader));
  },
  'default reader, nothing holds it': async function* (blob) {
    const reader = this.watched(blob.stream()).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  },
  'slices, arrayBuffer': async function* (blob) {
    for (let at = 0; at < blob.size; at += 4 << 20)
      yield new Uint8Array(await blob.slice(at, at + (4 << 20)).arrayBuffer());
  },
};

/** What runs in the worker. */
function reading(ways) {
  const self = globalThis;
  let collected = false;
  let bytes = 0;
  const registry = new FinalizationRegistry(() => {
    collected = true;
  });
  const tools = {
    held: [],
    watched(stream) {
      registry.register(stream);
      return stream;
    },
    async *byob(blob, hold) {
      const reader = this.watched(blob.stream()).getReader({ mode: 'byob' });
      hold(reader);
      let room = new Uint8Array(4 << 20);
      for (;;) {
        const { done, value } = await reader.read(room);
        if (done) return;
        yield value;
        room = new Uint8Array(value.buffer);
      }
    },
  };
  setInterval(() => self.gc(), 2);
  setInterval(() => self.postMessage({ bytes, collected }), 100);
  self.onmessage = async ({ data: { blob, way } }) => {
    for await (const piece of ways[way].call(tools, blob)) bytes += piece.length;
    self.postMessage({ bytes, done: true });
  };
}

const written = Object.entries(WAYS).map(([name, way]) => `${JSON.stringify(name)}: ${way}`);
const worker = `(${reading})({ ${written.join(', ')} })`;

/** What runs in the page: resolves when the file is read, or when no byte came for so long. */
function follow([way, code, silence]) {
  const blob = document.querySelector('input').files[0];
  const thread = new Worker(URL.createObjectURL(new Blob([code])));
  thread.postMessage({ blob, way });
  return new Promise((resolve) => {
    let last = { bytes: -1, at: performance.now() };
    thread.onmessage = ({ data }) => {
      const now = performance.now();
      if (data.bytes !== last.bytes) last = { bytes: data.bytes, at: now };
      if (data.done || now - last.at > silence) resolve(data);
    };
  }).finally(() => thread.terminate());
}

const folder = mkdtempSync(join(tmpdir(), 'modalens-collected-'));
const file = join(folder, 'file');
writeFileSync(file, new Uint8Array(BYTES));
const server = createServer((_, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<input type="file">'),
);
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const browser = await chromium.launch({ ...launch, args: [...launch.args, '--js-flags=--expose-gc'] });
try {
  const lines = [
    `A file of ${BYTES / 1e6} MB read in a worker of Chromium ${browser.version()} that collects its ` +
      `memory every 2 ms (\`node`,
    `tests/bench/load/collected.mjs\`). Hung: no byte for ${SILENCE / 1000} s. Collected: the finalizer of ` +
      `the stream had run by then.`,
    '',
    '| reader | hung | of these collected during the read |',
    '| --- | --- | --- |',
  ];
  for (const way of Object.keys(WAYS)) {
    let [hung, collected] = [0, 0];
    for (let time = 0; time < TIMES; time += 1) {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      await page.setInputFiles('input', file);
      const end = await page.evaluate(follow, [way, worker, SILENCE]);
      if (!end.done) {
        hung += 1;
        collected += Number(end.collected);
      }
      await page.close();
    }
    lines.push(`| ${way} | ${hung} of ${TIMES} | ${hung > 0 ? `${collected} of ${hung}` : '-'} |`);
  }
  section('collected', lines);
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
}
