/**
 * Other choices and other layers: each view on real data, its numbers, cancelling and going on, a reload, a
 * link.
 */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import {
  answered,
  chooseFiles,
  EMOJI,
  expect,
  exported,
  floats,
  named,
  noise,
  ROOT,
  small,
  test,
} from './site';

const DIGITS = ['top.npy', 'bottom.npy', 'digit.npy'].map((name) => join(ROOT, 'tests/golden/digits', name));
const LAYERS = [0, 2, 4].map((layer) => join(ROOT, `www/public/emoji/image_layer${layer}.npy`));

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const points = (page: Page) => page.getByRole('region', { name: 'Points as numbers' });
const cell = (page: Page, row: string, column: number) =>
  points(page)
    .getByRole('row', { name: new RegExp(`^${row}\\b`) })
    .getByRole('cell')
    .nth(column);

/** Figures of a cell: estimate, ends of the interval, plug-in. */
const figures = async (page: Page, row: string, column: number): Promise<number[]> =>
  (await cell(page, row, column).innerText()).match(/\d+\.\d+/g)?.map(Number) ?? [];

/** Columns behind the name of the row. */
const [I1, R, C1] = [1, 4, 7] as const;

async function run(page: Page, files: readonly string[], k: string): Promise<void> {
  await chooseFiles(page, [...files]);
  await expect(heading(page)).toContainText('Ready to run');
  await page.getByLabel('Codes per modality, K').selectOption(k);
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
}

/** Until nothing runs any more. */
const ended = (page: Page) =>
  expect(page.getByRole('progressbar', { name: 'All points' })).toHaveCount(0, { timeout: 80_000 });

test('layers of emoji files at K = 10: what the image tells of the label rises with depth', async ({
  page,
  site,
}) => {
  await page.goto(site);
  await run(page, [...LAYERS, ...EMOJI], '10');
  const answer = (await exported(page)) as { information_bits: { i1: { plugin: number; estimate: number } } };
  await page.getByRole('link', { name: 'Layers' }).click();
  // The answer is one of the layers.
  await page.getByRole('button', { name: 'Run 3 layers' }).click();
  await ended(page);
  await page.getByRole('checkbox', { name: 'plug-in' }).check();
  await page.getByRole('button', { name: 'as table' }).click();
  const plugin = await Promise.all(
    ['0', '2', '4', '6'].map(async (layer) => (await figures(page, layer, I1)).at(-1)),
  );
  for (const [i, value] of [0.44, 0.74, 1.21, 1.29].entries())
    expect(Math.abs(plugin[i]! - value)).toBeLessThan(0.1);
  expect(plugin).toEqual([...plugin].sort((a, b) => a! - b!));
  const { i1 } = answer.information_bits;
  const [estimate, , , last] = await figures(page, '6', I1);
  expect([estimate, last]).toEqual([i1.estimate, i1.plugin].map((value) => Number(value.toFixed(2))));
  await expect(heading(page)).toContainText(
    'Deeper layers share more: from layer 0 to 6, what is shared of label rises',
  );
  await expect(page.getByRole('heading', { name: /^Stable across layers: \d of 3$/ })).toBeVisible();
  await expect(page.getByText('U₁ and U₂ do not cross: text is first at every layer.')).toBeVisible();
});

test('layers of emoji in one click; each layer can be read by mouse and by keyboard', async ({
  page,
  site,
}) => {
  await page.goto(site);
  await page.getByRole('button', { name: 'Try the emoji layers' }).click();
  await expect(page.getByRole('link', { name: 'Layers' })).toHaveAttribute('aria-current', 'page', {
    timeout: 60_000,
  });
  await ended(page);
  const chart = page.getByRole('group', { name: /^Atoms over depth/ });
  await expect(chart.locator('.point')).toHaveCount(4 * 7);
  const layers = chart.getByRole('option');
  await layers.nth(3).hover();
  await expect(chart.locator('text.x').filter({ hasText: /^layer 3: shared 0\.\d\d/ })).toBeVisible();
  await layers.nth(3).focus();
  await page.keyboard.press('ArrowRight');
  await expect(chart.locator('text.x').filter({ hasText: /^layer 4: shared/ })).toBeVisible();
});

