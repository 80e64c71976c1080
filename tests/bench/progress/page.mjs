// `node tests/bench/progress/page.mjs [NAME ...]` after `npm run build`: long runs in the page itself, in
// Chromium: how long the thread of the page is held up at most, and how long the page once shows the same
// words while it reads or runs.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { launch } from '../../e2e/chromium.mjs';
import { choose, run, serveSite } from '../site.mjs';
import { writeMatrix, writeText } from './make.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const WORK = join(ROOT, 'target/bench/silence');

function file(name, make) {
  mkdirSync(WORK, { recursive: true });
  const path = join(WORK, name);
  if (!existsSync(path)) make(path);
  return path;
}
const numbers = (rows, features, seed) =>
  file(`${rows}x${features}-${seed === 1 ? 'image' : 'text'}.npy`, (path) =>
    writeMatrix(path, { rows, features, seed }),
  );
const labels = (rows, values, extension) =>
  file(`${rows}-label${values}.${extension}`, (path) => writeText(path, { rows, values }));

const CASES = {
  '1,000,000 x 64 twice, text labels': [numbers, [1e6, 64], labels, [1e6, 10, 'csv']],
  '100,000 x 64, 500 values': [numbers, [1e5, 64], labels, [1e5, 500, 'csv']],
  '1,000,000 x 8, labels by lines of JSON': [numbers, [1e6, 8], labels, [1e6, 30, 'jsonl']],
};

/** Runs in the page: what holds it up, and how long it shows the same. */
function watch() {
  const found = { held: 0, still: 0, at: '' };
  let [last, changed, text] = [performance.now(), performance.now(), ''];
  setInterval(() => {
    const now = performance.now();
    found.held = Math.max(found.held, now - last - 20);
    last = now;
    const bar = document.querySelector('[role=progressbar]');
    const busy = bar || /Reading/.test(document.querySelector('h1')?.textContent ?? '');
    const words = document.querySelector('main')?.innerText;
    const shown = `${words} ${bar?.getAttribute('aria-valuenow')} ${bar?.innerHTML}`;
    if (shown !== text || !busy) {
      if (busy && now - changed > found.still) [found.still, found.at] = [now - changed, text.slice(0, 60)];
      [text, changed] = [shown, now];
    }
  }, 20);
  Object.assign(globalThis, { found });
}

const site = await serveSite();
const browser = await chromium.launch(launch);
const asked = process.argv.slice(2);
for (const [name, [matrix, size, words, shape]] of Object.entries(CASES)) {
  if (asked.length > 0 && !asked.some((part) => name.includes(part))) continue;
  const files = [matrix(...size, 1), matrix(...size, 2), words(...shape)];
  const page = await browser.newPage();
  await page.addInitScript(watch);
  await page.goto(site.address);
  const start = performance.now();
  await choose(page, files);
  await page.locator('#run-note').filter({ hasText: 'About' }).waitFor({ timeout: 6e4 });
  const foreseen = await page.locator('#run-note').innerText();
  const read = performance.now();
  await run(page);
  const done = performance.now();
  await page.waitForTimeout(3000);
  const { held, still, at } = await page.evaluate('found');
  const s = (ms) => (ms / 1000).toFixed(1);
  console.log(
    `${name}: looked at in ${s(read - start)} s; "${foreseen}"; ran ${s(done - read)} s; the page held up ` +
      `${(held / 1000).toFixed(2)} s at most; the same shown for ${(still / 1000).toFixed(2)} s at most: ` +
      `${at.replace(/\s+/g, ' ')}`,
  );
  await page.close();
}
await browser.close();
site.close();
