/** No axe violations in any view, light and dark; titles, landmarks and the announcer. */

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { answered, chooseFiles, expect, named, small, test } from './site';

async function clean(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(
      ({ id, nodes }) => `${where}: ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    ),
  ).toEqual([]);
}

for (const scheme of ['light', 'dark'] as const) {
  test(`every view, ${scheme}`, async ({ page, site }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(site);
    await clean(page, 'landing');
    await page.getByRole('button', { name: 'How do I get my files?' }).click();
    await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
    await clean(page, 'help');
    await page.keyboard.press('Escape');
    await chooseFiles(page, [...small(), named('fusion.pt', Buffer.from('PK'))]);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready');
    await clean(page, 'files');
    await page.getByRole('button', { name: /^Run/ }).click();
    await answered(page);
    await page.getByRole('button', { name: 'as table' }).click();
    await page.getByRole('button', { name: 'how is this computed?' }).first().click();
    await clean(page, 'answer');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible();
    await clean(page, 'export');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Details' }).click();
    await expect(page.getByRole('heading', { name: 'Certificate' })).toBeVisible();
    await clean(page, 'details');
    await page.getByRole('link', { name: 'Ground truth' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/hold/);
    await clean(page, 'truth');
  });
}

test('the theme switch goes through system, light and dark, and is kept', async ({ page, site }) => {
  await page.goto(site);
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await ground()).toBe('rgb(253, 253, 251)');
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('button', { name: /^Theme/ }).click();
  expect(await ground()).toBe('rgb(21, 21, 20)');
  await page.reload();
  expect(await ground()).toBe('rgb(21, 21, 20)');
});