test('sensitivity over K of digits: stopped, gone on with, kept over a reload', async ({ page, site }) => {
  await page.goto(site);
  await run(page, DIGITS, '4');
  const { atoms_bits: atoms } = (await exported(page)) as {
    atoms_bits: { redundancy: { estimate: number } };
  };
  await page.getByRole('link', { name: 'Sensitivity' }).click();
  await expect(heading(page)).toContainText('Does the answer hold');
  await page.getByRole('button', { name: 'as table' }).click();
  const rows = points(page).getByRole('rowheader');
  await expect(rows).toHaveText(['4the answer']);
  await page.getByRole('button', { name: 'Run 9 analyses' }).click();
  // At least so far: how much further it is when looked at is the machine's.
  await expect(rows.filter({ hasText: /^6$/ })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: /^Cancel/ }).click();
  await expect(heading(page)).toContainText('So far:');
  const first = await points(page).getByRole('row').nth(1).textContent();
  const left = Number(
    /\d+/.exec((await page.getByRole('button', { name: /^Run \d+ analyses/ }).textContent()) ?? '')?.[0],
  );
  expect(left).toBeLessThanOrEqual(7);
  await page.getByRole('button', { name: /^Run \d+ analyses/ }).click();
  await ended(page);
  await expect(rows).toHaveText(['2', '4the answer', '6', '8', '12', '16', '24', '32', '64', '256']);
  expect(await points(page).getByRole('row').nth(1).textContent()).toBe(first);
  expect((await figures(page, '4', R))[0]).toBe(Number(atoms.redundancy.estimate.toFixed(2)));
  await expect(cell(page, '256', 0)).toContainText('too few');
  await expect(cell(page, '256', 6)).toContainText('hidden');
  await expect(heading(page)).toContainText(/^The ranking|^Neither is ranked first/);
  await expect(page.getByRole('heading', { level: 3 })).toHaveText([
    /^Ranking /,
    /^Contribution /,
    /^Sizes /,
  ]);
  await page.reload();
  await expect(heading(page)).toContainText(/^The ranking|^Neither is ranked first/);
  await expect(page.getByRole('button', { name: /^Run \d/ })).toHaveCount(0);
});

test('sensitivity over preparations, noise and codes, and the curves in a link', async ({
  page,
  site,
  browser,
}) => {
  await page.goto(site);
  await run(page, DIGITS, '4');
  await page.getByRole('link', { name: 'Sensitivity' }).click();
  await page.getByRole('button', { name: 'as table' }).click();
  const rows = points(page).getByRole('rowheader');
  for (const [choice, button, names] of [
    ['Preparation', 'Run 3 analyses', ['L2the answer', 'none', 'centred', 'whitened']],
    ['Noise', 'Run 4 analyses', ['0the answer', '0.1', '0.3', '0.5', '1']],
    ['Codes', 'Run 1 analysis', ['plainthe answer', 'label-aware']],
  ] as const) {
    await page.getByRole('button', { name: choice, exact: true }).click();
    await page.getByRole('button', { name: button }).click();
    await ended(page);
    await expect(rows).toHaveText([...names]);
  }
  const aware = await figures(page, 'label-aware', R);
  expect(aware[0]).not.toBe((await figures(page, 'plain', R))[0]);
  const share = await figures(page, 'plain', C1);
  const sentence = await heading(page).innerText();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Link copied' })).toBeVisible();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  const reader = await (await browser.newContext()).newPage();
  await reader.goto(address);
  await expect(heading(reader)).not.toBeEmpty();
  await reader.getByRole('button', { name: 'Codes', exact: true }).click();
  await expect(heading(reader)).toHaveText(sentence);
  await reader.getByRole('button', { name: 'as table' }).click();
  expect(await figures(reader, 'label-aware', R)).toEqual(aware);
  expect(await figures(reader, 'plain', C1)).toEqual(share);
  // Without the files there is nothing to run, and no K was varied.
  await expect(reader.getByRole('button', { name: /^Run/ })).toHaveCount(0);
  await expect(reader.getByRole('button', { name: 'K', exact: true })).toHaveCount(0);
  await reader.context().close();
});

