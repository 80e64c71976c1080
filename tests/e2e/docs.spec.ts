/**
 * The documentation in a browser: no axe violations, readable on a phone, one theme with the page, nothing
 * fetched from elsewhere.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { PAGES } from '../../www/docs/site';
import { chooseFiles, expect, named, test } from './site';

/** All rules once; then those that another theme or another width can break. */
const VIEWS: { width: number; scheme: 'light' | 'dark'; rules?: string[] }[] = [
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark', rules: ['color-contrast', 'link-in-text-block'] },
  // A small phone, which is also 1280 pixels at 400 %.
  { width: 320, scheme: 'light', rules: ['scrollable-region-focusable', 'target-size'] },
];

for (const { slug, title } of PAGES)
  test(`${slug}: for everyone, at every width, from here alone`, async ({ page, site }) => {
    const said: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) said.push(message.text());
    });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${site}docs/${slug}.html`);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
    for (const { width, scheme, rules } of VIEWS) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme: scheme });
      const axe = new AxeBuilder({ page });
      const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
      expect(told, `${scheme}, ${width} pixels wide`).toEqual([]);
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(beyond, `wider than a window of ${width} pixels`).toBeLessThanOrEqual(0);
    }
    expect(said).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(site) && !url.startsWith('data:'))).toEqual([]);
  });

test('formulas are drawn as mathematics', async ({ page, site }) => {
  await page.goto(`${site}docs/method.html`);
  const heights = await page
    .locator('.formula math')
    .evaluateAll((all) => all.map((formula) => formula.getBoundingClientRect().height));
  expect(heights.length).toBeGreaterThan(8);
  // Three aligned lines are taller than one.
  expect(Math.min(...heights)).toBeGreaterThan(12);
  expect(Math.max(...heights)).toBeGreaterThan(60);
});

test('the theme is chosen once for page and documentation', async ({ page, site }) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.goto(`${site}docs/`);
  expect(await ground()).toBe('rgb(253, 253, 251)');
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('button', { name: /^Theme/ }).click();
  expect(await ground()).toBe('rgb(21, 21, 20)');
  await page.getByRole('link', { name: 'Modalens', exact: true }).click();
  await expect(page).toHaveURL(site);
  await expect.poll(ground).toBe('rgb(21, 21, 20)');
});

test('recipes can be downloaded, and code copied', async ({ page, site }) => {
  await page.goto(`${site}docs/recipes.html`);
  const address = await page
    .getByRole('link', { name: 'Download extract.py' })
    .evaluate((link) => (link as HTMLAnchorElement).href);
  const source = await (await page.request.get(address)).text();
  expect(source).toContain('register_forward_hook');
  await page
    .locator('.copyable', { hasText: 'register_forward_hook' })
    .getByRole('button', { name: 'Copy' })
    .click();
  expect((await page.evaluate(() => navigator.clipboard.readText())).trim()).toBe(source.trim());
});

test('on a phone Copy stands above the code, never over it', async ({ page, site }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${site}docs/recipes.html`);
  const covered = await page.locator('.copyable').evaluateAll((all) =>
    all.map((holder) => {
      const [code, button] = ['pre', 'button'].map((tag) =>
        holder.querySelector(tag)!.getBoundingClientRect(),
      );
      return button!.bottom - code!.top;
    }),
  );
  expect(covered.length).toBeGreaterThan(3);
  expect(Math.max(...covered)).toBeLessThanOrEqual(0);
});

const submission = fileURLToPath(new URL('../bench/arena/submissions/ours.csv', import.meta.url));

test('the arena scores a file of answers in the tab', async ({ page, site }) => {
  const asked: string[] = [];
  await page.goto(`${site}docs/arena.html`);
  const file = page.getByLabel('File of answers, CSV or JSON');
  await expect(file).toBeVisible();
  page.on('request', (request) => asked.push(request.url()));
  const status = page.locator('#scorer').getByRole('status');

  await file.setInputFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from('id,synergy\n') });
  await expect(status).toContainText('The first line has no "redundancy"');

  // Our own answers once more: the row of the page, made when it was built, is found again.
  await file.setInputFiles(submission);
  await expect(status).toContainText('230 of 230 problems answered.');
  for (const form of ['counts', 'embeddings']) {
    const rows = page.locator(`[data-arena="${form}"] tbody tr`);
    const cells = async (at: number) => (await rows.nth(at).locator('td').allTextContents()).slice(1);
    await expect(rows.nth(0)).toContainText('ours.csv');
    await expect(rows.nth(1)).toContainText('Modalens');
    expect(await cells(0)).toEqual(await cells(1));
  }
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save as JSON' }).click(),
  ]);
  const scores = JSON.parse(readFileSync(await download.path(), 'utf8'));
  expect(scores).toMatchObject({ schema: 'modalens.arena/1', overall: { problems: 230, answered: 230 } });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  expect(asked.filter((url) => !url.startsWith('blob:'))).toEqual([]);
});

test('why a failure happens is one click away from where it is told', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, named('image.npy', Buffer.from('this is not an array')));
  const told = page.locator('.note', { hasText: 'an .npy file begins with' });
  const opened = page.waitForEvent('popup');
  await told.getByRole('link', { name: 'Why' }).click();
  const docs = await opened;
  await expect(docs).toHaveURL(`${site}docs/errors.html#not_npy`);
  await expect(docs.locator(':target')).toBeInViewport();
});
