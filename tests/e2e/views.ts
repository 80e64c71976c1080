/** Every view of the page, one after the other: what is asked of all of them is asked in one place. */

import type { Page } from '@playwright/test';
import { answered, chooseFiles, EMOJI, expect, floats, integers, named, noise, small } from './site';

/** Told of every view, when it stands. */
export type At = (page: Page, view: string) => Promise<void>;

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });
const ended = (page: Page) => expect(page.getByRole('progressbar')).toHaveCount(0, { timeout: 80_000 });

/** Plug-in values of few codes: an answer in a moment. */
async function quick(page: Page): Promise<void> {
  await page.getByLabel('Codes per modality, K').selectOption('3');
  await page.getByLabel('K-means partitions').selectOption('5');
}

/** All charts as tables too. */
async function tables(page: Page): Promise<void> {
  const closed = button(page, 'as table');
  await expect(closed.first()).toBeVisible();
  for (let left = await closed.count(); left > 0; left--) await closed.first().click();
}

/** Opening, files, a run, and the answer with all that may stand in it. */
export async function answerViews(page: Page, site: string, at: At): Promise<void> {
  await page.goto(site);
  await expect(button(page, 'Try the emoji example')).toBeVisible();
  await at(page, 'opening');
  await button(page, 'Help').click();
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await at(page, 'help');
  await page.keyboard.press('Escape');
  await chooseFiles(page, EMOJI);
  await page.getByLabel('Codes per modality, K').selectOption('12');
  await page.getByLabel('K-means partitions').selectOption('20');
  await button(page, /^Run/).click();
  await expect(button(page, /^Cancel/)).toBeVisible();
  await at(page, 'running');
  await page.goto(site);
  const groups = Array.from({ length: 300 }, (_, i) => ['left', 'right'][i % 2]).join('\n');
  await chooseFiles(page, [
    ...small(),
    named('group.txt', Buffer.from(groups)),
    named('fusion.pt', Buffer.from('PK')),
  ]);
  await expect(heading(page)).toContainText('in 2 strata');
  await quick(page);
  await page.getByLabel('Codes from').selectOption('probe');
  await at(page, 'files');
  await button(page, /^Run/).click();
  await answered(page);
  await expect(page.getByRole('region', { name: 'Label-aware codes' })).toBeVisible();
  await button(page, 'as table').click();
  await button(page, 'how is this computed?').first().click();
  await page.getByRole('checkbox', { name: 'partitions' }).check();
  await at(page, 'answer');
  await button(page, 'Export').click();
  await at(page, 'export');
  await button(page, 'Close').click();
  await button(page, 'Add to a study').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await at(page, 'adding to a study');
}

/** What the numbers are made of, on ground whose truth is known. */
export async function detailViews(page: Page, site: string, at: At): Promise<void> {
  await page.goto(site);
  await chooseFiles(page, small());
  await quick(page);
  await button(page, /^Run/).click();
  await answered(page);
  await page.getByRole('link', { name: 'Details' }).click();
  await expect(page.getByRole('group', { name: /^text in the plane/ })).toBeVisible();
  await tables(page);
  await page.getByLabel('Code of image', { exact: true }).selectOption('1');
  await page.getByLabel('Coloured by').selectOption('label');
  await at(page, 'details');
  await page.getByRole('link', { name: 'Sensitivity' }).click();
  await at(page, 'sensitivity, before');
  await button(page, 'Preparation').click();
  await button(page, /^Run \d analyses/).click();
  await ended(page);
  await expect(page.getByRole('region', { name: 'Points as numbers' })).toBeVisible();
  await at(page, 'sensitivity');
  await page.getByRole('link', { name: 'Ground truth' }).click();
  await expect(heading(page)).toContainText(/hold/);
  await button(page, 'Repeat').click();
  await expect(page.getByText(/^\d+ of 200 done/)).toBeVisible();
  await button(page, 'Pause').click();
  await tables(page);
  await at(page, 'ground truth');
}

