// Cases in Chromium, in a worker, elapsed time (a page has no clock of its processor).
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launch } from '../../e2e/chromium.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const WORKER = `
import { measure, npy, open } from './module.mjs';
const get = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
onmessage = ({ data }) => run(data).then(postMessage, (error) => postMessage({ error: String(error.stack) }));
async function run({ module, samples, start, plain }) {
  const engine = await open(await get(module));
  const clock = () => performance.now() / 1e3;
  return measure(engine, npy(await get(samples)), npy(await get(start)), clock, { plain });
}`;

/** Runs `cases` of { samples, start, plain } (paths); gives their measures in order. */
export async function inChromium(module, cases) {
  const _folder = dirname(module);
  const server = createServer((request, response) => {
    const name = basename(new URL(request.url, 'http://x').pathname);
    const types = {
      mjs: 'text/javascript',
      js: 'text/javascript',
      wasm: 'application/wasm',
      npy: 'application/octet-stream',
    };
    response.setHeader('content-type', types[name.split('.').pop()] ?? 'text/html');
    if (name === 'worker.js') return response.end(WORKER);
    if (name === 'module.mjs') return response.end(readFileSync(join(HERE, name)));
    const found = [module, ...cases.flatMap((c) => [c.samples, c.start])].find(
      (path) => basename(path) === name,
    );
    return response.end(found ? readFileSync(found) : '<title>bench</title>');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const browser = await chromium.launch(launch);
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const results = [];
    for (const { samples, start, plain } of cases) {
      const names = { module: basename(module), samples: basename(samples), start: basename(start), plain };
      results.push(await page.evaluate(inWorker, names));
    }
    return { version: browser.version(), results };
  } finally {
    await browser.close();
    server.close();
  }
}

function inWorker(names) {
  return new Promise((resolve, reject) => {
    const worker = new Worker('worker.js', { type: 'module' });
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      worker.terminate();
      if (data.error) reject(new Error(data.error));
      else resolve(data);
    };
    worker.postMessage(names);
  });
}
