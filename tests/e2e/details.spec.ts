/**
 * Details on the emoji example: samples in the plane, cards of codes, and what is said where samples are
 * gone.
 */

import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { answered, expect, test } from './site';

const plane = (page: Page) => page.locator('section[aria-labelledby="plane"]');
const chart = (page: Page, name: string) =>
  page.getByRole('group', { name: new RegExp(`^${name} in the plane`) });
const card = (page: Page, name: string) =>
  page.getByRole('region', { name: new RegExp(`^Code \\d+ of ${name}$`) });
const numbersOf = (text: string): number[] =>
  text.match(/[\d,]+/g)?.map((n) => Number(n.replace(',', ''))) ?? [];

async function emoji(page: Page, site: string): Promise<void> {
  await page.goto(site);
  await page.getByRole('button', { name: 'Try the emoji example' }).click();
  await answered(page);
  await page.getByRole('link', { name: 'Details' }).click();
  await expect(chart(page, 'text')).toBeVisible({ timeout: 30_000 });
}

test('every sample of both modalities is placed; a code is chosen by key, by click and by list', async ({
  page,
  site,
}) => {
  await emoji(page, site);
  for (const name of ['image', 'text']) {
    await expect(chart(page, name)).toContainText(/^.*1,906 samples; the plane has \d+ % of their variance/);
    const dots = await chart(page, name).locator('path.p:not(.key)').getAttribute('d');
    expect(dots?.match(/M/g)?.length).toBe(1906);
  }
  const codes = chart(page, 'image').getByRole('option');
  const sizes = await codes.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
  expect(sizes.reduce((sum, text) => sum + (numbersOf(text)[1] ?? 0), 0)).toBe(1906);

  // By key: the line below the title says what is under the focus, Enter opens its card.
  await codes.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(chart(page, 'image')).toContainText(`image${sizes[1]}`);
  await page.keyboard.press('Enter');
  await expect(card(page, 'image')).toContainText('Code 1');
  const stands = await chart(page, 'image').locator('path.p-ink:not(.key)').getAttribute('d');
  expect(stands?.match(/M/g)?.length).toBe(numbersOf(sizes[1]!)[1]);

  // By a cell of the table of codes, both at once; by the list, the other.
  await page
    .getByRole('img', { name: /codes of image by \d+ of text/ })
    .locator('.pick')
    .first()
    .click();
  await expect(card(page, 'text')).toBeVisible();
  await page.getByLabel('Code of text').selectOption('1');
  await expect(card(page, 'text')).toContainText('Code 1');
  await card(page, 'text').getByRole('button', { name: 'close' }).click();
  await expect(card(page, 'text')).toHaveCount(0);
});

test('a card tells the values of y beside chance, and the nearest rows, which have that code', async ({
  page,
  site,
}) => {
  await emoji(page, site);
  await page.getByLabel('Code of image').selectOption('2');
  const size = numbersOf(await card(page, 'image').getByRole('heading').innerText())[1]!;
  const rows = await card(page, 'image').locator('tbody tr').allInnerTexts();
  const counts = rows.map((row) => row.split('\t').map((text) => Number(text.replace(',', ''))));
  expect(counts.map(([, n]) => n)).toEqual(counts.map(([, n]) => n).sort((a, b) => b! - a!));
  // By chance: the size of the code times the share of the value; the example has 386 samples of label 5.
  const five = counts.find(([label]) => label === 5);
  if (five) expect(five[2]).toBeCloseTo((size * 386) / 1906, -1);
  const nearest = numbersOf(await card(page, 'image').locator('.rows').innerText());
  expect(nearest).toHaveLength(8);

  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const download = page.waitForEvent('download');
  await page
    .getByRole('button', { name: /^codes of image|^image codes|X1/i })
    .first()
    .click();
  const bytes = await readFile(await (await download).path());
  const codes = new Int32Array(bytes.buffer.slice(bytes.byteOffset + bytes.length - 4 * 1906));
  expect(nearest.map((row) => codes[row])).toEqual(new Array(8).fill(2));
});

test('samples are read by the pointer, coloured by label and by what each adds', async ({ page, site }) => {
  await emoji(page, site);
  await page.getByLabel('Coloured by').selectOption('label');
  await expect(page.getByLabel('stands out')).toHaveValue('5');
  const five = await chart(page, 'image').locator('path.p-ink:not(.key)').getAttribute('d');
  expect(five?.match(/M/g)?.length).toBe(386);

  await page.getByLabel('Coloured by').selectOption('r');
  const drawn = await chart(page, 'text')
    .locator('path.p:not(.key)')
    .evaluateAll((all) => all.map((path) => path.getAttribute('d')?.match(/M/g)?.length ?? 0));
  expect(drawn.reduce((sum, n) => sum + n, 0)).toBe(1906);

  const [, x, y] = five!.match(/M([\d.]+) ([\d.]+)/)!.map(Number);
  await chart(page, 'image').hover({ position: { x: x!, y: y! } });
  await expect(chart(page, 'image')).toContainText(/row \d+: code \d, \d, adds −?\d\.\d\d bits/);
  // The same sample is ringed in both.
  await expect(plane(page).locator('.ring')).toHaveCount(2);

  await plane(page).getByRole('button', { name: 'as table' }).click();
  const table = page.getByRole('region', { name: 'Codes of text as numbers' });
  const rows = await table.locator('tbody tr').allInnerTexts();
  expect(rows.reduce((sum, row) => sum + Number(row.split('\t')[1]), 0)).toBe(1906);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test('after a reload the samples are gone, which is said in one sentence', async ({ page, site }) => {
  await emoji(page, site);
  await page.reload();
  await expect(plane(page)).toContainText('The samples are not here any more');
  await expect(plane(page).getByRole('group')).toHaveCount(0);
});
