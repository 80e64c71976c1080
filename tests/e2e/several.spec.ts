/** More than three files at once: several targets of the same inputs, and more than two modalities. */

import { chooseFiles, ended, expect, floats, integers, named, noise, small, test } from './site';

test('label and answer of the same inputs are two analyses side by side: model or data set', async ({
  page,
  site,
}) => {
  const n = 400;
  const about = (which: number) => (i: number) =>
    ((Math.floor(i / 4) >> which) & 1) * (i % 4 === 0 ? 3 : 0) + noise(i + which);
  await page.goto(site);
  await chooseFiles(page, [
    named('image.npy', floats([n, 4], about(0))),
    named('text.npy', floats([n, 4], about(1))),
    named(
      'label.npy',
      integers(n, (i) => i & 1),
    ),
    named(
      'y_answer.txt',
      Buffer.from(Array.from({ length: n }, (_, i) => (i & 2 ? 'yes\n' : 'No.\n')).join('')),
    ),
  ]);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Ready to run: a study of 2 analyses/);
  await page.getByRole('button', { name: 'Run as a study of 2 analyses' }).click();
  await expect(page.getByText(/Of label the inputs tell: image more; of answer: text more\./)).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText("The imbalance of the answers is the model's own.")).toBeVisible();
});

test('three modalities: offered where there are so many, analysed, the truth recovered', async ({
  page,
  site,
}) => {
  await page.goto(site);
  await page.getByRole('button', { name: 'Try three modalities' }).click();
  const each = page.getByRole('region', { name: 'Contribution of each' });
  await expect(each).toBeVisible({ timeout: 90_000 });
  await ended(page);
  await expect(page.getByText('Study of 6 analyses')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    /^Audio (contributes most of 3|has most of its own)/,
  );
  for (const [name, only, share] of [
    ['image', '0.53', 0.396],
    ['text', '0.28', 0.207],
    ['audio', '0.53', 0.396],
  ] as const) {
    const row = each.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
    const [, unique = '', contribution = '', truth] = await row.getByRole('cell').allTextContents();
    expect(truth).toBe(only);
    const within = (text: string, value: number): void => {
      const [low = Number.NaN, high = Number.NaN] = (/(\d\.\d\d) to (\d\.\d\d)$/.exec(text) ?? [])
        .slice(1)
        .map(Number);
      expect(low, text).toBeLessThanOrEqual(value);
      expect(high, text).toBeGreaterThanOrEqual(value);
    };
    within(unique, Number(only));
    within(contribution, share);
  }
  await page.goto(site);
  // What was open opens again first.
  await expect(page.getByText('Study of 6 analyses')).toBeVisible();
  await chooseFiles(page, [
    ...small(),
    named(
      'audio.npy',
      floats([300, 4], (i) => noise(i + 99)),
    ),
  ]);
  const offered = page.getByText(/Three inputs hold embeddings: .*: six analyses/);
  await expect(offered).toBeVisible({ timeout: 60_000 });
});
