// `npm run bench:first`: from nothing to the first answer. Opens the built site in Chromium with an empty
// cache, over a line of 10 Mbit/s with 40 ms of delay, by the link that starts the emoji example; how long
// until plug-in values are there, and until the pooled answer is. Once more without a limit of the line.
// After `npm run build`.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { launch } from '../../e2e/chromium.mjs';
import { section } from '../section.mjs';

const SITE = fileURLToPath(new URL('../../../dist/site', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const TIMES = 5;
const LINE = { offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 1e6 / 8 };

/** A static host that compresses, as they do. */
function serve() {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    try {
      const bytes = readFileSync(join(SITE, path === '/' ? 'index.html' : path));
      const type = TYPES[extname(path) || '.html'] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(gzipSync(bytes));
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Seconds until first values and until the answer, and the bytes that came. */
async function once(browser, address, line) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  if (line) await network.send('Network.emulateNetworkConditions', line);
  let bytes = 0;
  network.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const start = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.getByRole('heading', { name: /First values|Estimates so far/ }).waitFor({ timeout: 120_000 });
  const first = performance.now();
  await page.getByRole('link', { name: 'Answer' }).waitFor({ timeout: 120_000 });
  const answer = performance.now();
  await context.close();
  return [(first - start) / 1000, (answer - start) / 1000, bytes / 1e6];
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const server = await serve();
const browser = await chromium.launch(launch);
const address = `http://127.0.0.1:${server.address().port}/#example=emoji`;
const rows = [];
for (const [name, line] of [
  ['10 Mbit/s, 40 ms', LINE],
  ['no limit', null],
]) {
  const found = [];
  for (let i = 0; i < TIMES; i += 1) found.push(await once(browser, address, line));
  const of = (at) => median(found.map((values) => values[at])).toFixed(1);
  rows.push(`| ${name} | ${of(0)} | ${of(1)} | ${of(2)} |`);
}
const version = browser.version();
await browser.close();
server.close();
section('first', [
  `Chromium ${version}, empty cache, gzip, median of ${TIMES}; seconds from opening the link that starts the`,
  'emoji example, elapsed.',
  '',
  '| line | plug-in values | pooled answer | MB that came |',
  '|---|---|---|---|',
  ...rows,
]);
