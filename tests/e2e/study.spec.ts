/**
 * A study: from a folder to a table for a paper, over a reload half-way, and the same rows by the command
 * line.
 */

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { csvParse } from 'd3-dsv';
import {
  answered,
  chooseFiles,
  ended,
  expect,
  floats,
  integers,
  named,
  noise,
  ROOT,
  small,
  test,
} from './site';

const MODELS = ['blip', 'clip', 'llava'];
const SETS = ['coco', 'gqa', 'snli', 'vqa'];
const N = 80;
const FEATURES = 4;

/** Labels of a data set. */
const label = (set: number, i: number): number => Math.floor(noise(i + 1000 * set) * 3);

/** Embeddings that tell more of the label the larger the signal. */
const embeddings = (set: number, seed: number, signal: number): Buffer =>
  floats([N, FEATURES], (at) => {
    const sample = Math.floor(at / FEATURES);
    return (at % FEATURES === label(set, sample) ? signal : 0) + noise(at + seed);
  });

/** Folders of models with folders of data sets: images that tell more with depth, texts that tell less. */
async function folder(layers: number): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'modalens-study-'));
  for (const [j, set] of SETS.entries())
    for (const [k, model] of MODELS.entries()) {
      const place = join(home, 'study', model, set);
      await mkdir(place, { recursive: true });
      await writeFile(
        join(place, 'y.npy'),
        integers(N, (i) => label(j, i)),
      );
      for (let layer = 0; layer < layers; layer++) {
        const seed = 31 * layer + 997 * k + 3571 * j;
        const image = embeddings(j, 7 + seed, 0.15 * layer * (1 + 0.3 * k));
        const text = embeddings(j, 77771 + seed, 0.3 + 0.05 * (5 - layer) * j);
        await writeFile(join(place, `layer${layer}_image.npy`), image);
        await writeFile(join(place, `layer${layer}_text.npy`), text);
      }
    }
  return home;
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const drop = (page: Page, home: string) => page.locator('#choose-folder').setInputFiles(join(home, 'study'));
const table = (page: Page) => page.getByRole('region', { name: 'All analyses in figures' });

async function quick(page: Page): Promise<void> {
  await page.getByLabel('Codes per modality, K').selectOption('3');
  await page.getByLabel('K-means partitions').selectOption('5');
}

/** Two of the layers, plug-in values: there in a moment. */
async function ran(page: Page, site: string, home: string): Promise<void> {
  await page.goto(site);
  await drop(page, home);
  await quick(page);
  await page.getByRole('button', { name: /^Run as a study/ }).click();
  await ended(page);
  await expect(heading(page)).toContainText(/of 24 analyses/);
}

/** What a button of the Export dialog saves. */
async function saved(page: Page, ...names: string[]): Promise<string[]> {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const texts: string[] = [];
  for (const name of names) {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name, exact: true }).click();
    texts.push(await readFile(await (await download).path(), 'utf8'));
  }
  await page.getByRole('button', { name: 'Close' }).click();
  return texts;
}

const cli = (...words: string[]) => promisify(execFile)(process.execPath, [`${ROOT}/dist/cli.js`, ...words]);

test.describe('of a folder', () => {
  let home: string;
  test.beforeAll(async () => {
    home = await folder(6);
  });
  test.afterAll(() => rm(home, { recursive: true }));

  test('3 models x 4 data sets x 6 layers: planned, run, reloaded half-way, gone on with, exported', async ({
    page,
    site,
  }) => {
    await page.goto(site);
    await drop(page, home);
    await expect(heading(page)).toHaveText('Ready to run: a study of 72 analyses');
    const planned = page.getByRole('region', { name: 'Analyses as planned' });
    await expect(planned.getByRole('columnheader')).toHaveText([
      'model',
      'dataset',
      'layer',
      'X1',
      'X2',
      'Y',
      'Problem',
    ]);
    await quick(page);
    await page.getByRole('button', { name: 'Run as a study of 72 analyses' }).click();
    await expect(page.getByText(/^[1-5]\d of 72 analyses done/)).toBeVisible({ timeout: 60_000 });
    const before = await table(page).getByRole('row').nth(1).innerText();
    await page.reload();
    const told = page.getByText('Continue needs the files: drop the folder again.');
    await expect(told).toBeVisible();
    expect(await table(page).getByRole('row').nth(1).innerText()).toBe(before);
    const done = Number(
      /^(\d+) of 72/.exec((await page.getByText(/of 72 analyses done/).innerText()) ?? '')?.[1],
    );
    expect(done).toBeGreaterThanOrEqual(10);
    expect(done).toBeLessThan(72);
    // Elsewhere than on the study the reader is asked which of the two it shall be.
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await drop(page, home);
    await page.getByRole('button', { name: 'Go on with the study that is kept' }).click();
    await page.getByRole('button', { name: /^Cancel/ }).click();
    await expect(page.getByRole('button', { name: /^Run the \d+ that are left/ })).toBeVisible();
    await page.reload();
    await drop(page, home);
    // Before it goes on there is no bar to wait for.
    await expect(heading(page)).toContainText('of 72 analyses.', { timeout: 60_000 });
    expect(await table(page).getByRole('row').nth(1).innerText()).toBe(before);

    const [csv, latex, json] = (await saved(page, 'CSV', 'LaTeX', 'JSON')) as [string, string, string];
    const rows = csvParse(csv);
    const analyses = new Set(rows.map(({ model, dataset, layer }) => `${model} ${dataset} ${layer}`));
    expect(analyses.size).toBe(72);
    expect(rows.filter(({ quantity }) => quantity === 'redundancy')).toHaveLength(72);
    expect(latex.match(/^(blip|clip|llava) & \w+ & \d & .* \\\\$/gm)).toHaveLength(72);
    expect((JSON.parse(json) as { schema: string; rows: unknown[] }).rows).toHaveLength(72);

    await chooseFiles(page, [{ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(json) }]);
    await expect(page.getByText('In place of the study of 72 analyses.')).toBeVisible();
    expect(await saved(page, 'CSV')).toEqual([csv]);

    const [out, tex] = [join(home, 'cli.csv'), join(home, 'cli.tex')];
    const options = ['--k', '3', '--partitions', '5', '--seed', '7', '--names', 'image,text,Y'];
    await cli('study', join(home, 'study'), ...options, '--csv', out, '--latex', tex);
    expect(csv).toBe(await readFile(out, 'utf8'));
    expect(latex).toBe(await readFile(tex, 'utf8'));
  });
});

