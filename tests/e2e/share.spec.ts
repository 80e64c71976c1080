/** Links, files, exports, embedding. */

import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { answered, chooseFiles, EMOJI, expect, exported, named, small, test } from './site';

const REPORT = new URL('../golden/report_digits.json', import.meta.url);

async function analysed(
  page: Page,
  site: string,
  files: Parameters<typeof chooseFiles>[1],
  k = '8',
): Promise<void> {
  await page.goto(site);
  await chooseFiles(page, files);
  await page.getByLabel('Codes per modality, K').selectOption(k);
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
}

async function link(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Link copied' })).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}

async function saved(page: Page, name: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name, exact: true }).click();
  const found = await download;
  const bytes = await readFile(await found.path());
  await page.getByRole('button', { name: 'Close' }).click();
  return { name: found.suggestedFilename(), bytes };
}

test('a link opens in another context with the network cut: recomputed, identical', async ({
  page,
  site,
  browser,
}) => {
  await analysed(page, site, EMOJI);
  const sentence = await page.getByRole('heading', { level: 1 }).innerText();
  const address = await link(page);
  expect(address.length).toBeLessThan(8200);
  expect(address.startsWith(`${site}#m2.`)).toBe(true);
  const other = await browser.newContext();
  const reader = await other.newPage();
  await reader.goto(site);
  await reader.waitForLoadState('networkidle');
  await other.setOffline(true);
  await reader.evaluate((hash) => {
    location.hash = hash;
  }, new URL(address).hash);
  await expect(reader.getByText('From a link. Recomputed here: identical.')).toBeVisible();
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText(sentence);
  await expect(reader.locator('.what')).toContainText('file names not shared');
  await expect(reader.getByText('image_layer6')).toHaveCount(0);
  await reader.locator('#choose-check').setInputFiles(EMOJI);
  await expect(reader.getByText('Your files are the same as those of the link.')).toBeVisible();
  await reader
    .locator('#choose-check')
    .setInputFiles(
      await Promise.all(
        [EMOJI[0]!, EMOJI[1]!, named('label.npy', small()[2]!.buffer)].map(async (file) =>
          typeof file === 'string' ? named('same.npy', await readFile(file)) : file,
        ),
      ),
    );
  await expect(reader.getByText('Y: none of your files is the one used.')).toBeVisible();
  await other.close();
});

test('a recomputation that takes long is cancelled, and the analysis stays', async ({ page, site }) => {
  const report = JSON.parse(await readFile(REPORT, 'utf8'));
  // Dense, so that the solver has work for many seconds.
  const side = 48;
  const places = Array.from({ length: side ** 3 }, (_, i) => [
    Math.floor(i / side ** 2),
    Math.floor(i / side) % side,
    i % side,
  ]);
  const counts = {
    shape: [side, side, side],
    cells: places.flat(),
    counts: places.map((_, i) => 1 + ((i * 7919) % 13)),
  };
  const content = {
    format: 'modalens.shared/1',
    analyses: [{ title: null, report, digest: '0'.repeat(16), counts }],
    series: [],
    view: { tab: 'answer' },
  };
  await page.goto(site);
  await chooseFiles(page, [
    {
      name: 'slow.modalens.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(content)),
    },
  ]);
  await expect(page.getByText('From a file. Computing again …')).toBeVisible();
  await page.waitForTimeout(1000);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByText('From a file. Not recomputed: you stopped it.')).toBeVisible({ timeout: 1000 });
  await expect(page.getByRole('button', { name: 'Cancel', exact: true })).toHaveCount(0);
  await expect(page.locator('.what')).toContainText('n = 1,797');
});

test('names travel only by consent; the open tab travels', async ({ page, site, browser }) => {
  await analysed(page, site, small(), '3');
  await page.getByRole('link', { name: 'Details' }).click();
  await expect(page.getByRole('heading', { name: 'Certificate' })).toBeVisible();
  await link(page);
  await page.getByRole('button', { name: 'Include file names' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'with file names' })).toBeVisible();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  const reader = await (await browser.newContext()).newPage();
  await reader.goto(address);
  await expect(reader.getByRole('heading', { level: 1 })).toContainText('Details');
  await expect(reader.getByText('image.npy')).toBeVisible();
  await reader.getByRole('button', { name: 'Start my own' }).click();
  await expect(reader.getByText('Drop X1, X2 and Y')).toBeVisible();
  expect(new URL(reader.url()).hash).toBe('');
});

