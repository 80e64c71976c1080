/**
 * The documentation in a browser: no axe violations, readable on a phone, one theme with the page, nothing
 * fetched from elsewhere.
 */

import AxeBuilder from '@axe-core/playwright';
import { PAGES } from '../../www/docs/site';
import { expect, test } from './site';

/** All rules once; then those that another theme or another width can break. */
const VIEWS: { width: number; scheme: 'light' | 'dark'; rules?: string[] }[] = [
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark', rules: ['color-contrast', 'link-in-text-block'] },
  { width: 390, scheme: 'light', rules: ['scrollable-region-focusable', 'target-size'] },
];

for (const { width, scheme, rules } of VIEWS) {
  test(`every page, ${scheme}, ${width} pixels wide`, async ({ page, site }) => {
    const said: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) said.push(message.text());
    });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme });
    for (const { slug, title } of PAGES) {
      await page.goto(`${site}docs/${slug}.html`);
      await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
      const axe = new AxeBuilder({ page });
      const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
      expect(violations.map(({ id, nodes }) => `${slug}: ${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual(
        [],
      );
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(beyond, `${slug} is wider than the window`).toBeLessThanOrEqual(0);
    }
    expect(said).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(site) && !url.startsWith('data:'))).toEqual([]);
  });
}

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
