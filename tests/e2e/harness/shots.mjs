// Pictures of every view with the numbers of the mock: node tests/e2e/harness/shots.mjs OUT [view ...]
import { mkdir } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { modalens } from '../../../www/lib/build/plugin.mjs';
import { page as pagePlugins } from '../../../www/page/build/page.mjs';
import { launch } from '../chromium.mjs';

const [out = 'test-results/shots', ...wanted] = process.argv.slice(2);
const VIEWS = [
  'landing',
  'files',
  'running',
  'answer',
  'weak',
  'plugin',
  'long',
  'table',
  'sensitivity',
  'preparation',
  'layers',
  'details',
  'truth',
  'link',
  'broken',
  'held',
  'help',
  'export',
];
const root = new URL('../../..', import.meta.url).pathname;
const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  plugins: [pagePlugins(), modalens()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: { port: 0, hmr: false },
});
await server.listen();
const address = `${server.resolvedUrls?.local[0]}tests/e2e/harness/index.html`;
const browser = await chromium.launch(launch);
await mkdir(out, { recursive: true });
for (const view of wanted.length ? wanted : VIEWS) {
  for (const [theme, width, height] of [
    ['light', 1280, 800],
    ['dark', 1280, 800],
    ['light', 390, 844],
    ['dark', 390, 844],
  ]) {
    const tab = await browser.newPage({ viewport: { width, height } });
    tab.on('pageerror', (error) => console.error(view, error.message));
    tab.on('console', (message) => {
      if (message.type() === 'error') console.error(view, message.text());
    });
    await tab.goto(`${address}?view=${view}&theme=${theme}`);
    await tab.waitForSelector('h1, dialog');
    await tab.waitForTimeout(150);
    await tab.screenshot({ path: `${out}/${view}-${theme}-${width}.png`, fullPage: true });
    await tab.close();
  }
}
await browser.close();
await server.close();
