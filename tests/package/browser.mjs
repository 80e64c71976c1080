// A static server and a real browser.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from '@playwright/test';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.css': 'text/css',
};

/** Serves a folder; its address and how to stop it. */
export async function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    try {
      const body = await readFile(join(folder, path.endsWith('/') ? `${path}index.html` : path));
      response
        .writeHead(200, {
          'content-type':
            TYPES[extname(path)] ?? (path.endsWith('/') ? 'text/html' : 'application/octet-stream'),
        })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Chromium: Playwright's own, or one that is installed. */
export function browser() {
  const own = existsSync(chromium.executablePath());
  return chromium.launch({
    ...(own ? {} : { executablePath: '/usr/bin/chromium' }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}

/** Opens a page and waits for the report that its script leaves. */
export async function reportOf(browserInstance, url) {
  const context = await browserInstance.newContext();
  const page = await context.newPage();
  const told = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') told.push(message.text());
  });
  page.on('pageerror', (error) => told.push(String(error)));
  try {
    await page.goto(url);
    await page
      .waitForFunction(() => window.report ?? window.failure, undefined, { timeout: 120_000 })
      .catch(() => {
        throw new Error(`no report came; the page said:\n${told.join('\n')}`);
      });
    const failure = await page.evaluate(() => window.failure);
    if (failure) throw new Error(`${failure}\n${told.join('\n')}`);
    return await page.evaluate(() => window.report);
  } finally {
    await context.close();
  }
}