/** Layers of a model, and studies. */
export async function manyViews(page: Page, site: string, at: At): Promise<void> {
  const [image, text, label] = small();
  await page.goto(site);
  await chooseFiles(page, [
    named('image_layer0.npy', image!.buffer),
    named('image_layer1.npy', text!.buffer),
    text!,
    label!,
  ]);
  await expect(heading(page)).toContainText('Ready to run');
  await quick(page);
  await button(page, /^Run/).click();
  await answered(page);
  await page.getByRole('link', { name: 'Layers' }).click();
  await button(page, 'Run 1 layer').click();
  await ended(page);
  await button(page, 'as table').click();
  await at(page, 'layers');

  await page.goto(site);
  await chooseFiles(
    page,
    ['clip', 'blip'].flatMap((model, k) =>
      ['coco', 'vqa'].flatMap((set, j) => [
        named(
          `${model}_${set}_image.npy`,
          floats([80, 4], (i) => (Math.floor(i / 4) % 3) * (1 + k) + noise(i + j)),
        ),
        named(
          `${model}_${set}_text.npy`,
          floats([80, 4], (i) => (Math.floor(i / 8) % 2) * 3 + noise(i + 7 * j)),
        ),
        named(
          `${model}_${set}_y.npy`,
          integers(80, (i) => i % 3),
        ),
      ]),
    ),
  );
  await expect(heading(page)).toHaveText('Ready to run: a study of 4 analyses');
  await at(page, 'plan of a study');
  await quick(page);
  await button(page, /^Run as a study/).click();
  await ended(page);
  const table = page.getByRole('region', { name: 'All analyses in figures' });
  await table.getByRole('checkbox').nth(0).check();
  await table.getByRole('checkbox').nth(2).check();
  await expect(page.getByRole('region', { name: 'Differences' })).toBeVisible();
  await at(page, 'study');
  await button(page, 'Export').click();
  await at(page, 'export of a study');
}

/** Three modalities. */
export async function modalityViews(page: Page, site: string, at: At): Promise<void> {
  await page.goto(site);
  await chooseFiles(page, [
    ...small(),
    named(
      'audio.npy',
      floats([300, 4], (i) => noise(i + 99)),
    ),
  ]);
  await expect(page.getByText(/Three inputs hold embeddings/)).toBeVisible();
  await at(page, 'files of three modalities');
  await quick(page);
  await button(page, /analyse all/i).click();
  await expect(page.getByRole('region', { name: 'Contribution of each' })).toBeVisible({ timeout: 60_000 });
  await ended(page);
  await at(page, 'modalities');
}

/** What comes from elsewhere: a link, a damaged one, a frame, files of another page. */
export async function otherViews(page: Page, site: string, at: At): Promise<void> {
  await page.goto(site);
  await chooseFiles(page, small());
  await quick(page);
  await button(page, /^Run/).click();
  await answered(page);
  await button(page, 'Copy link').click();
  await expect(page.getByRole('status').filter({ hasText: 'Link copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const open = async (address: string): Promise<Page> => {
    const other = await page.context().newPage();
    await other.goto(address);
    return other;
  };
  const reader = await open(link);
  await expect(reader.getByText('Recomputed here: identical.')).toBeVisible();
  await at(reader, 'link');
  const broken = await open(link.slice(0, -300));
  await expect(heading(broken)).toContainText(/cannot be read/);
  await at(broken, 'broken link');
  const frame = await open(link.replace('#', '?embed#'));
  await expect(frame.locator('figure svg')).toHaveCount(1);
  await at(frame, 'frame');
  const opener = await open(`${site}docs/`);
  const popup = page.context().waitForEvent('page');
  await opener.evaluate((address) => {
    const other = window.open(address)!;
    const timer = setInterval(() => other.postMessage('PING', address), 50);
    addEventListener('message', ({ data }) => {
      if (data !== 'PONG') return;
      clearInterval(timer);
      const files = [{ name: 'image', data: new Float32Array(12), shape: [6, 2] }];
      other.postMessage({ modalens: { title: 'from a notebook', files } }, address);
    });
  }, site);
  const offered = await popup;
  await expect(offered.getByRole('dialog', { name: 'Files from another page' })).toBeVisible();
  await at(offered, 'files from another page');
}
