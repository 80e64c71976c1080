/**
 * What the browser tests share: the built site on a server of its own, the sample files, small arrays made on
 * the spot.
 */

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect, type Page } from '@playwright/test';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SITE = join(ROOT, 'dist/site');
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export const EMOJI = ['image_layer6.npy', 'text.npy', 'label.npy'].map((name) =>
  join(ROOT, 'www/public/emoji', name),
);

export interface Served {
  address: string;
  close: () => Promise<void>;
}

/** The site, and what was asked of it: paths in their order. */
export interface ServedSite extends Served {
  asked: string[];
}

async function listening(server: Server): Promise<Served> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * The site, in a folder of the host as on any static host; `policy: false` takes the content security policy
 * away.
 */
export async function serveSite({ policy = true } = {}): Promise<ServedSite> {
  const asked: string[] = [];
  const served = await listening(
    createServer((request, response) => {
      asked.push(request.url ?? '');
      const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)).replace(
        /^\/some\/folder/,
        '',
      );
      const file = join(SITE, path.endsWith('/') ? `${path}index.html` : path);
      readFile(file).then(
        (bytes) => {
          const body =
            policy || extname(file) !== '.html'
              ? bytes
              : bytes.toString().replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
          response
            .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
            .end(body);
        },
        () => response.writeHead(404).end(),
      );
    }),
  );
  return { ...served, asked, address: `${served.address}some/folder/` };
}

/** Another origin that answers everything and remembers what it was asked. */
export async function serveElsewhere(type = 'text/javascript'): Promise<Served & { hits: string[] }> {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': type }).end('');
  });
  server.on('upgrade', (request, socket) => {
    hits.push(request.url ?? '');
    socket.destroy();
  });
  return { ...(await listening(server)), hits };
}

export const test = base.extend<object, { site: string }>({
  site: [
    async ({}, use) => {
      const served = await serveSite();
      await use(served.address);
      await served.close();
    },
    { scope: 'worker' },
  ],
});
export { expect };

/** A version 1 .npy file. */
export function npy(descr: string, shape: readonly number[], data: Uint8Array, header?: string): Buffer {
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = header ?? `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sides}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const head = Buffer.alloc(10 + length, 0x20);
  head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8]);
  head.write(text, 10, 'latin1');
  head[head.length - 1] = 0x0a;
  return Buffer.concat([head, data]);
}

export const floats = (shape: readonly number[], value: (i: number) => number): Buffer => {
  const values = Float32Array.from({ length: shape.reduce((p, s) => p * s, 1) }, (_, i) => value(i));
  return npy('<f4', shape, new Uint8Array(values.buffer));
};

export const integers = (n: number, value: (i: number) => number): Buffer =>
  npy('<i4', [n], new Uint8Array(Int32Array.from({ length: n }, (_, i) => value(i)).buffer));

/** A number in [0, 1) that looks random and is not. */
export const noise = (i: number): number => {
  const x = Math.sin(i * 12.9898 + 78.233) * 43758.5453;
  return x - Math.floor(x);
};

export const named = (name: string, buffer: Buffer) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer,
});

/** Samples that take a second or two. */
export const longer = () => [
  named('image.npy', floats([3000, 64], noise)),
  named(
    'text.npy',
    floats([3000, 64], (i) => noise(i + 5)),
  ),
  named(
    'label.npy',
    integers(3000, (i) => i % 5),
  ),
];

/** A small set that analyses in a moment. */
export const small = (n = 300) => [
  named(
    'image.npy',
    floats([n, 4], (i) => (Math.floor(i / 4) % 3) * 3 + noise(i)),
  ),
  named(
    'text.npy',
    floats([n, 4], (i) => (Math.floor(i / 8) % 2) * 3 + noise(i + 7)),
  ),
  named(
    'label.npy',
    integers(n, (i) => (i % 3) + ((i >> 1) % 2)),
  ),
];

export const chooseFiles = (page: Page, files: Parameters<ReturnType<Page['locator']>['setInputFiles']>[0]) =>
  page.locator('#choose-files').setInputFiles(files);

/** The report of the answer that is open, from the JSON that Export gives. */
export async function exported(page: Page): Promise<Record<string, unknown>> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'JSON', exact: true }).click();
  const path = await (await download).path();
  await page.getByRole('button', { name: 'Close' }).click();
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
}

/** Waits for the answer: the tabs are there. */
export const answered = (page: Page) =>
  expect(page.getByRole('link', { name: 'Answer' })).toBeVisible({ timeout: 60_000 });

/** All analyses of a study are done: it is there, none runs and none is left. */
export async function ended(page: Page): Promise<void> {
  // Before it is there nothing is left to run either.
  await expect(page.getByRole('region', { name: 'All analyses', exact: true })).toBeVisible();
  const running = page.getByRole('progressbar', { name: 'All analyses' });
  const rest = page.getByRole('button', { name: /that are left$/ });
  await expect(running.or(rest)).toHaveCount(0, { timeout: 60_000 });
}
