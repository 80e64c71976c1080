/** Bad input: every file that cannot be used says what, why and what to do; nothing else is lost. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  answered,
  chooseFiles,
  expect,
  exported,
  floats,
  integers,
  named,
  noise,
  npy,
  ROOT,
  small,
  test,
} from './site';

const n = 60;
const good = floats([n, 4], noise);
const nan = (i: number): number => (i === 17 ? NaN : noise(i));

const BROKEN: [string, string, Buffer, RegExp][] = [
  [
    'not an array',
    'image.npy',
    Buffer.from('this is not an array, whatever it is called'),
    /an \.npy file begins with/,
  ],
  ['truncated', 'image.npy', good.subarray(0, good.length - 50), /bytes/i],
  [
    'header longer than allowed',
    'image.npy',
    Buffer.concat([
      Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 0, 0, 0, 0x7f]),
      Buffer.alloc(200, 0x20),
    ]),
    /header/i,
  ],
  ['objects', 'image.npy', npy('|O', [n, 4], Buffer.alloc(n * 4 * 8)), /object/i],
  ['unsupported type', 'image.npy', npy('<c8', [n, 4], Buffer.alloc(n * 4 * 8)), /c8|complex/i],
  ['more bytes than the shape says', 'image.npy', Buffer.concat([good, Buffer.alloc(8)]), /bytes/i],
  [
    'shape overflow',
    'image.npy',
    npy(
      '<f4',
      [1],
      good.subarray(128),
      "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, ), }",
    ),
    /shape|large|overflow|values/i,
  ],
  ['no rows', 'image.npy', npy('<f4', [0, 4], Buffer.alloc(0)), /at least one sample/],
  ['a broken torch.save', 'image.pt', Buffer.from('PK'), /cannot be opened/],
  ['of another program', 'image.h5', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), /an HDF5 file/],
  ['a page instead of the file', 'image.npy', Buffer.from('<!DOCTYPE html><p>404'), /a web page/],
];

for (const [what, name, bytes, message] of BROKEN) {
  test(`a file that is ${what}: message beside it, details to copy, the others kept`, async ({
    page,
    site,
  }) => {
    await page.goto(site);
    await chooseFiles(page, [named(name, bytes), ...small(n).slice(1)]);
    const row = page.getByRole('row').filter({ hasText: name });
    await expect(row.locator('.lead')).toHaveText(message);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Not ready');
    await expect(page.getByRole('button', { name: /^Run/ })).toBeDisabled();
    await row.getByRole('button', { name: 'Copy details' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^Modalens: [a-z0-9_]+\n/);
    expect(copied.split('\n').every((line) => line.trim() !== '')).toBe(true);
    await expect(page.getByLabel('Role of text.npy')).toHaveValue('x2');
    await expect(page.getByLabel('Role of label.npy')).toHaveValue('y');
    await row.getByRole('button', { name: /^Remove/ }).click();
    await chooseFiles(page, [named('picture.npy', good)]);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run: 60 samples');
  });
}

test('a file of another kind is not passed over when it was chosen with others', async ({ page, site }) => {
  await page.goto(site);
  const answers = named('answers.json', Buffer.from('[{"answer": "yes"}]'));
  await chooseFiles(page, [...small().slice(0, 2), answers]);
  const row = page.getByRole('row').filter({ hasText: 'answers.json' });
  await expect(row).toContainText('JSON as one value');
  await expect(row.locator('pre')).toContainText('pd.read_json("answers.json")');
  await row.getByRole('button', { name: 'Copy the lines' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^import pandas as pd\n/);
});

test('a broken file that is not used does not block', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, [...small(), named('fusion_hidden.pt', Buffer.from('PK'))]);
  await expect(page.getByText('The run goes on without it.')).toBeVisible();
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
});

test('different numbers of rows: all counts named', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, [
    ...small(300).slice(0, 2),
    named(
      'label.npy',
      integers(299, (i) => i % 3),
    ),
  ]);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'X1 and X2 have 300 rows, Y has 299. Rows must match one to one.',
  );
  await expect(page.getByRole('button', { name: /^Run/ })).toBeDisabled();
});

test('NaN: the rows are named, Run waits until they are left out', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, [named('image.npy', floats([300, 4], nan)), ...small(300).slice(1)]);
  await expect(page.getByText('1 sample has NaN or infinity')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Not ready: X1 holds NaN or infinity.');
  await expect(page.getByRole('button', { name: /^Run/ })).toBeDisabled();
  await page.getByLabel('Leave it out').check();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    '299 samples in X1, X2 and Y, 1 left out',
  );
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await expect(page.locator('.what')).toContainText('n = 299');
});

test('more codes than samples are known before the run', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, small(60));
  await page.getByLabel('Codes per modality, K').selectOption('256');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'K = 256 needs as many samples at least',
  );
  await expect(page.getByRole('button', { name: /^Run/ })).toBeDisabled();
  await page.getByLabel('Codes per modality, K').selectOption('2');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
});

test('data that tell nothing are known before the run', async ({ page, site }) => {
  const flat = named(
    'image.npy',
    floats([60, 4], () => 1),
  );
  const single = named(
    'label.npy',
    integers(60, () => 3),
  );
  const heading = page.getByRole('heading', { level: 1 });
  await page.goto(site);
  await chooseFiles(page, [flat, ...small(60).slice(1)]);
  await expect(heading).toContainText('X1 is the same for all samples');
  await chooseFiles(page, [...small(60).slice(0, 2), single]);
  await expect(heading).toContainText('Y is the same for all samples: there is nothing to explain.');
  await expect(page.getByRole('row').filter({ hasText: 'label.npy' })).toContainText(
    'one value, used as codes',
  );
  await expect(page.getByRole('button', { name: /^Run/ })).toBeDisabled();
});

test('a failure of the run is said where Run is, files and options kept', async ({ page, site }) => {
  // Constant but for the sample that is left out: only the run can know.
  await page.goto(site);
  await chooseFiles(page, [
    named(
      'image.npy',
      floats([60, 4], (i) => (i === 0 ? NaN : 1)),
    ),
    ...small(60).slice(1),
  ]);
  await page.getByLabel('Codes per modality, K').selectOption('2');
  await page.getByLabel('Leave it out').check();
  await page.getByRole('button', { name: /^Run/ }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('all 59 samples are equal');
  await expect(alert).toContainText('Files and options are kept.');
  await expect(page.getByLabel('Codes per modality, K')).toHaveValue('2');
});

test('three dimensions: the page asks how to read them, then runs', async ({ page, site }) => {
  await page.goto(site);
  await chooseFiles(page, [named('image.npy', floats([300, 2, 4], noise)), ...small(300).slice(1)]);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(
    'X1 has three dimensions. Choose how to read it',
  );
  await expect(page.getByRole('button', { name: /^Run/ })).toBeDisabled();
  await page.getByLabel('How to read the three dimensions of image.npy').selectOption('mean');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run: 300 samples');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
});

test('the same file twice is allowed, with a note', async ({ page, site }) => {
  const [image, , label] = small(300);
  await page.goto(site);
  await chooseFiles(page, [image!, { ...image!, name: 'text.npy' }, label!]);
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await expect(page.getByRole('complementary')).toContainText('image and text hold the same numbers.');
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText('contributes more than');
});

test('labels as text, and a file with several arrays', async ({ page, site }) => {
  const [image, text] = small(300);
  const labels = Array.from({ length: 300 }, (_, i) => ['cat', 'dog', 'owl'][i % 3]).join('\n');
  await page.goto(site);
  await chooseFiles(page, [image!, text!, named('answer.txt', Buffer.from(`${labels}\n`))]);
  await expect(page.getByRole('row').filter({ hasText: 'answer.txt' })).toContainText(
    'three values, used as codes',
  );
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await expect(page.locator('.what')).toContainText('Ky = 3');
});

test('files after an example take its place, and can be put back; every file can be removed', async ({
  page,
  site,
}) => {
  await page.goto(site);
  await page.getByRole('button', { name: 'Try the emoji example' }).click();
  await answered(page);
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await page.goBack();
  await page.getByRole('button', { name: 'Change files or options' }).click();
  await chooseFiles(page, small(300));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run: 300 samples');
  await expect(page.getByRole('row').filter({ hasText: 'image_layer6.npy' })).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'in place of' })).toContainText('image_layer6.npy');
  await page.getByRole('button', { name: 'Put back' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run: 1,906 samples');
  for (const name of ['image_layer6.npy', 'text.npy', 'label.npy'])
    await page.getByRole('button', { name: `Remove ${name}` }).click();
  await expect(page.getByText('Drop X1, X2 and Y')).toBeVisible();
});

test('a new set after a run replaces the old one, also by names that tell no role', async ({
  page,
  site,
}) => {
  const rename = (name: string, i: number) => ({ ...small(200)[i]!, name });
  await page.goto(site);
  await chooseFiles(page, small(300));
  await page.getByLabel('Codes per modality, K').selectOption('3');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await chooseFiles(page, ['p.npy', 'q.npy', 'r.npy'].map(rename));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run: 200 samples');
  await expect(page.getByRole('row').filter({ hasText: 'image.npy' })).toHaveCount(0);
  await chooseFiles(page, [small(200)[1]!]);
  await expect(page.getByLabel('Role of text.npy')).toHaveValue('x2');
  await expect(page.getByLabel('Role of q.npy')).toHaveValue('');
});

test('layers are listed as people count, strata below Y', async ({ page, site }) => {
  const layer = (k: number) => named(`image_layer${k}.npy`, small(300)[0]!.buffer);
  await page.goto(site);
  await chooseFiles(page, [
    named('group.txt', Buffer.from(Array.from({ length: 300 }, (_, i) => 'ab'[i % 2]).join('\n'))),
    layer(10),
    layer(2),
    layer(9),
    ...small(300).slice(1),
  ]);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run: 300 samples');
  const files = page.locator('.files .file');
  await expect(files).toHaveText([
    'image_layer10.npy',
    'text.npy',
    'label.npy',
    'group.txt',
    'image_layer2.npy',
    'image_layer9.npy',
  ]);
});

test('of a table the column is chosen beside the file, and quoted commas stay in their cell', async ({
  page,
  site,
}) => {
  const rows = Array.from({ length: 300 }, (_, i) => {
    const answer = ['"white, small"', '"white, large"', 'black'][i % 3];
    return `${i},"what, then?",${answer},web${i % 2}`;
  });
  const table = named('answers.csv', Buffer.from([',question,answer,source', ...rows, ''].join('\n')));
  await page.goto(site);
  await chooseFiles(page, [...small(300).slice(0, 2), table]);
  const row = page.getByRole('row').filter({ hasText: 'answers.csv' });
  await row.getByLabel('Role of answers.csv').selectOption('y');
  await row.getByLabel('Column of answers.csv').selectOption('answer');
  await expect(row).toContainText('three values, used as codes');
  await row.getByLabel('Column of answers.csv').selectOption('source');
  await expect(row).toContainText('two values, used as codes');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run: 300 samples');
});

test('rare values of Y can be merged, and Run does not wait for there being fewer', async ({
  page,
  site,
}) => {
  const answers = Array.from({ length: 300 }, (_, i) => (i % 2 ? `rare${i}` : ['yes', 'no'][(i >> 1) % 2]));
  await page.goto(site);
  await chooseFiles(page, [
    ...small(300).slice(0, 2),
    named('answer.txt', Buffer.from(`${answers.join('\n')}\n`)),
  ]);
  await expect(page.getByText('Rare values of Y become one, "other".')).toBeVisible();
  await page.getByLabel('Rare values of Y').selectOption('20');
  await page.getByLabel('Codes per modality, K').selectOption('3');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await expect(page.locator('.what')).toContainText('Ky = 3');
});

test('answers of a model count however they are spelt, if so chosen; the mapping leaves', async ({
  page,
  site,
}) => {
  const spelt = ['no', 'No.', 'NO', 'yes', 'YES', '"Yes"'];
  const answers = Array.from({ length: 300 }, (_, i) => spelt[(i % 2) * 3 + (Math.floor(i / 2) % 3)]);
  await page.goto(site);
  const y = named('answers.txt', Buffer.from(`${answers.join('\n')}\n`));
  await chooseFiles(page, [...small().slice(0, 2), y]);
  await page.getByLabel('Role of answers.txt').selectOption('y');
  const row = page.getByRole('row').filter({ hasText: 'answers.txt' });
  await expect(row).toContainText('two but for case, space and punctuation');
  await expect(page.getByLabel('Codes of Y')).toContainText('labels (2)');
  await page.getByLabel('Spelling of Y: ignore').selectOption('nothing');
  await expect(page.getByLabel('Codes of Y')).toContainText('labels (6)');
  await page.getByLabel('Spelling of Y: ignore').selectOption('all');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await expect(page.getByText('6 spellings of answers are 2 answers.')).toBeVisible();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV, answers' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text.split('\n')[0]).toBe('spelling,answer,counted_as,samples');
  expect(text).toContain('YES,YES,YES,50');
});

test('probabilities of options count as the best one, beside clusters in Sensitivity', async ({
  page,
  site,
}) => {
  const p = (i: number): number => 0.5 + 0.4 * (noise(i >> 1) - 0.5) + ((i >> 1) % 2 ? 0.2 : -0.2);
  await page.goto(site);
  const y = named(
    'y_probabilities.npy',
    floats([300, 2], (i) => (i % 2 === 0 ? p(i) : 1 - p(i))),
  );
  await chooseFiles(page, [...small().slice(0, 2), y]);
  await expect(page.getByRole('row').filter({ hasText: 'y_probabilities' })).toContainText(
    'probabilities of two options',
  );
  await expect(page.getByLabel('Columns of Y')).toContainText('auto (best option)');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  await expect(
    page.getByText(/holds probabilities of 2 options, which leave 0\.\d+ bits open/),
  ).toBeVisible();
  await page.getByRole('link', { name: 'Sensitivity' }).click();
  await page.getByRole('button', { name: 'Y', exact: true }).click();
  await expect(page.getByText('Y holds how probable each option is to the model.')).toBeVisible();
});

test('of a Parquet file columns become X1, X2 and Y, read in a worker of its own', async ({ page, site }) => {
  const golden = (name: string) => `${ROOT}/tests/golden/parquet/${name}`;
  await page.goto(site);
  await chooseFiles(page, [golden('pandas.parquet'), golden('text.npy'), golden('label.npy')]);
  await page.getByLabel('Role of pandas.parquet').selectOption('x1');
  await page.getByLabel('Column of pandas.parquet').selectOption('image');
  const row = page.getByRole('row').filter({ hasText: 'pandas.parquet' });
  await expect(row).toContainText('240 × 6');
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  const { inputs, n } = (await exported(page)) as {
    n: number;
    inputs: { x1: { name: string; sha256: string } };
  };
  expect([n, inputs.x1.name]).toEqual([240, 'pandas.parquet › image']);
  expect(inputs.x1.sha256).toBe(
    createHash('sha256')
      .update(readFileSync(golden('pandas.parquet')))
      .digest('hex'),
  );
  await chooseFiles(page, [golden('ragged.parquet')]);
  await page.getByLabel('Column of ragged.parquet').selectOption('image');
  await expect(page.getByText('has 1 numbers in row 1 of "image"')).toBeVisible();
});
