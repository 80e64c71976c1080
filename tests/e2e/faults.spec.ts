/**
 * What may fail under a page: workers that may not start, files that go, storage that is full or forbidden, a
 * tab that sleeps. Each ends in a sentence with a way on; files stay, and the next run is whole.
 */

import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { answered, chooseFiles, EMOJI, expect, small, test } from './site';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

async function run(page: Page): Promise<void> {
  await page.getByLabel('Codes per modality, K').selectOption('2');
  await page.getByLabel('K-means partitions').selectOption('plugin');
  await page.getByRole('button', { name: /^Run/ }).click();
}

/** Files on the disk, which can change under the page. */
async function onDisk(files = small(300)): Promise<{ folder: string; paths: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'modalens-faults-'));
  for (const { name, buffer } of files) await writeFile(join(folder, name), buffer);
  return { folder, paths: files.map(({ name }) => join(folder, name)) };
}

test('workers that may not start: said beside each file, which stays; they may start again', async ({
  page,
  site,
}) => {
  await page.addInitScript(() => {
    class Barred extends globalThis.Worker {
      static bars = true;
      constructor(...given: ConstructorParameters<typeof Worker>) {
        if (Barred.bars) throw new DOMException('Refused by a policy.', 'SecurityError');
        super(...given);
      }
    }
    globalThis.Worker = Barred;
  });
  await page.goto(site);
  await chooseFiles(page, small(60));
  const row = page.getByRole('row').filter({ hasText: 'image.npy' });
  await expect(row).toContainText('did not let this page compute in the background');
  await expect(row).toContainText('Allow this page to use workers');
  await page.evaluate(() => Object.assign(globalThis.Worker, { bars: false }));
  await chooseFiles(page, small(60));
  await expect(heading(page)).toContainText('Ready to run: 60 samples');
  await run(page);
  await answered(page);
});

for (const [what, change] of [
  ['truncated', (path: string) => truncate(path, 900)],
  ['removed', (path: string) => rm(path)],
] as const)
  test(`a file that was ${what} after it was chosen is named; chosen again, it runs`, async ({
    page,
    site,
  }) => {
    const { folder, paths } = await onDisk();
    await page.goto(site);
    await chooseFiles(page, paths);
    await expect(heading(page)).toContainText('Ready to run: 300 samples');
    await change(join(folder, 'text.npy'));
    await run(page);
    await expect(page.getByRole('alert')).toContainText('text.npy cannot be read any more');
    await expect(page.getByRole('alert')).toContainText('Choose text.npy again');
    await expect(page.getByRole('row').filter({ hasText: 'image.npy' })).toBeVisible();
    const [, text] = small(300);
    await writeFile(join(folder, 'text.npy'), text!.buffer);
    await chooseFiles(page, [join(folder, 'text.npy')]);
    await expect(heading(page)).toContainText('Ready to run: 300 samples');
    await page.getByRole('button', { name: /^Run/ }).click();
    await answered(page);
    await rm(folder, { recursive: true });
  });

test('a tab that is put to sleep in the middle of a run goes on where it was', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, EMOJI);
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByText('Codes of image', { exact: true })).toBeVisible();
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await answered(page);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('storage that is forbidden or full: analyses run, and what is not kept is said', async ({
  page,
  site,
}) => {
  await page.addInitScript(() => {
    const refuse = (name: string) => () => {
      throw new DOMException('No room.', name);
    };
    Object.defineProperty(globalThis, 'localStorage', { get: refuse('SecurityError') });
    Storage.prototype.setItem = refuse('QuotaExceededError');
  });
  await page.goto(site);
  await chooseFiles(page, small(300));
  await run(page);
  await answered(page);
  await expect(
    page.getByRole('status').filter({ hasText: 'too large for the browser to keep' }),
  ).toContainText('Export saves it as a file');
});

for (const [what, name] of [
  ['full', 'QuotaExceededError'],
  ['forbidden', 'SecurityError'],
] as const)
  test(`a database that is ${what}: the study runs to its end and says that it is not kept`, async ({
    page,
    site,
  }) => {
    await page.addInitScript(
      ([full, fault]) => {
        const refuse = () => {
          throw new DOMException('No room.', fault);
        };
        if (full) IDBObjectStore.prototype.put = refuse;
        else IDBFactory.prototype.open = refuse;
      },
      [what === 'full', name] as const,
    );
    const home = await mkdtemp(join(tmpdir(), 'modalens-faults-'));
    for (const model of ['blip', 'clip']) {
      await mkdir(join(home, 'study', model), { recursive: true });
      for (const { name: file, buffer } of small(120))
        await writeFile(join(home, 'study', model, file), buffer);
    }
    await page.goto(site);
    await page.locator('#choose-folder').setInputFiles(join(home, 'study'));
    await page.getByLabel('Codes per modality, K').selectOption('2');
    await page.getByRole('button', { name: /^Run as a study/ }).click();
    await expect(heading(page)).toContainText(/of 2 analyses/, { timeout: 60_000 });
    await expect(page.getByText('does not keep the study over a reload')).toContainText('Export saves it');
    await rm(home, { recursive: true });
  });