test('a file and a report reopen', async ({ page, site }) => {
  await analysed(page, site, small(), '3');
  const sentence = await page.getByRole('heading', { level: 1 }).innerText();
  const file = await saved(page, '.modalens.json');
  const report = await exported(page);
  await page.getByRole('button', { name: 'New' }).click();
  await chooseFiles(page, [named('a.modalens.json', file.bytes)]);
  await expect(page.getByText('From a file. Recomputed here: identical.')).toBeVisible();
  await page.locator('#choose-check').setInputFiles(small());
  await expect(page.getByText('Your files are the same as those of the file.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sentence);
  await page.getByRole('button', { name: 'Start my own' }).click();
  await chooseFiles(page, [named('report.json', Buffer.from(JSON.stringify(report)))]);
  await expect(page.getByText('Not recomputed')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sentence);
});

/**
 * Pixels of an 8-bit RGBA PNG without interlace, rows still filtered: enough to see that they are not all the
 * same.
 */
function pixels(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return inflateSync(Buffer.concat(parts));
}

test('figures leave on white with caption and fonts: SVG and PNG at 2x and 3x, in dark too', async ({
  page,
  site,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await analysed(page, site, small(), '3');
  const { bytes, name } = await saved(page, 'SVG');
  expect(name).toBe('modalens-image-text-attribution.svg');
  const svg = bytes.toString();
  const parsed = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    const all = [...root.querySelectorAll('*')];
    return {
      name: root.nodeName,
      width: Number(root.getAttribute('width')),
      height: Number(root.getAttribute('height')),
      text: root.textContent ?? '',
      classes: all.filter((e) => e.hasAttribute('class') || e.hasAttribute('style')).length,
      unfonted: [...root.querySelectorAll('text')].filter((e) => !e.getAttribute('font-family')).length,
      intervals: [...root.querySelectorAll('line')].filter(
        (e) => e.getAttribute('stroke') === 'rgb(27, 27, 25)' && e.getAttribute('stroke-width') === '1.5',
      ).length,
      ground: root.querySelector('rect')?.getAttribute('fill'),
      ink: root.querySelector('text')?.getAttribute('fill'),
    };
  }, svg);
  expect(parsed).toMatchObject({
    name: 'svg',
    width: 800,
    classes: 0,
    unfonted: 0,
    intervals: 21,
    ground: '#ffffff',
    ink: '#1b1b19',
  });
  for (const part of ['image alone', 'only together', 'n = 300', 'K = 3', 'certified gap', '0.1.0'])
    expect(parsed.text).toContain(part);
  for (const scale of [2, 3]) {
    const png = (await saved(page, `PNG ${scale}×`)).bytes;
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([800 * scale, parsed.height * scale]);
    expect(new Set(pixels(png)).size).toBeGreaterThan(20);
  }
  expect((await saved(page, 'SVG, contribution')).bytes.toString()).toContain('Shapley share');
});

test('numbers, codes and words leave', async ({ page, site }) => {
  await analysed(page, site, small(), '3');
  const report = (await exported(page)) as { atoms_bits: { redundancy: { estimate: number } } };
  const value = report.atoms_bits.redundancy.estimate;
  expect((await saved(page, 'CSV')).bytes.toString()).toContain(String(value));
  await page.getByRole('button', { name: 'as table' }).click();
  const shown = await page
    .getByRole('row', { name: /^shared/ })
    .getByRole('cell')
    .first()
    .innerText();
  expect(Math.abs(Number(shown) - value)).toBeLessThan(0.01);
  expect((await saved(page, 'LaTeX')).bytes.toString()).toContain(` & ${shown} [`);
  const codes = (await saved(page, 'Codes of image')).bytes;
  expect(codes.toString('latin1', 1, 6)).toBe('NUMPY');
  expect(codes.toString('latin1', 10, 128)).toContain("'descr': '<u4'");
  expect(codes.length - 10 - codes.readUInt16LE(8)).toBe(300 * 4);
  const samples = (await saved(page, '.npy, what samples add')).bytes;
  expect(samples.toString('latin1', 10, 128)).toContain("'shape': (300, 4)");
  const codebook = (await saved(page, 'Codebook of text')).bytes;
  expect((JSON.parse(codebook.toString()) as { centroids: { shape: number[] } }).centroids.shape).toEqual([
    3, 4,
  ]);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('button', { name: 'Copy methods' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('arXiv:2511.19470');
  await page.getByRole('button', { name: 'Copy command' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/modalens@0\.1\.0 analyze .*--k 3.* image\.npy text\.npy label\.npy/);
});

test('embedded: one chart without the frame of the page, from the fragment', async ({
  page,
  site,
  browser,
}) => {
  await analysed(page, site, small(), '3');
  const address = await link(page);
  const reader = await (await browser.newContext({ viewport: { width: 640, height: 480 } })).newPage();
  await reader.goto(address.replace('#', '?embed#'));
  await expect(reader.locator('figure svg')).toHaveCount(1);
  await expect(reader.locator('header, nav')).toHaveCount(0);
  await expect(reader.getByRole('link', { name: 'Open in Modalens' })).toBeVisible();
});