test('a stack of layers, and a grid of K of one’s own', async ({ page, site }) => {
  const n = 400;
  // From layer to layer less noise hides the same three groups.
  const stack = floats([3, n, 4], (i) => {
    const [layer, sample] = [Math.floor(i / (4 * n)), Math.floor(i / 4) % n];
    return (i % 4 === sample % 3 ? 3 : 0) + (1 + (2 - layer) * 3) * noise(i);
  });
  await page.goto(site);
  await chooseFiles(page, [named('image.npy', stack), ...small(n).slice(1)]);
  await page.getByLabel('How to read the three dimensions of image.npy').selectOption('2');
  await page.getByLabel('Codes per modality, K').selectOption('3');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await page.getByRole('link', { name: 'Layers' }).click();
  await page.getByRole('button', { name: 'Run 2 layers' }).click();
  await ended(page);
  await page.getByRole('button', { name: 'as table' }).click();
  await expect(points(page).getByRole('rowheader')).toHaveText(['0', '1', '2the answer']);
  const told = await Promise.all(['0', '1', '2'].map(async (layer) => (await figures(page, layer, I1))[0]!));
  expect(told[0]).toBeLessThan(told[1]!);
  expect(told[1]).toBeLessThan(told[2]!);
  await page.getByRole('link', { name: 'Sensitivity' }).click();
  await page.getByLabel('Values of K').fill('2, 4 and 5');
  await expect(page.getByText('Whole numbers from 2 to 400')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Run \d/ })).toHaveCount(0);
  await page.getByLabel('Values of K').fill('2, 4, 5');
  await page.getByRole('button', { name: 'Run 3 analyses' }).click();
  await ended(page);
  await expect(points(page).getByRole('rowheader')).toHaveText(['2', '3the answer', '4', '5']);
});

/** What a button of the open Export dialog saves. */
async function saved(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name, exact: true }).click();
  return (await download).path();
}

test('curves leave as pictures, numbers and a file; it opens again, as the command line’s do', async ({
  page,
  site,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'modalens-curves-'));
  await page.goto(site);
  await run(page, [LAYERS[0]!, ...EMOJI], '2');
  await page.getByRole('link', { name: 'Layers' }).click();
  await page.getByRole('button', { name: 'Run 1 layer' }).click();
  await ended(page);
  const sentence = await heading(page).innerText();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const svg = await readFile(await saved(page, 'SVG, Layers'), 'utf8');
  expect(svg).toContain(sentence.slice(0, 24));
  expect(svg.match(/<circle/g)).toHaveLength(8);
  expect(svg).not.toMatch(/class=|var\(/);
  const csv = await readFile(await saved(page, 'CSV, Layers'), 'utf8');
  expect(
    new Set(
      csv
        .split('\n')
        .slice(1, -1)
        .map((row) => row.split(',')[0]),
    ),
  ).toEqual(new Set(['layer 0', 'layer 6']));
  expect((await readFile(await saved(page, 'PNG 2×, Layers'))).subarray(1, 4).toString()).toBe('PNG');
  const file = await saved(page, '.modalens.json');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await chooseFiles(page, [
    { name: 'a.modalens.json', mimeType: 'application/json', buffer: await readFile(file) },
  ]);
  await expect(heading(page)).toHaveText(sentence);
  await expect(page.getByRole('link', { name: 'Layers' })).toHaveAttribute('aria-current', 'page');

  const cli = (...words: string[]) =>
    promisify(execFile)(process.execPath, [`${ROOT}/dist/cli.js`, ...words]);
  const sweep = join(folder, 'sweep.modalens.json');
  await cli('sweep', ...DIGITS, '--k', '2,3,4', '--plugin', '--out', sweep);
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await chooseFiles(page, [sweep]);
  await page.getByRole('link', { name: 'Sensitivity' }).click();
  await page.getByRole('button', { name: 'as table' }).click();
  const { points: computed } = JSON.parse(await readFile(sweep, 'utf8')) as {
    points: { value: number; report: { atoms_bits: { redundancy: { plugin: number } } } }[];
  };
  expect(computed.map(({ value }) => value)).toEqual([2, 3, 4]);
  for (const { value, report } of computed) {
    const plugin = Number(report.atoms_bits.redundancy.plugin.toFixed(2));
    expect((await figures(page, String(value), R)).at(-1)).toBe(plugin);
  }
  await rm(folder, { recursive: true });
});
