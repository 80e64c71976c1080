/**
 * Nothing leaves the tab: with the policy, neither the page nor its workers reach a second origin.
 *
 * The same attempts on a copy of the site without the policy do reach it, so the test can fail.
 */

import { attempts } from './attempts';
import { LEAKS } from './leaks';
import { answered, chooseFiles, expect, serveElsewhere, serveSite, small, test } from './site';

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

test('in a frame of another page there is nothing to click but the way out; one chart may be there', async ({
  page,
  site,
}) => {
  await page.goto(site);
  await chooseFiles(page, small());
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Link copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const host = await serveElsewhere('text/html');
  await page.goto(host.address);
  for (const address of [site, link, link.replace('#', '?embed#')])
    await page.evaluate((src) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src, width: 600, height: 400 }));
    }, address);
  const frame = (i: number) => page.locator('iframe').nth(i).contentFrame();
  await expect(frame(2).locator('figure svg')).toHaveCount(1);
  for (const [i, way] of [
    [0, 'Open it in a tab of its own'],
    [1, 'Open it in a tab of its own'],
    [2, 'Open in Modalens'],
  ] as const) {
    const clickable = frame(i).locator('a, button, input, select, summary, [tabindex="0"]');
    await expect(clickable.filter({ visible: true })).toHaveText([way]);
  }
  const opened = page.waitForEvent('popup');
  await frame(1).getByRole('link').click();
  await expect((await opened).getByText('From a link. Recomputed here: identical.')).toBeVisible();
  await host.close();
});
