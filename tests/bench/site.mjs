// The built site, as a static host gives it, and Chromium as its reader.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SITE = fileURLToPath(new URL('../../dist/site', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** Serves it: `{ address, close() }`. */
export async function serveSite() {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    readFile(join(SITE, path.endsWith('/') ? `${path}index.html` : path)).then(
      (bytes) =>
        response
          .writeHead(200, { 'content-type': TYPES[extname(path) || '.html'] ?? 'application/octet-stream' })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** Chooses files as a reader does, and waits until they can be run. */
export async function choose(page, files) {
  await page.locator('#choose-files').setInputFiles(files);
  await page.getByRole('heading', { level: 1 }).filter({ hasText: 'Ready to run' }).waitFor({ timeout: 6e5 });
}

/** Runs what was chosen, and waits for the answer. */
export async function run(page) {
  await page.getByRole('button', { name: /^Run/ }).click();
  await page.getByRole('link', { name: 'Answer' }).waitFor({ timeout: 36e5 });
}

/** Processor seconds so far of the processes of pages, workers with them, and what these hold now, MB. */
export async function taken(session) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  const held = pages.map(({ id }) => {
    const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8')) ?? [];
    return Number(kilobytes) / 1000;
  });
  const sum = (values) => values.reduce((a, b) => a + b, 0);
  return { seconds: sum(pages.map(({ cpuTime }) => cpuTime)), memory: sum(held) };
}
