/** Another page opens this one and hands it arrays from memory. */

import { answered, expect, serveElsewhere, test } from './site';

test('a page of another origin hands over arrays once the reader agrees', async ({ page, site, context }) => {
  const elsewhere = await serveElsewhere();
  await page.goto(elsewhere.address);
  const popup = context.waitForEvent('page');
  await page.evaluate((address) => {
    const n = 300;
    const array = (columns: number, value: (row: number, column: number) => number) =>
      Float32Array.from({ length: n * columns }, (_, i) => value(Math.floor(i / columns), i % columns));
    const files = [
      {
        name: 'image',
        data: array(4, (row, column) => (row % 2 === column % 2 ? 1 : 0.1) + 0.01 * (row % 7)),
        shape: [n, 4],
      },
      {
        name: 'text',
        data: array(4, (row, column) => (row % 3 === column ? 1 : 0.1) + 0.01 * (row % 5)),
        shape: [n, 4],
      },
      { name: 'label', data: Int32Array.from({ length: n }, (_, row) => row % 2), shape: [n] },
    ];
    const other = window.open(address)!;
    const timer = setInterval(() => other.postMessage('PING', address), 50);
    addEventListener('message', (event) => {
      if (event.data !== 'PONG' || event.source !== other) return;
      clearInterval(timer);
      other.postMessage({ modalens: { title: 'from a notebook', files } }, address);
      Object.assign(window, {
        again: () => other.postMessage({ modalens: { files: files.slice(0, 1) } }, address),
      });
    });
  }, site);
  const reader = await popup;
  const dialog = reader.getByRole('dialog', { name: 'Files from another page' });
  await expect(dialog).toContainText(
    `${new URL(elsewhere.address).origin} hands over 3 files: from a notebook`,
  );
  await expect(reader.getByRole('heading', { level: 1 })).not.toContainText('Ready to run');
  await dialog.getByRole('button', { name: 'Take them' }).click();
  await expect(reader.getByRole('heading', { level: 1 })).toContainText('Ready to run: 300 samples');
  await reader.getByLabel('Codes per modality, K').selectOption('2');
  await reader.getByRole('button', { name: /^Run/ }).click();
  await answered(reader);
  // Asked once an origin.
  await page.evaluate(() => (window as unknown as { again: () => void }).again());
  await expect(reader.getByRole('cell', { name: /image/ }).first()).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await elsewhere.close();
});
