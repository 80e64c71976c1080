/**
 * A browser that cannot, and workers that go: said in a sentence for whoever uses the page, with a way on.
 */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from '@playwright/test';
import { answered, chooseFiles, EMOJI, expect, small, test } from './site';

test('without WebAssembly, without SIMD, without workers: a sentence of their own', async ({
  page,
  site,
}) => {
  const LACKS: [string, RegExp][] = [
    ['delete globalThis.WebAssembly', /does not run WebAssembly/],
    ['WebAssembly.validate = () => false', /vector instructions/],
    ['delete globalThis.Worker', /has no workers/],
  ];
  for (const [lack, sentence] of LACKS) {
    const own = await page.context().newPage();
    await own.addInitScript(lack);
    await own.goto(site);
    await chooseFiles(own, small(60));
    await expect(own.getByRole('row').filter({ hasText: 'image.npy' })).toContainText(sentence);
    await own.close();
  }
});

test('workers that end without an event are noticed, and the next run is whole', async ({ page, site }) => {
  const workers: Worker[] = [];
  page.on('worker', (worker) => workers.push(worker));
  await page.goto(site);
  await chooseFiles(page, EMOJI);
  await page.getByLabel('Codes per modality, K').selectOption('8');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByText('Codes of image', { exact: true })).toBeVisible();
  await Promise.allSettled(workers.map((worker) => worker.evaluate(() => globalThis.close())));
  await expect(page.getByRole('alert')).toContainText('ended a worker of this page');
  await page.getByLabel('Codes per modality, K').selectOption('2');
  await page.getByLabel('K-means partitions').selectOption('plugin');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
});

test('a file that changed after it was chosen is named, with what to do', async ({ page, site }) => {
  const folder = await mkdtemp(join(tmpdir(), 'modalens-changed-'));
  const files = small(300);
  for (const { name, buffer } of files) await writeFile(join(folder, name), buffer);
  await page.goto(site);
  await chooseFiles(
    page,
    files.map(({ name }) => join(folder, name)),
  );
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run: 300 samples');
  await writeFile(join(folder, 'text.npy'), 'another file');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByRole('alert')).toContainText('text.npy cannot be read any more');
  await expect(page.getByRole('alert')).toContainText('Choose text.npy again');
  await rm(folder, { recursive: true });
});
