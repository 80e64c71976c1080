import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../../www/lib/types/report';
import { FILES, MANIFEST, modalens, quickReport, write } from './harness';

describe('help and bad usage', () => {
  it.each([
    [[]],
    [['--help']],
    [['analyze', '--help']],
    [['assign', '--help']],
    [['decompose', '--help']],
    [['generate', '-h']],
  ])('%j tells how', async (args) => {
    const { code, out, err } = await modalens(args as string[]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^modalens/);
  });

  it('--version is that of the package and of the engine', async () => {
    const { version } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string };
    const { code, out } = await modalens(['--version']);
    expect([code, out]).toEqual([0, `${version}\n`]);
    expect((await quickReport()).engine).toBe(version);
  });

  const golden = (name: string) => fileURLToPath(new URL(`../../../golden/files/${name}`, import.meta.url));
  it.each<[string, () => string[], RegExp]>([
    ['NaN', () => ['analyze', golden('nan.npy'), golden('nan.npy'), golden('nan.npy')], /--drop-nonfinite/],
    ['several arrays', () => ['analyze', golden('stored.npz'), FILES[1]!, FILES[2]!], /--member A,B,C/],
    [
      'an array that is not there',
      () => ['analyze', golden('stored.npz'), FILES[1]!, FILES[2]!, '--member', 'no'],
      /--member/,
    ],
    ['several columns', () => ['analyze', FILES[0]!, FILES[1]!, golden('pairs.csv')], /--column A,B,C/],
    [
      'three axes',
      () => ['analyze', golden('three_C.npy'), FILES[1]!, FILES[2]!],
      /--pooling mean .*--layers/,
    ],
    ['one thing twice', () => ['analyze', ...FILES, '--member', 'a', '--column', 'b'], /--column/],
  ])('what to do about %s is told as a flag', async (_, args, said) => {
    const { code, err } = await modalens(args());
    expect([code, err]).toEqual([2, expect.stringMatching(said)]);
  });

  const short = () => write('short.npy', readFileSync(FILES[2]!).subarray(0, 1000));
  const csv = () => write('no.npy', 'a,b\n1,2\n');
  const hdf5 = () => write('no.h5', Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'));
  it.each<[string, () => string[], RegExp]>([
    ['an unknown command', () => ['analyse'], /"analyse" is no command/],
    ['an unknown flag', () => ['analyze', ...FILES, '--sede', '1'], /--sede/],
    ['a flag without a value', () => ['analyze', ...FILES, '--seed'], /--seed/],
    ['a value that is no number', () => ['analyze', ...FILES, '--seed', 'x'], /--seed is "x"/],
    [
      'a file of another kind, by lines of Python that are Python in one line',
      () => ['analyze', hdf5(), FILES[1]!, FILES[2]!],
      /HDF5 file.* Python: import h5py, numpy as np; f = .*; np\.save\("no\.npy", .*\) \[foreign_format\]$/m,
    ],
    [
      'a Parquet file that is none',
      () => ['analyze', write('no.parquet', 'a,b\n1,2\n'), FILES[1]!, FILES[2]!],
      /no\.parquet: begins with "a,b\\x0a"; a Parquet file begins with "PAR1"/,
    ],
    [
      'a Parquet file that is not whole',
      () => ['analyze', write('cut.parquet', 'PAR1 and no end'), FILES[1]!, FILES[2]!],
      /cut\.parquet: ends with " end"; .* it is not whole/,
    ],
    ['too few files', () => ['analyze', FILES[0]!], /takes X1 X2 Y, but 1 was given/],
    [
      'a file that is not there',
      () => ['analyze', 'none.npy', FILES[1]!, FILES[2]!],
      /none\.npy cannot be read: there is no such file/,
    ],
    ['a folder', () => ['analyze', '.', FILES[1]!, FILES[2]!], /it is a folder/],
    ['a truncated file', () => ['analyze', FILES[0]!, FILES[1]!, short()], /short\.npy/],
    ['what is no .npy', () => ['analyze', csv(), FILES[1]!, FILES[2]!], /no\.npy/],
    ['a system that is not there', () => ['generate', 'NONE', '--out', 'x'], /NONE/],
    ['generate without a folder', () => ['generate', 'C_xor'], /--out DIR/],
    ['a codebook that is none', () => ['assign', csv(), FILES[0]!], /codebook cannot be read/],
    ['a table without columns', () => ['decompose', write('bad.csv', 'a,b\n1,2\n')], /x1/],
  ])('%s: exit code 2 and one line', async (_, args, said) => {
    const { code, out, err } = await modalens(args());
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('tables that name their samples in different orders: said before all else', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({
      id: `q${i}`,
      at: [i % 7, (i * i) % 11],
      y: i % 2,
    }));
    const table = (some: typeof rows) =>
      `id,a,b\n${some.map(({ id, at }) => `${id},${at.join()}`).join('\n')}\n`;
    write('image.csv', table(rows));
    write('text.csv', table([...rows].reverse()));
    write('answer.csv', `id,answer\n${rows.map(({ id, y }) => `${id},${y}`).join('\n')}\n`);
    const run = ['analyze', 'image.csv', 'text.csv', 'answer.csv', '--k', '4', '--partitions', '1', '--json'];
    const { warnings } = JSON.parse((await modalens(run)).out) as Report;
    expect(warnings[0]).toMatchObject({ code: 'order', level: 'stop' });
    expect(warnings[0]?.message).toMatch(/name the same samples in different orders, in column "id"/);
    write('text.csv', table(rows));
    const { passed } = JSON.parse((await modalens(run)).out) as Report;
    expect(passed.map(({ code }) => code)).toContain('order');
  });

  it('different numbers of samples: all counts are named', async () => {
    await modalens(['generate', 'C_xor', '--n', '100', '--out', 'few']);
    const { code, err } = await modalens(['analyze', FILES[0]!, FILES[1]!, 'few/y.npy']);
    expect(code).toBe(2);
    expect(err).toMatch(/1797.*1797.*100/);
  });
});
