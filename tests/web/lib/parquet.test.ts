// Parquet files as pandas, pyarrow and polars write them: the same numbers as the arrays that they were made
// of.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../../dist/node.js';
import type { Inputs } from '../../../www/lib/inputs/source';
import type { Analyzer } from '../../../www/lib/types/analyzer';

const path = (name: string): string =>
  fileURLToPath(new URL(`../../golden/parquet/${name}`, import.meta.url));
const blob = (name: string): File => new File([readFileSync(path(name))], name);

const options = { k: 2, partitions: 2, seed: 3, gauge: false };

describe('a Parquet file', { timeout: 60_000 }, () => {
  let engine: Analyzer;
  beforeAll(async () => {
    engine = (await createAnalyzer({ workers: 1 })) as unknown as Analyzer;
  });
  afterAll(() => engine.dispose());

  const atoms = async (inputs: Inputs) => (await engine.analyze(inputs, options)).atoms_bits;
  const arrays = () => atoms({ x1: path('image.npy'), x2: path('text.npy'), y: path('label.npy') });

  it.each([
    ['pandas', 'pandas.parquet', 'label'],
    ['pandas, gzip, row groups of 64', 'groups.parquet', 'label'],
  ])('of %s is the arrays that it was made of', async (_, name, y) => {
    const column = (of: string) => ({ source: path(name), column: of });
    expect(await atoms({ x1: column('image'), x2: column('text'), y: column(y) })).toEqual(await arrays());
  });

  it('as a handle gives the same, is read once, and keeps its own hash', async () => {
    const file = blob('polars.parquet');
    const inputs = {
      x1: { source: file, column: 'image' },
      x2: { source: file, column: 'text' },
      y: path('label.npy'),
    };
    const first = await engine.analyze(inputs, options);
    expect(first.atoms_bits).toEqual(await arrays());
    const digest = await crypto.subtle.digest('SHA-256', readFileSync(path('polars.parquet')));
    expect(first.inputs.x1.sha256).toBe(Buffer.from(digest).toString('hex'));
    expect(first.inputs.x1.name).toBe('polars.parquet');
    expect(await engine.analyze(inputs, options)).toEqual(first);
  });

  it('in half precision and as one column a feature', async () => {
    const half = await engine.inspect(path('half.parquet'));
    expect([half.kind, half.rows, half.columns]).toEqual(['numbers', 240, 4]);
    const wide = { x1: path('wide.parquet'), x2: path('text.npy'), y: path('wide.parquet') };
    expect(await atoms(wide)).toEqual(await arrays());
    const pattern = await engine.inspect({ source: path('wide.parquet'), column: 'emb_*' });
    expect([pattern.columns, pattern.rows]).toEqual([6, 240]);
  });

  it('says what there is to choose from, and asks for a choice', async () => {
    const facts = await engine.inspect(path('pandas.parquet'), { role: 'x1' });
    expect(facts.kind).toBe(null);
    expect(facts.members.map(({ name, shape }) => [name, shape])).toContainEqual(['image', [240, 6]]);
    await expect(
      engine.analyze({ x1: path('pandas.parquet'), x2: path('text.npy'), y: path('label.npy') }),
    ).rejects.toMatchObject({
      code: 'choose_column',
      message: expect.stringContaining('image, text, label'),
    });
    await expect(engine.inspect({ source: path('pandas.parquet'), column: 'sound' })).rejects.toMatchObject({
      code: 'no_such_member',
    });
  });

  it('of labels and categories is labels', async () => {
    const answer = await engine.inspect({ source: path('pandas.parquet'), column: 'answer' });
    expect([answer.kind, answer.label_names]).toEqual(['labels', ['both', 'none', 'one']]);
    const group = await engine.inspect({ source: path('polars.parquet'), column: 'group' });
    expect(group.label_names).toEqual(['book', 'web']);
  });

  it('of counts is a table', async () => {
    const table = await engine.parseTable(path('counts.parquet'));
    expect([...table.counts!.counts].reduce((a, b) => a + b, 0)).toBe(240);
    const { information_bits } = await engine.decompose(table);
    expect(information_bits.i12).toBeGreaterThan(1.4);
  });

  it.each([
    ['brotli.parquet', {}, /compressed by BROTLI; snappy, gzip, zstd/],
    [
      'ragged.parquet',
      { column: 'image' },
      /ragged.parquet: has 1 numbers in row 1 of "image"; the first row has 2/,
    ],
  ])('%s is refused with what to do', async (name, how, message) => {
    const refused = await engine.inspect({ source: path(name), ...how }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'bad_parquet', message: expect.stringMatching(message) });
    expect((refused as { hint: string }).hint).not.toBe('');
  });

  it('that is damaged anywhere is refused or read, and the next one is read', async () => {
    const whole = readFileSync(path('groups.parquet'));
    for (let i = 0; i < 60; i += 1) {
      const bytes = Uint8Array.from(whole);
      // Most of what says how large things are stands at the end.
      const at = i % 2 === 0 ? whole.length - 8 - 17 * i : Math.floor((whole.length * i) / 60);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (i % 8));
      const file = new File([bytes], 'damaged.parquet');
      const found = await engine.inspect({ source: file, column: 'image' }).catch((error: unknown) => error);
      if (found instanceof Error) expect(found).toHaveProperty('code');
    }
    expect((await engine.inspect({ source: blob('groups.parquet'), column: 'text' })).columns).toBe(4);
  });
});
