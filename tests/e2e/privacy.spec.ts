/**
 * Nothing leaves the tab: with the policy, neither the page nor its workers reach a second origin.
 *
 * The same attempts on a copy of the site without the policy do reach it, so the test can fail.
 */

import type { Page } from '@playwright/test';
import { LEAKS, leakFromPage, leakFromWorker } from './leaks';
import { answered, chooseFiles, expect, serveElsewhere, serveSite, small, test } from './site';

/** An analysis, then every attempt from the page and from each of its workers. */
async function attempts(page: Page, site: string, to: string): Promise<number> {
  await page.goto(site);
  await chooseFiles(page, small());
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  const workers = page.workers();
  await page.evaluate(leakFromPage, to);
  for (const worker of workers) await worker.evaluate(leakFromWorker, to);
  // A connection that is allowed arrives at once; this is the page's own clock running on, not a wait for a
  // result.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  return workers.length;
}

test('with the policy nothing reaches another origin, from page or workers', async ({ page, site }) => {
  const elsewhere = await serveElsewhere();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  expect(await attempts(page, site, elsewhere.address)).toBeGreaterThan(0);
  expect(elsewhere.hits).toEqual([]);
  const own = asked.filter((url) => !url.startsWith(elsewhere.address) && !/^(blob|data):/.test(url));
  expect(own.every((url) => url.startsWith(site))).toBe(true);
  await elsewhere.close();
});

test('the control without the policy leaks, from page and workers', async ({ page }) => {
  const [control, elsewhere] = [await serveSite({ policy: false }), await serveElsewhere()];
  await attempts(page, control.address, elsewhere.address);
  for (const kind of LEAKS) expect(elsewhere.hits).toContain(kind);
  await Promise.all([control.close(), elsewhere.close()]);
});

test('after opening, no request at all, not even to the own host', async ({ page, site, context }) => {
  await page.goto(site);
  await page.waitForLoadState('networkidle');
  const asked: string[] = [];
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url())) asked.push(request.url());
  });
  await context.setOffline(true);
  await chooseFiles(page, small());
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await page.getByRole('link', { name: 'Details' }).click();
  await expect(page.getByRole('heading', { name: 'Certificate' })).toBeVisible();
  await page.getByRole('link', { name: 'Ground truth' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/hold/);
  expect(asked).toEqual([]);
});
