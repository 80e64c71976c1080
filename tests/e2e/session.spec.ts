/**
 * An analysis is never lost without a word: links stay in the address, the tab keeps what it showed, banners
 * know whose they are.
 */

import type { Page } from '@playwright/test';
import { answered, chooseFiles, expect, longer, small, test } from './site';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const hash = (page: Page): string => new URL(page.url()).hash;

async function analysed(page: Page, site: string): Promise<string> {
  await page.goto(site);
  await chooseFiles(page, small());
  await page.getByLabel('Codes per modality, K').selectOption('3');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  return heading(page).innerText();
}

async function linkOf(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Link copied' })).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}

test('a link opened cold stays in the address through views and reloads, and can be copied again', async ({
  page,
  site,
  browser,
}) => {
  const sentence = await analysed(page, site);
  const address = await linkOf(page);
  const reader = await (await browser.newContext()).newPage();
  await reader.goto(address);
  await expect(reader.getByText('From a link. Recomputed here: identical.')).toBeVisible();
  expect(reader.url()).toBe(address);
  await reader.getByRole('link', { name: 'Details' }).click();
  await expect(heading(reader)).toContainText('Details');
  expect(reader.url()).toBe(address);
  await reader.reload();
  await expect(heading(reader)).toContainText('Details');
  expect(reader.url()).toBe(address);
  await reader.getByRole('link', { name: 'Answer' }).click();
  await expect(heading(reader)).toHaveText(sentence);
  await reader.getByRole('button', { name: 'Copy link' }).click();
  await expect(reader.getByRole('status').filter({ hasText: 'Link copied' })).toBeVisible();
  await reader.context().close();
});

test('reload, New and Back give the analysis back', async ({ page, site }) => {
  const sentence = await analysed(page, site);
  // It is written for the tab once the script that writes it is there.
  await page.waitForFunction(() => sessionStorage.length > 0);
  await page.reload();
  await expect(heading(page)).toHaveText(sentence);
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await expect(page.getByText('Drop X1, X2 and Y')).toBeVisible();
  await page.goBack();
  await expect(heading(page)).toHaveText(sentence);
  await page.goForward();
  await page.reload();
  await expect(page.getByText('Drop X1, X2 and Y')).toBeVisible();
  await page.getByRole('button', { name: 'image × text → label' }).click();
  await expect(heading(page)).toHaveText(sentence);
});

test('files that a reload has cleared are asked for again', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, small());
  await expect(heading(page)).toContainText('Ready to run');
  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: 'Choose the files again' })).toBeVisible();
});

test('files chosen while a reload brings the last answer back are what the reader goes to', async ({
  page,
  site,
}) => {
  const sentence = await analysed(page, site);
  await page.waitForFunction(() => sessionStorage.length > 0);
  const first = await (await page.request.get(site)).text();
  // What brings it back comes late.
  await page.route('**/assets/*.js', async (route) => {
    const asked = new URL(route.request().url()).pathname.split('/').at(-1)!;
    if (!first.includes(asked)) await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  await page.reload();
  await chooseFiles(page, small(600));
  await expect(heading(page)).toContainText('Ready to run: 600 samples');
  // It is kept as well.
  await page.getByRole('link', { name: 'Modalens' }).click();
  await page.getByRole('button', { name: 'image × text → label' }).click();
  await expect(heading(page)).toHaveText(sentence);
});

test('Back in the middle of a run says that it stopped', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, longer());
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await page.goBack();
  await expect(page.getByText('Drop X1, X2 and Y')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'stopped the run' })).toBeVisible();
  await page.getByRole('button', { name: '3 files' }).click();
  await expect(heading(page)).toContainText('Ready to run: 3,000 samples');
});

test('the banner of a link stands above its own analysis only, and Run K asks for its own files', async ({
  page,
  site,
}) => {
  await analysed(page, site);
  const address = await linkOf(page);
  await page.evaluate((fragment) => {
    location.hash = fragment;
  }, new URL(address).hash);
  const banner = page.getByText('From a link.');
  await expect(banner).toBeVisible();
  await page.getByRole('link', { name: 'Ground truth' }).click();
  await expect(heading(page)).toContainText(/hold/);
  await expect(banner).toHaveCount(0);
  expect(hash(page)).toBe('');
  await page.goBack();
  await expect(banner).toBeVisible();
  expect(page.url()).toBe(address);
  await chooseFiles(page, small(400));
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await expect(page.locator('.what')).toContainText('n = 400');
  await expect(banner).toHaveCount(0);
  await page.goBack();
  await page.goBack();
  await expect(banner).toBeVisible();
  await expect(page.locator('.what')).toContainText('n = 300');
});

test('files that are not those of the link take its tick away', async ({ page, site, browser }) => {
  await analysed(page, site);
  const address = await linkOf(page);
  const reader = await (await browser.newContext()).newPage();
  await reader.goto(address);
  await expect(reader.locator('.banner .ok')).toContainText('Recomputed here: identical.');
  await reader.locator('#choose-check').setInputFiles(small(200));
  await expect(reader.locator('.banner .bad')).toContainText('X1, X2 and Y: none of your files');
  await expect(reader.locator('.banner .ok')).toHaveCount(0);
  await reader.locator('#choose-check').setInputFiles(small());
  await expect(reader.locator('.banner .ok')).toContainText('Your files are the same as those of the link.');
  await reader.context().close();
});

test('a damaged link stays said, with the link in the address, until something else is opened', async ({
  page,
  site,
}) => {
  await page.goto(`${site}#m1.AAAAtotallybroken`);
  await expect(heading(page)).toContainText('This link cannot be read');
  await expect(page.getByText('Part of it may have been lost on the way')).toBeVisible();
  expect(hash(page)).toBe('#m1.AAAAtotallybroken');
  await page.reload();
  await expect(heading(page)).toContainText('This link cannot be read');
  await page.evaluate(() => {
    location.hash = '#m9.abc';
  });
  await expect(page.getByText('newer version')).toBeVisible();
  await page.getByRole('button', { name: 'Start my own' }).click();
  await expect(page.getByText('Drop X1, X2 and Y')).toBeVisible();
  expect(hash(page)).toBe('');
});
