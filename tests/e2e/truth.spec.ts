/** Sliders of the ground truth: strengths change the truth, nuisance does not; both change the samples. */

import type { Page } from '@playwright/test';
import { expect, test } from './site';

/** Truth of the lanes, in their order: U1, R, U2, S. */
async function truths(page: Page): Promise<number[]> {
  const lanes = page.getByRole('button', { name: /truth \d/ });
  await expect(lanes).toHaveCount(4, { timeout: 60_000 });
  const all = await lanes.evaluateAll((all) => all.map((lane) => lane.textContent ?? ''));
  return all.map((text) => Number(/truth (\d\.\d\d)/.exec(text)?.[1]));
}

const rested = (page: Page) =>
  expect(page.locator('.gallery .stack')).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });

test('a silent text leaves the image alone; nuisance leaves the truth alone', async ({ page, site }) => {
  await page.goto(site);
  await page.getByRole('button', { name: 'Try a ground-truth example' }).click();
  await page.getByRole('button', { name: 'Additive fusion', exact: true }).click();
  await rested(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('hold the truth');
  await expect.poll(() => truths(page)).toEqual([0, 0.7, 0, 0.57]);

  await page.getByLabel(/^Nuisance/).fill('5');
  await expect(page.getByText('Nuisance: variance about nothing else, here 2 times')).toBeVisible();
  await rested(page);
  expect(await truths(page)).toEqual([0, 0.7, 0, 0.57]);

  await page.getByLabel(/^Nuisance/).fill('0');
  await page.getByLabel('Strength of text').fill('0');
  await rested(page);
  await expect.poll(() => truths(page)).toEqual([1.05, 0.11, 0, 0]);

  // What a system has not is not offered.
  await page.getByRole('button', { name: 'Image only', exact: true }).click();
  await rested(page);
  await expect(page.getByLabel('Strength of text')).toHaveCount(0);
  await expect(page.getByLabel(/^Copying/)).toBeVisible();
});

test('a confounder is told from knowledge by its groups; groups that say nothing are not', async ({
  page,
  site,
}) => {
  await page.goto(site);
  await page.getByRole('button', { name: 'Try a ground-truth example' }).click();
  await page.getByRole('button', { name: 'Gates and mixtures' }).click();
  await page.getByRole('button', { name: 'Confounded', exact: true }).click();
  await rested(page);
  const within = page.getByRole('region', { name: 'Within strata of groups' });
  await expect(within).toContainText(/What only x1 knows is 0\.9\d bits .* it follows the strata/);
  await page.getByRole('button', { name: 'Groups that say nothing', exact: true }).click();
  await rested(page);
  await expect(within).toContainText('Within strata the atoms are those of all samples');
});
