/** The badges example: one click each for the answer and the layers, by both kinds of codes, as the command line has them. */

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { answered, expect, exported, ROOT, test } from './site';

const DATA = join(ROOT, 'www/public/badges');

/** As much of a report as is read here. */
interface Answer {
  atoms_bits: Record<'redundancy' | 'unique1' | 'unique2' | 'synergy', { estimate: number }>;
  information_bits: Record<'i1' | 'i2', { estimate: number }>;
}
interface Report extends Answer {
  label_aware: Answer;
  kept: Record<'x1' | 'x2', { share: number }>;
  partition: { k1: number };
  options: unknown;
}

async function commandLine<T>(...args: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(
    'node',
    [`${ROOT}/dist/cli.js`, ...args, '--names', 'image,text,label', '--discretiser', 'probe', '--json'],
    { cwd: DATA, maxBuffer: 1 << 26 },
  );
  return JSON.parse(stdout) as T;
}

const analyzed = () => commandLine<Report>('analyze', 'image.npy', 'text_layer6.npy', 'label.npy');

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const two = (value: number): string => value.toFixed(2);
const percent = (value: number): string => `${Math.round(value * 100)} %`;

for (const [device, width] of [
  ['a desktop', 1280],
  ['a phone', 390],
] as const)
  test(`badges in one click on ${device}: the report of the command line, both kinds of codes`, async ({
    page,
    site,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(site);
    await page.getByRole('button', { name: 'Try the badges example' }).click();
    await answered(page);
    const there = await analyzed();
    expect(await exported(page)).toEqual(there);
    const aware = page.getByRole('region', { name: 'Label-aware codes' });
    for (const [codes, answer] of [
      ['K-means', there],
      ['Label-aware', there.label_aware],
    ] as const)
      await expect(
        aware.getByRole('heading', { name: `${codes} codes`, level: 3 }).locator('..'),
      ).toContainText(two(answer.information_bits.i2.estimate));
    await expect(page.getByText(`Codes keep ${percent(there.kept.x1.share)} of what`)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

test('layers of badges in one click: what is lost in K-means codes is there in label-aware ones', async ({
  page,
  site,
}) => {
  await page.goto(site);
  await page.getByRole('button', { name: 'Try the badges layers' }).click();
  await expect(page.getByRole('group', { name: 'Codes' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('progressbar', { name: 'All points' })).toHaveCount(0, { timeout: 80_000 });
  const { partition } = await analyzed();
  const { layers } = await commandLine<{ layers: { x2_layer: number; report: Report }[] }>(
    ...['analyze', 'image.npy', 'text_layer*.npy', 'label.npy', '--layers', '--k', `${partition.k1}`],
  );
  expect(layers.map(({ x2_layer }) => x2_layer)).toEqual([0, 2, 4, 6]);
  await page.getByRole('button', { name: 'as table' }).click();
  const shown = async (layer: number): Promise<string[]> => {
    const row = page
      .getByRole('region', { name: 'Points as numbers' })
      .getByRole('row', { name: new RegExp(`^${layer}\\b`) });
    // Columns behind the name of the row: I2 and R.
    const cells = [2, 4].map((column) => row.getByRole('cell').nth(column).innerText());
    return (await Promise.all(cells)).map((text) => /\d+\.\d+/.exec(text)?.[0] ?? text);
  };
  for (const [choice, of] of [
    ['K-means', (report: Report): Answer => report],
    ['label-aware', (report: Report): Answer => report.label_aware],
  ] as const) {
    await page.getByRole('button', { name: choice, exact: true }).click();
    for (const { x2_layer, report } of layers) {
      const { information_bits: information, atoms_bits: atoms } = of(report);
      const expected = [information.i2.estimate, atoms.redundancy.estimate].map(two);
      expect([x2_layer, ...(await shown(x2_layer))]).toEqual([x2_layer, ...expected]);
    }
    await expect(page.getByRole('group', { name: /^text alone: layer 0: / })).toBeVisible();
  }
  await expect(heading(page)).not.toContainText('what only text tells');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual(
    [],
  );
});

test('what the documentation tells of the badges is what the command line finds', async () => {
  const there = await analyzed();
  const text = await readFile(join(ROOT, 'www/docs/content/index.md'), 'utf8');
  const { kept, atoms_bits: atoms, label_aware: aware, information_bits: information } = there;
  for (const told of [
    `keep ${percent(kept.x1.share)} of what a linear probe reads from the picture`,
    `${percent(kept.x2.share)} from the name`,
    `${two(atoms.redundancy.estimate)} bits shared by K-means codes`,
    `${two(aware.atoms_bits.redundancy.estimate)} by [label-aware ones]`,
    `bits to ${two(information.i2.estimate)}`,
    `and ${two(aware.information_bits.i2.estimate)} (in`,
  ])
    expect(text).toContain(told);
});