test.describe('of two layers', () => {
  let home: string;
  test.beforeAll(async () => {
    home = await folder(2);
  });
  test.afterAll(() => rm(home, { recursive: true }));

  test('a pattern is tried at once, what fits nowhere is listed, a wrong one is told', async ({
    page,
    site,
  }) => {
    await writeFile(join(home, 'study', 'notes.txt'), 'nothing\n');
    await page.goto(site);
    await drop(page, home);
    await expect(heading(page)).toHaveText('Ready to run: a study of 24 analyses');
    await expect(page.getByText('One file fits nowhere and will not be read')).toBeVisible();
    await expect(page.getByText('notes.txt')).toBeVisible();
    const pattern = page.getByLabel(/^How names are made/);
    await pattern.fill('{encoder}/{set}/layer{layer}_{slot}.npy\n{encoder}/{set}/{slot}.npy');
    await expect(page.getByRole('columnheader').first()).toHaveText('encoder');
    await expect(heading(page)).toHaveText('Ready to run: a study of 24 analyses');
    await pattern.fill('{encoder}/x.npy');
    await expect(page.getByRole('alert')).toContainText('has no {slot}');
    await expect(page.getByRole('button', { name: /^Run as a study/ })).toBeDisabled();
    await rm(join(home, 'study', 'notes.txt'));
  });

  test('names in one folder suggest their pattern; layers of one model may be made a study', async ({
    page,
    site,
  }) => {
    const read = (path: string) => readFile(join(home, 'study', path));
    const flat = async (model: string, layers: number[]) => [
      ...(await Promise.all(
        layers.flatMap((layer) =>
          ['image', 'text'].map(async (slot) =>
            named(`${model}_l${layer}_${slot}.npy`, await read(`${model}/vqa/layer${layer}_${slot}.npy`)),
          ),
        ),
      )),
      named(`${model}_y.npy`, await read(`${model}/vqa/y.npy`)),
    ];
    await page.goto(site);
    await chooseFiles(page, await flat('clip', [0, 1]));
    await expect(heading(page)).toContainText('Ready to run: 80 samples');
    await page.getByRole('button', { name: 'Make a study of these files' }).click();
    await expect(heading(page)).toHaveText('Ready to run: a study of 2 analyses');
    await page.getByRole('button', { name: 'analyse one set of these files' }).click();
    await expect(heading(page)).toContainText('Ready to run: 80 samples');
    await page.goto(site);
    await chooseFiles(page, [...(await flat('clip', [0, 1])), ...(await flat('blip', [0, 1]))]);
    await expect(heading(page)).toHaveText('Ready to run: a study of 4 analyses');
    await expect(page.getByLabel(/^How names are made/)).toHaveValue(
      '{model}_l{layer}_{slot}.npy\n{model}_{slot}.npy',
    );
  });

  test('a manifest names the analyses, with options of their own', async ({ page, site }) => {
    const place = (name: string): string => join(home, 'study', 'clip', 'vqa', name);
    const manifest =
      'which,x1,x2,y,k\nfirst,layer0_image.npy,layer0_text.npy,y.npy,2\n' +
      'second,layer1_image.npy,layer1_text.npy,y.npy,3\n';
    const files = ['layer0_image.npy', 'layer0_text.npy', 'layer1_image.npy', 'layer1_text.npy', 'y.npy'];
    await page.goto(site);
    await chooseFiles(page, [
      { name: 'manifest.csv', mimeType: 'text/csv', buffer: Buffer.from(manifest) },
      ...(await Promise.all(files.map(async (name) => named(name, await readFile(place(name)))))),
    ]);
    await expect(heading(page)).toHaveText('Ready to run: a study of 2 analyses');
    await page.getByLabel('K-means partitions').selectOption('plugin');
    await page.getByRole('button', { name: /^Run as a study/ }).click();
    await ended(page);
    const [csv] = await saved(page, 'CSV');
    const first = csvParse(csv!).filter(({ quantity }) => quantity === 'redundancy');
    expect(first.map(({ which, k1 }) => [which, k1])).toEqual([
      ['first', '2'],
      ['second', '3'],
    ]);
  });

  test('cells open and compare, rows sort and filter, the file of the command line reopens', async ({
    page,
    site,
  }) => {
    await ran(page, site, home);
    const matrix = page.getByRole('region', { name: 'Matrix of analyses' });
    await expect(matrix.getByRole('rowheader')).toHaveText(MODELS);
    await expect(matrix.getByRole('columnheader')).toHaveText(['model × dataset', ...SETS]);
    const cell = (name: string) => matrix.getByRole('button', { name: new RegExp(`^${name}: `) });
    await cell('clip, vqa, 1').click();
    await answered(page);
    await page.getByRole('link', { name: 'Study' }).click();
    await cell('clip, vqa, 1').click({ modifiers: ['Shift'] });
    await cell('llava, vqa, 1').click({ modifiers: ['Shift'] });
    await expect(page.getByText('Same number of samples, same K, same Y: fair to compare.')).toBeVisible();
    await expect(page.getByText('Paired.', { exact: true })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Differences' }).getByRole('row')).toHaveCount(9);
    await page.keyboard.press('Escape');
    await table(page).getByRole('checkbox', { name: 'Compare blip, coco, 0' }).check();
    await table(page).getByRole('checkbox', { name: 'Compare blip, vqa, 0' }).check();
    await expect(page.getByText('They differ in Y.')).toBeVisible();
    await page.getByRole('button', { name: 'Close' }).click();

    const choose = (name: string) =>
      page
        .locator('.choosing label')
        .filter({ hasText: new RegExp(`^${name}`) })
        .locator('select');
    await choose('layer').selectOption('0');
    await expect(cell('clip, vqa, 0')).toBeVisible();
    await choose('Rows').selectOption('dataset');
    await expect(matrix.getByRole('rowheader')).toHaveText(SETS);
    await page.getByLabel('Filter').fill('clip 1');
    await expect(table(page).getByRole('row')).toHaveCount(5);
    await page.getByRole('button', { name: 'U₁', exact: true }).click();
    const uniques = await table(page).locator('tbody tr td:nth-child(7)').allInnerTexts();
    const values = uniques.map((text) => Number.parseFloat(text));
    expect(values).toEqual([...values].sort((a, b) => b - a));

    const [svg] = await saved(page, 'SVG, matrix');
    expect(svg).toContain('Rows: dataset; columns: model.');
    expect(svg).not.toMatch(/class=|var\(/);
    const file = join(home, 'study.json');
    await cli('study', join(home, 'study', 'clip'), '--plugin', '--k', '2', '--out', file);
    await chooseFiles(page, [file]);
    await expect(page.getByText('In place of the study of 24 analyses.')).toBeVisible();
    await expect(matrix.getByRole('rowheader')).toHaveText(SETS);
    await expect(table(page).getByRole('row')).toHaveCount(9);
    await page.getByRole('button', { name: 'Put back' }).click();
    await expect(heading(page)).toContainText('of 24 analyses.');
  });

  test('it is forgotten on request, and nothing is left of it; a finished answer begins another', async ({
    page,
    site,
  }) => {
    await ran(page, site, home);
    await page.getByRole('button', { name: 'Forget this study' }).click();
    await page.getByRole('button', { name: 'Yes, forget' }).click();
    await expect(page.getByText('The study is forgotten')).toBeVisible();
    expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
    await chooseFiles(page, small());
    await page.getByLabel('Codes per modality, K').selectOption('3');
    await page.getByRole('button', { name: /^Run/ }).click();
    await answered(page);
    await page.getByRole('button', { name: 'Add to a study' }).click();
    await page.getByLabel('model').fill('clip');
    await page.getByLabel('dataset').fill('own');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Open the study' }).click();
    await expect(table(page).getByRole('row')).toHaveCount(2);
    await page.reload();
    await expect(table(page).getByRole('button', { name: 'Open clip, own' })).toBeVisible();
  });

  test('where storage is forbidden it works, and says so', async ({ page, site }) => {
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', {
        get: () => ({
          open: () => {
            throw new DOMException('no', 'SecurityError');
          },
        }),
      });
    });
    await ran(page, site, home);
    await expect(page.getByText(/The browser does not keep the study over a reload/)).toBeVisible();
  });
});
