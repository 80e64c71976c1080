/** Layers of several inputs: which of them follow, and which stay. */

import type { Page } from '@playwright/test';
import { answered, chooseFiles, expect, floats, named, noise, small, test } from './site';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** Until nothing runs any more. */
const ended = (page: Page) =>
  expect(page.getByRole('progressbar', { name: 'All points' })).toHaveCount(0, { timeout: 80_000 });

test('Y follows the layers, or stays at its own, as the reader chooses', async ({ page, site }) => {
  const [image, text] = small();
  const numbers = (by: number) => floats([300, 2], (i) => (Math.floor(i / 2) % (2 + by)) + 0.1 * noise(i));
  const files = [
    named('image_layer0.npy', image!.buffer),
    named('image_layer1.npy', text!.buffer),
    { ...text!, name: 'text.npy' },
    named('answer_layer0.npy', numbers(0)),
    named('answer_layer1.npy', numbers(1)),
  ];
  await page.goto(site);
  await chooseFiles(page, files);
  await expect(heading(page)).toContainText('Ready to run');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await page.getByRole('link', { name: 'Layers' }).click();
  const target = page.getByRole('group', { name: /is$/ });
  await expect(target.getByRole('button', { name: 'that of each layer' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.getByRole('button', { name: /^Run .*layer/ }).click();
  await ended(page);
  await expect(page.getByText(/Across: layer of \w+ and \w+; text stays the same/)).toBeVisible();
  await target.getByRole('button', { name: 'the same in all' }).click();
  await page.getByRole('button', { name: /^Run .*layer/ }).click();
  await ended(page);
  await expect(page.getByText(/Across: layer of \w+; text and \w+ stay the same/)).toBeVisible();
});
