/** Files that take the browser many reads: a read that waits must end, whenever memory is collected. */

import type { Page } from '@playwright/test';
import { launch } from './chromium.mjs';
import { largeFiles } from './large-files';
import { chooseFiles, expect, test } from './site';

test.use({ launchOptions: { ...launch, args: [...(launch.args ?? []), '--js-flags=--expose-gc'] } });

/** Collects the memory of every worker again and again, as a browser does when it is short of it. */
function collectOften(page: Page): void {
  page.on('worker', (worker) => {
    void worker.evaluate(() => setInterval((globalThis as unknown as { gc: () => void }).gc, 5));
  });
}

test('files of 60 MB from disk are read to their end while memory is collected', async ({ page, site }) => {
  const files = await largeFiles(60);
  try {
    collectOften(page);
    await page.goto(site);
    await chooseFiles(page, files.paths);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(
      `Ready to run: ${files.rows.toLocaleString('en')} samples`,
    );
    await page.getByLabel('Codes per modality, K').selectOption('2');
    await page.getByLabel('K-means partitions').selectOption('plugin');
    await page.getByRole('button', { name: /^Run/ }).click();
    await expect(page.getByRole('link', { name: 'Answer' })).toBeVisible({ timeout: 120_000 });
  } finally {
    await files.remove();
  }
});
