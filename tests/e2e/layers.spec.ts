/** Layers of several inputs: which of them follow, and which stay. */

import type { Page } from '@playwright/test';
import { zipSync } from 'fflate';
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

/** One file as extraction writes it: layers of both inputs, targets, and arrays that are no input. */
function run() {
  const [image, text, label] = small().map(({ buffer }) => new Uint8Array(buffer));
  const layers = [0, 8, 16, 24, 32].flatMap((layer) => [
    [`x1_image_layer${layer}.npy`, layer < 16 ? text! : image!] as const,
    [`x2_text_layer${layer}.npy`, text!] as const,
  ]);
  const others = ['ids', 'order', 'weights'].map((name) => [`${name}.npy`, label!] as const);
  const targets = ['answer', 'label'].map((name) => [`y_${name}.npy`, label!] as const);
  const zip = zipSync(Object.fromEntries([...others, ...layers, ...targets]), { level: 0 });
  return named('run.npz', Buffer.from(zip));
}

test('one .npz has its roles, layers and targets in the names of its arrays', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, run());
  await expect(heading(page)).toContainText('Ready to run: 300 samples');
  const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Remove / }) });
  await expect(rows).toHaveCount(12);
  for (const [slot, array] of [
    ['x1', 'x1_image_layer32'],
    ['x2', 'x2_text_layer32'],
    ['y', 'y_answer'],
  ] as const)
    await expect(
      rows
        .filter({ hasText: `› ${array}` })
        .getByRole('combobox')
        .first(),
    ).toHaveValue(slot);
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await page.getByRole('link', { name: 'Layers' }).click();
  await page.getByRole('button', { name: /^Run .*layer/ }).click();
  await ended(page);
  await expect(page.getByText(/Across: layer of image and text/)).toBeVisible();
});

test('one .npz with several targets becomes a study of them', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, run());
  await page.getByRole('button', { name: 'Make a study of these files' }).click();
  await expect(heading(page)).toContainText('a study of 10 analyses');
  await expect(page.getByText('Read from the names of the arrays in run.npz')).toBeVisible();
  await page.getByLabel('Codes per modality, K').selectOption('2');
  await page.getByLabel('K-means partitions').selectOption('5');
  await page.getByRole('button', { name: /^Run as a study/ }).click();
  await expect(heading(page)).toContainText(/of 10 analyses\./, { timeout: 80_000 });
});
