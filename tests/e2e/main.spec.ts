/** The main job: files in, answer out, the same as on the command line; cancel; keyboard; phone. */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { answered, chooseFiles, EMOJI, expect, exported, ROOT, small, test } from './site';

async function commandLine(...flags: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`${ROOT}/dist/cli.js`, 'analyze', ...EMOJI, ...flags, '--json'],
    { maxBuffer: 1e8 },
  );
  return JSON.parse(stdout);
}

/** Drops files anywhere on the page, as a hand would. */
async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), base64: (await readFile(path)).toString('base64') })),
  );
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, base64 } of given)
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    return data;
  }, files);
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.locator('main').dispatchEvent(type, { dataTransfer: transfer });
}

test('emoji files through the file input: the same report as the command line', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, EMOJI);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'Ready to run: 1,906 samples in X1, X2 and Y',
  );
  const roles = page.getByRole('combobox', { name: /^Role of/ });
  expect(await roles.evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))).toEqual([
    'x1',
    'x2',
    'y',
  ]);
  await expect(page.getByRole('cell', { name: '1,906 × 320' })).toBeVisible();
  await page.getByLabel('Codes per modality, K').selectOption('8');
  await expect(page.getByText('K = 8 leaves 3.3 samples per cell')).toBeVisible();
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  const [here, there] = [
    await exported(page),
    await commandLine('--k', '8', '--seed', '7', '--names', 'image,text,label'),
  ];
  expect(here).toEqual(there);
  const { atoms_bits: atoms } = here as { atoms_bits: { redundancy: { estimate: number } } };
  await page.getByRole('button', { name: 'as table' }).click();
  await expect(page.getByRole('row', { name: /shared/ })).toContainText(atoms.redundancy.estimate.toFixed(2));
});

test('strata: a fourth file of labels, shown beside all samples, the same as on the command line', async ({
  page,
  site,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'modalens-strata-'));
  const file = join(folder, 'group.txt');
  await writeFile(file, Array.from({ length: 1906 }, (_, i) => ['left', 'right'][i % 2]).join('\n'));
  await page.goto(site);
  await chooseFiles(page, [...EMOJI, file]);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    '1,906 samples in X1, X2 and Y, in 2 strata',
  );
  await page.getByLabel('Codes per modality, K').selectOption('6');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  const table = page.getByRole('region', { name: 'Atoms within strata' });
  await expect(table.getByRole('rowheader')).toHaveText([
    'left',
    'right',
    'mean within strata',
    'all samples',
  ]);
  const report = await exported(page);
  const there = (await commandLine(
    '--k',
    '6',
    '--seed',
    '7',
    '--names',
    'image,text,label',
    '--strata',
    file,
  )) as typeof report;
  // The page reads a text of labels itself, without a hash.
  const { input: _, ...within } = report['strata'] as Record<string, unknown>;
  expect({ ...report, strata: within }).toEqual({
    ...there,
    strata: expect.objectContaining(within) as unknown,
  });
  const { strata } = report as { strata: { mean: { atoms_bits: { redundancy: { estimate: number } } } } };
  await expect(table.getByRole('row', { name: /^mean/ })).toContainText(
    strata.mean.atoms_bits.redundancy.estimate.toFixed(2),
  );
  await rm(folder, { recursive: true });
});

test('emoji files by drop, plug-in only: the same report as the command line', async ({ page, site }) => {
  await page.goto(site);
  await drop(page, EMOJI);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run');
  await page.getByLabel('Codes per modality, K').selectOption('10');
  await page.getByLabel('K-means partitions').selectOption('plugin');
  await page.keyboard.press('Control+Enter');
  await answered(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('nothing is claimed');
  expect(await exported(page)).toEqual(
    await commandLine('--k', '10', '--seed', '7', '--plugin', '--names', 'image,text,label'),
  );
});

test('the emoji example in one click, with first values, intervals and trust', async ({ page, site }) => {
  await page.goto(site);
  // What a run shows passes quickly: it is written down as it passes.
  const passing = await page.evaluateHandle(() => {
    const seen: string[] = [];
    new MutationObserver(() => {
      for (const { textContent } of document.querySelectorAll('main h2')) seen.push(textContent ?? '');
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    return seen;
  });
  await page.getByRole('button', { name: 'Try the emoji example' }).click();
  await answered(page);
  const seen = await passing.jsonValue();
  expect(seen.some((text) => /nothing is claimed yet|pooled over \d+ of \d+ partitions/.test(text))).toBe(
    true,
  );
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Text contributes more than image');
  await expect(page.getByRole('heading', { name: 'How far to trust this' })).toBeVisible();
  await expect(page.locator('figure svg .interval')).toHaveCount(9);
  await page.getByRole('checkbox', { name: 'plug-in' }).check();
  await expect(page.locator('figure svg .plug')).toHaveCount(4);
  await expect(page.locator('.what')).toContainText('K = 6');
  await page.getByRole('button', { name: 'Change files or options' }).click();
  await page.getByLabel('Codes per modality, K').selectOption('12');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.locator('.what')).toContainText('K = 12');
  await page.getByRole('button', { name: 'Run K = 6' }).click();
  await expect(page.locator('.what')).toContainText('K = 6');
});

test('an address starts an example; afterwards it is that of the page', async ({ page, site }) => {
  await page.goto(`${site}#example=emoji`);
  await answered(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Text contributes more than image');
  expect(page.url()).toBe(site);
});

test('cancel in the middle keeps files and options, and the next run is whole', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, EMOJI);
  await page.getByLabel('Codes per modality, K').selectOption('8');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(page.getByText('Codes of image', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Cancel/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run: 1,906 samples');
  await expect(page.getByLabel('Codes per modality, K')).toHaveValue('8');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  expect(await exported(page)).toEqual(
    await commandLine('--k', '8', '--seed', '7', '--names', 'image,text,label'),
  );
});

test('roles and names can be given by hand', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, small());
  await page.getByLabel('Role of image.npy').selectOption('x2');
  await expect(page.getByLabel('Role of text.npy')).toHaveValue('x1');
  await page.getByLabel('Name of X1').fill('words');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await expect(page.locator('.what')).toContainText('words × image → label');
});

test('everything from the keyboard: run, lanes, explanations, help, views, back', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, small());
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready');
  await page.keyboard.press('Control+Enter');
  await answered(page);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.locator('[data-lane=u1]').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('[data-lane=r]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'How is this computed?' })).toContainText(
    'R = I(X₁; Y) + I(X₂; Y) − I∪',
  );
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'How is this computed?' })).toHaveCount(0);
  await page.keyboard.press('3');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Details');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText('Details');
});

