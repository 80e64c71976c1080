/**
 * The main job on files that take a browser many reads, again and again: it must end every time, and Cancel
 * must be heard.
 */

import type { Page } from '@playwright/test';
import { type LargeFiles, largeFiles } from '../e2e/large-files';
import { answered, chooseFiles, expect, floats, named, noise, small, test } from '../e2e/site';

const TIMES = 20;

async function ready(page: Page, files: LargeFiles): Promise<void> {
  await chooseFiles(page, files.paths);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    `Ready to run: ${files.rows.toLocaleString('en')} samples`,
    { timeout: 120_000 },
  );
}

/** Little work beside the reading. */
async function little(page: Page): Promise<void> {
  await page.getByLabel('Codes per modality, K').selectOption('2');
  await page.getByLabel('K-means partitions').selectOption('plugin');
}

/** Runs, and gives what the bar said of the whole meanwhile. */
async function run(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const said: number[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => {
      const bar = document.querySelector('[role=progressbar]');
      if (bar) said.push(Number(bar.getAttribute('aria-valuenow')));
    }).observe(document.body, { subtree: true, attributes: true, childList: true });
  });
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('link', { name: 'Answer' })).toBeVisible({ timeout: 30 * 60_000 });
  return page.evaluate(() => (window as unknown as { said: number[] }).said);
}

for (const megabytes of [50, 204.8, 1000]) {
  test(`two files of ${megabytes} MB: ${TIMES} of ${TIMES} end, progress never falls`, async ({
    page,
    site,
  }) => {
    const files = await largeFiles(megabytes);
    try {
      for (let time = 0; time < TIMES; time += 1) {
        await page.goto(site);
        await ready(page, files);
        await little(page);
        const said = await run(page);
        expect(said.length).toBeGreaterThan(1);
        expect(said).toEqual([...said].sort((p, q) => p - q));
      }
    } finally {
      await files.remove();
    }
  });
}

test(
  `100,000 x 1024 as it is offered: ${TIMES} times Cancel is heard within a second, ${TIMES} times it ` +
    `ends`,
  async ({ page, site }) => {
    const files = await largeFiles(204.8);
    try {
      await page.goto(site);
      await ready(page, files);
      for (let time = 0; time < TIMES; time += 1) {
        await page.getByRole('button', { name: /^Run/ }).click();
        await expect(page.getByRole('progressbar')).toBeVisible();
        await page.waitForTimeout(300 * time);
        const begin = performance.now();
        await page.getByRole('button', { name: /^Cancel/ }).click();
        await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run');
        expect(performance.now() - begin).toBeLessThan(1000);
      }
      for (let time = 0; time < TIMES; time += 1) {
        await page.goto(site);
        await ready(page, files);
        const said = await run(page);
        expect(said).toEqual([...said].sort((p, q) => p - q));
      }
    } finally {
      await files.remove();
    }
  },
);

test(`60 small files at once, ${TIMES} times: all are looked at`, async ({ page, site }) => {
  const files = Array.from({ length: 60 }, (_, i) =>
    named(
      `part${i}.npy`,
      floats([500, 16], (j) => noise(i + j)),
    ),
  );
  for (let time = 0; time < TIMES; time += 1) {
    await page.goto(site);
    await chooseFiles(page, files);
    await expect(page.getByRole('cell', { name: '500 × 16' })).toHaveCount(60, { timeout: 60_000 });
  }
});

test(`Run, New, choose again, ${TIMES} rounds in one page`, async ({ page, site }) => {
  await page.goto(site);
  for (let time = 0; time < TIMES; time += 1) {
    await chooseFiles(page, small(600));
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run: 600 samples');
    await page.getByLabel('Codes per modality, K').selectOption('2');
    await page.getByLabel('K-means partitions').selectOption('plugin');
    await page.getByRole('button', { name: /^Run/ }).click();
    await answered(page);
    await page.getByRole('button', { name: 'New', exact: true }).click();
  }
});
