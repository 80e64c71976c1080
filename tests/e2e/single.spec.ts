/**
 * The page as one file from a disk: the whole of it, with the network cut, and a policy under which no
 * address at all can be asked for anything.
 *
 * The same file without the policy leaks, so the test can fail.
 */

import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from '@playwright/test';
import { attempts } from './attempts';
import {
  answered,
  test as base,
  chooseFiles,
  EMOJI,
  expect,
  exported,
  ROOT,
  serveElsewhere,
  small,
} from './site';

const FILE = join(ROOT, 'dist/site/modalens.html');
const PUBLIC = 'https://modalens.github.io/modalens/';

/** The file in a folder of its own, where nothing else of the site is beside it. */
const test = base.extend<{ folder: string; alone: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'modalens-'));
    await use(folder);
    await rm(folder, { recursive: true });
  },
  alone: async ({ folder }, use) => {
    const path = join(folder, 'saved modalens.html');
    await copyFile(FILE, path);
    await use(pathToFileURL(path).href);
  },
});

/** Every address that is asked for, but for the file itself and what it makes. */
function askedBy(context: BrowserContext, alone: string): string[] {
  const asked: string[] = [];
  context.on('request', (request) => {
    const url = request.url();
    if (url.replace(/[?#].*$/, '') !== alone && !/^(blob|data):/.test(url)) asked.push(url);
  });
  return asked;
}

async function analysed(page: Page, files: Parameters<typeof chooseFiles>[1]): Promise<string> {
  await chooseFiles(page, files);
  await page.getByLabel('Codes per modality, K').selectOption('8');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  return page.getByRole('heading', { level: 1 }).innerText();
}

test('from a file, the network cut: real files, a link, a saved file, the same numbers', async ({
  page,
  context,
  site,
  alone,
  folder,
}) => {
  await page.goto(site);
  await analysed(page, EMOJI);
  const hosted = await exported(page);
  await page.close();

  await context.setOffline(true);
  const asked = askedBy(context, alone);
  const opened = await context.newPage();
  await opened.goto(alone);
  const sentence = await analysed(opened, EMOJI);
  expect(await exported(opened)).toEqual(hosted);
  await opened.getByRole('button', { name: 'Copy link' }).click();
  await expect(opened.getByRole('status').filter({ hasText: 'Link copied' })).toBeVisible();
  const link = await opened.evaluate(() => navigator.clipboard.readText());
  expect(link.startsWith(`${PUBLIC}#m2.`)).toBe(true);
  await opened.getByRole('button', { name: 'Export', exact: true }).click();
  const download = opened.waitForEvent('download');
  await opened.getByRole('button', { name: /\.modalens\.json/ }).click();
  const saved = join(folder, 'saved.modalens.json');
  await (await download).saveAs(saved);
  await opened.close();

  // The tab is closed: what is opened now comes from the disk alone.
  const reader = await context.newPage();
  await reader.goto(alone + new URL(link).hash);
  await expect(reader.getByText('From a link. Recomputed here: identical.')).toBeVisible();
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText(sentence);
  await reader.close();
  const again = await context.newPage();
  await again.goto(alone);
  await chooseFiles(again, saved);
  await expect(again.getByText('From a file. Recomputed here: identical.')).toBeVisible();
  await expect(again.getByRole('heading', { level: 1 })).toHaveText(sentence);
  for (const tab of ['Details', 'Ground truth']) {
    await again.getByRole('link', { name: tab, exact: true }).click();
    await expect(again.getByRole('link', { name: tab, exact: true })).toHaveAttribute('aria-current', 'page');
  }
  expect(asked).toEqual([]);
});

test('with its policy nothing reaches any address, from page or workers', async ({ page, alone }) => {
  const elsewhere = await serveElsewhere();
  expect(await attempts(page, alone, elsewhere.address)).toBeGreaterThan(0);
  expect(elsewhere.hits).toEqual([]);
  await elsewhere.close();
});

test('the control without the policy leaks, from page and workers', async ({ page, folder }) => {
  const whole = await readFile(FILE, 'utf8');
  const path = join(folder, 'control.html');
  const control = whole.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '');
  expect(control.length).toBeLessThan(whole.length);
  await writeFile(path, control);
  const elsewhere = await serveElsewhere();
  await attempts(page, pathToFileURL(path).href, elsewhere.address);
  for (const kind of ['/page-fetch', '/page-image', '/page-xhr', '/worker-fetch', '/worker-xhr'])
    expect(elsewhere.hits).toContain(kind);
  await elsewhere.close();
});

test('the site offers it, as it is; it says which it is, and where the current one would be', async ({
  page,
  context,
  site,
  folder,
}) => {
  await page.goto(site);
  const offer = page.getByRole('link', { name: 'Keep it as one file' });
  const said = Number(/, (\d+) MB/.exec(await offer.locator('..').innerText())?.[1]);
  const download = page.waitForEvent('download');
  await offer.click();
  const path = join(folder, (await download).suggestedFilename());
  await (await download).saveAs(path);
  const bytes = await readFile(path);
  expect(bytes.equals(await readFile(FILE))).toBe(true);
  expect(Math.round(bytes.length / 1e6)).toBe(said);

  await context.setOffline(true);
  await page.goto(pathToFileURL(path).href);
  await expect(page.getByText(/^Modalens \d+\.\d+\.\d+ of \d+ \w+ 20\d\d, in one file/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'modalens.github.io/modalens' })).toHaveAttribute(
    'href',
    PUBLIC,
  );
  await expect(page.getByRole('link', { name: 'Keep it as one file' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Documentation' })).toHaveAttribute('href', `${PUBLIC}docs/`);
  const licences = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Licences' }).click();
  const text = await readFile(await (await licences).path(), 'utf8');
  for (const name of ['preact ', 'hyparquet ', 'ndarray ', 'The Rust standard library'])
    expect(text).toContain(`\n${name}`);
  await page.getByRole('button', { name: 'Try the emoji example' }).click();
  await answered(page);
});

test('in it, too, small files are analysed on a second visit without any other', async ({ page, alone }) => {
  await page.goto(alone);
  await analysed(page, small());
  await page.reload();
  await answered(page);
});