test('on a phone: nothing is cut off, the answer is readable', async ({ page, site }, info) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(site);
  const noScroll = async () =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  await noScroll();
  await chooseFiles(page, EMOJI);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready');
  await noScroll();
  await page.getByLabel('Codes per modality, K').selectOption('8');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await noScroll();
  const picture = await page.screenshot({ path: info.outputPath('phone.png'), fullPage: true });
  expect(picture.readUInt32BE(16)).toBe(390);
  for (const text of await page.locator('figure svg text').all()) {
    const box = await text.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 390).toBe(true);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  await page.getByRole('link', { name: 'Details' }).click();
  await expect(page.getByRole('heading', { name: 'Certificate' })).toBeVisible();
  // But for a part of a pixel.
  await expect(page.getByRole('link', { name: 'Details' })).toBeInViewport({ ratio: 0.99 });
  await noScroll();
});

test('ground truth: made in the tab, truth as diamonds, recovery over seeds', async ({ page, site }) => {
  await page.goto(site);
  await page.getByRole('button', { name: 'Try a ground-truth example' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/hold/);
  await expect(page.locator('figure svg .truth')).toHaveCount(4);
  await page.getByRole('button', { name: 'Concatenation', exact: true }).click();
  await expect(page.locator('.what')).toContainText('Concatenation, n = 2,000');
  const expectations = page.getByRole('region', { name: 'Expected and found' });
  await expect(expectations.getByRole('row')).toHaveCount(7);
  await expect(expectations.getByRole('row', { name: /^AND/ })).toContainText(
    'R 0.31, S 0.50, U₁ 0.00, U₂ 0.00',
  );
  await expect(expectations).not.toContainText('not as expected');
  await page.getByLabel(/Samples, n/).fill('4');
  await expect(page.locator('.what')).toContainText('n = 1,000');
  await page.getByRole('button', { name: 'Repeat' }).click();
  await expect(page.getByText(/^\d+ of 200 done/)).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  const done = Number(/^(\d+)/.exec(await page.getByText(/of 200 done/).innerText())?.[1]);
  await expect(page.getByRole('img', { name: /^R: \d+ of \d+ intervals hold the truth/ })).toBeVisible();
  await expect(page.locator('figure').filter({ hasText: `of ${done}` })).toHaveCount(4);
});

test('digits change the view while a checkbox has the focus, and are typed where they can be', async ({
  page,
  site,
}) => {
  await page.goto(site);
  await chooseFiles(page, small());
  await page.getByLabel('Random seed').fill('');
  await page.getByLabel('Random seed').press('3');
  await expect(page.getByLabel('Random seed')).toHaveValue('3');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await page.getByRole('checkbox', { name: 'plug-in' }).focus();
  await page.keyboard.press('3');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Details');
});

test('on a phone: all is reached, and what forbids a number comes before it', async ({ page, site }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(site);
  await expect(page.getByRole('button', { name: 'Ground truth' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Theme/ })).toBeVisible();
  await expect(page.getByText('Ctrl Enter')).toBeHidden();
  await chooseFiles(page, small(60));
  await page.getByLabel('Codes per modality, K').selectOption('8');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  const stop = await page.locator('.checks .bad').first().boundingBox();
  const figure = await page.locator('figure').first().boundingBox();
  expect(stop && figure && stop.y < figure.y && stop.y < 844).toBe(true);
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('button', { name: /^Theme/ }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await expect(page.getByText('Drop X1, X2 and Y')).toBeVisible();
});
