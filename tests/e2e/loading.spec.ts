/**
 * What the page loads of itself: told at once and in bytes, there when the network is cut, asked for again
 * when it did not come.
 */

import type { Page, Route } from '@playwright/test';
import { answered, chooseFiles, expect, small, test } from './site';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** Scripts that hold pieces of freight and nothing else: their names are numbers. */
const PIECE = /assets\/\d+-[^/]*\.js$/;

/** Holds what matches back until it is let go; `some` lets as many go. */
async function hold(page: Page, what: RegExp) {
  const held: Route[] = [];
  let open = false;
  await page.route(what, (route) => {
    if (open) return route.continue();
    held.push(route);
    return undefined;
  });
  const some = async (n: number): Promise<void> => {
    await expect.poll(() => held.length).toBeGreaterThan(0);
    await Promise.all(held.splice(0, n).map((route) => route.continue()));
  };
  const all = async (): Promise<void> => {
    open = true;
    await Promise.all(held.splice(0).map((route) => route.continue()));
  };
  return { some, all };
}

/** Remembers every heading and every value of the bar from now on. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const seen = { headings: [] as string[], shares: [] as number[] };
    Object.assign(window, { seen });
    new MutationObserver(() => {
      seen.headings.push(document.querySelector('h1')?.textContent ?? '');
      const bar = document.querySelector('[role=progressbar]');
      if (bar) seen.shares.push(Number(bar.getAttribute('aria-valuenow')));
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
const watched = (page: Page) =>
  page.evaluate(() => (window as unknown as { seen: { headings: string[]; shares: number[] } }).seen);

test('the example says at once what it loads and how much is there; the bar never falls', async ({
  page,
  site,
}) => {
  const pieces = await hold(page, PIECE);
  await page.goto(site);
  await watch(page);
  await page.getByRole('button', { name: 'Try the emoji example' }).click();
  await expect(heading(page)).toHaveText(/^Loading the example: 0 B of [\d.]+ MB$/);
  await pieces.some(2);
  await expect(heading(page)).toHaveText(/^Loading the example: \d+ kB of [\d.]+ MB$/);
  await pieces.all();
  await answered(page);
  const { headings, shares } = await watched(page);
  expect(headings.filter((text) => text.includes('Not ready'))).toEqual([]);
  expect(shares.length).toBeGreaterThan(5);
  expect(shares).toEqual([...shares].sort((p, q) => p - q));
});

test('the example can be cancelled while it loads', async ({ page, site }) => {
  const pieces = await hold(page, PIECE);
  await page.goto(site);
  await page.getByRole('button', { name: 'Try the emoji example' }).click();
  await page.getByRole('button', { name: /^Cancel/ }).click();
  await expect(page.getByText('Drop X1, X2 and Y')).toBeVisible();
  await pieces.all();
  await chooseFiles(page, small());
  await expect(heading(page)).toContainText('Ready to run: 300 samples');
});

test('what the first screen promises holds with the network cut', async ({ page, site, context }) => {
  await page.goto(site);
  await expect(page.getByText('It now works offline, as long as it is open.')).toBeVisible({
    timeout: 30_000,
  });
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Try the emoji example' }).click();
  await answered(page);
  await page.getByRole('link', { name: 'Details' }).click();
  await expect(page.getByRole('heading', { name: 'Certificate' })).toBeVisible();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('button', { name: 'Copy methods' }).click();
  await expect(page.getByRole('dialog').getByText('Methods paragraph copied.')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('link', { name: 'Ground truth' }).click();
  await expect(heading(page)).toContainText(/hold/);
  await page.keyboard.press('?');
  await expect(page.getByRole('heading', { name: 'Keyboard' })).toBeVisible();
});

test('a part that did not come is said in its place, and can be asked for again', async ({ page, site }) => {
  let cut = true;
  await page.route(/assets\/help-[^/]*\.js$/, (route) => (cut ? route.abort() : route.continue()));
  await page.goto(site);
  await page.getByRole('button', { name: 'Help' }).click();
  const dialog = page.getByRole('dialog', { name: 'Help' });
  await expect(dialog).toContainText('A part of the page could not be loaded');
  await expect(page.getByText('It now works offline, as long as it is open.')).toHaveCount(0);
  cut = false;
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByRole('heading', { name: 'How do I get my files?' })).toBeVisible();
});

for (const [lacking, script, what] of [
  ['WebAssembly', 'delete globalThis.WebAssembly', 'does not run WebAssembly'],
  ['SIMD', 'WebAssembly.validate = () => false', 'lacks the vector instructions'],
  ['workers', 'delete globalThis.Worker', 'has no workers'],
  ['decompression', 'delete globalThis.DecompressionStream', 'no decompression streams'],
] as const) {
  test(`a browser without ${lacking} is told so on the first screen, in words for visitors`, async ({
    page,
    site,
  }) => {
    await page.addInitScript(script);
    await page.goto(site);
    await expect(page.getByRole('alert')).toContainText(what);
    await chooseFiles(page, small());
    const row = page.getByRole('row').filter({ hasText: 'image.npy' });
    await expect(row.locator('.lead')).toBeVisible();
    await expect(page.locator('main')).not.toContainText(/createAnalyzer|modalens\.wasm|import/);
  });
}
