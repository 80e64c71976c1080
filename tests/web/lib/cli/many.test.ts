import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Modalities } from '../../../../www/lib/explore/modalities';
import { encodeNpy } from '../../../../www/lib/inputs/npy';
import { decodeFile } from '../../../../www/lib/share';
import { FILES, folder, modalens, QUICK, quickReport, write } from './harness';

describe('sweep', { timeout: 120_000 }, () => {
  it('prints a row a choice and the verdicts, and its file opens', async () => {
    const { code, out, err } = await modalens([
      'sweep',
      ...FILES,
      ...QUICK.slice(2),
      '--k',
      '2,8,4000',
      '--preparations',
      'l2,none',
      '--noise',
      '0,3',
      '--out',
      'sweep.modalens.json',
    ]);
    expect([code, err]).toEqual([0, '']);
    const report = await quickReport();
    for (const line of [/^K = 2 +[\d.]+/m, /^K = 8 .*/m, /^l2 +[\d.]+/m, /^none +[\d.]+/m, /^noise 3 /m])
      expect(out).toMatch(line);
    expect(out).toContain('K = 4000 was not computed: 4000 codes were asked for');
    for (const title of ['the ranking', 'the contribution', 'the size of each atom'])
      expect(out.split(new RegExp(`^ {2}${title} (?:holds|does not hold|cannot be told)`, 'm'))).toHaveLength(
        4,
      );
    const { series, analyses } = decodeFile(readFileSync(join(folder, 'sweep.modalens.json'), 'utf8'));
    expect(series.map(({ kind, points }) => [kind, points.length])).toEqual([
      ['k', 2],
      ['preparation', 2],
      ['noise', 2],
    ]);
    const [clean, noisy] = series[2]!.points.map(({ report }) => report!.information_bits.i12.estimate!);
    expect(noisy).toBeLessThan(clean! - 0.5);
    expect(series[0]?.points[1]?.report?.atoms_bits).toEqual(report.atoms_bits);
    expect(analyses).toHaveLength(1);
  });

  it.each([
    ['--k', '2,x', /--k has "x"; a whole number/],
    ['--noise', '0,x', /--noise has "x"; a number from 0 on/],
    ['--preparations', 'l3', /--preparations has "l3"; one of l2, none, centre, whiten/],
  ])('%s %s is refused', async (flag, value, said) => {
    const { code, err } = await modalens(['sweep', ...FILES, flag, value]);
    expect([code, err]).toEqual([2, expect.stringMatching(said)]);
  });
});

describe('modalities', { timeout: 120_000 }, () => {
  /** Two bits make four classes: a and c know the first, b the second. */
  const n = 600;
  const bits = Array.from({ length: n }, (_, i) => [(i * 7) % 2, Math.floor(i / 2) % 2] as const);
  const embedded = (which: 0 | 1, salt: number): Float32Array =>
    Float32Array.from({ length: 4 * n }, (_, at) => {
      const bit = bits[Math.floor(at / 4)]![which];
      return (at % 2 === bit ? 1 : 0.1) + 0.05 * Math.sin(salt * at * at);
    });
  const files = (): string[] => [
    write('a.npy', encodeNpy(embedded(0, 1), [n, 4])),
    write('b.npy', encodeNpy(embedded(1, 2), [n, 4])),
    write('c.npy', encodeNpy(embedded(0, 3), [n, 4])),
  ];
  const y = (): string =>
    write(
      'four.npy',
      encodeNpy(
        Int32Array.from(bits, ([p, q]) => 2 * p + q),
        [n],
      ),
    );
  const run = (...more: string[]) => [
    ...['modalities', ...files(), '--y', y(), '--names', 'a,b,c', '--k', '4', '--partitions', '2', '--quiet'],
    ...more,
  ];

  it('finds what each has beside all others, and what two share given the third', async () => {
    const { code, out, err } = await modalens(run('--json'));
    expect([code, err]).toEqual([0, '']);
    const found = JSON.parse(out) as Modalities;
    expect(found.schema).toBe('modalens.modalities/1');
    expect(found.information_bits.b?.estimate).toBeCloseTo(1, 1);
    const uniques = found.one_vs_rest.map(({ atoms_bits }) => atoms_bits.unique1.estimate!);
    expect(uniques[0]).toBeLessThan(0.02);
    expect(uniques[1]).toBeGreaterThan(0.95);
    expect(uniques[2]).toBeLessThan(0.02);
    const [c1, c2, c3] = found.contributions.map(({ estimate }) => estimate!);
    expect(c1! + c2! + c3!).toBeCloseTo(1, 9);
    expect(c2).toBeGreaterThan(0.95);
    expect(found.pairs.map(({ options }) => options.names.slice(0, 2).join())).toEqual(['a,b', 'a,c', 'b,c']);
    expect(found.pairs[1]!.atoms_bits.redundancy.estimate).toBeGreaterThan(0.9);
    // Where c is known, a tells nothing more of y, and b all that is left.
    const given = found.pairs[0]!.strata?.mean?.atoms_bits;
    expect(given?.unique1.estimate).toBeLessThan(0.02);
    expect(given?.unique2.estimate).toBeGreaterThan(0.95);
    expect(decodeFile(out).study?.rows).toHaveLength(6);
  });

  it('prints a table, and refuses two, labels and files of other lengths', async () => {
    const { out } = await modalens(run());
    for (const line of [/^b +1\.0\d\d +0\.9\d|^b +[\d.]+ +1\.00/m, /^a, the rest/m, /^ {2}given c/m])
      expect(out).toMatch(line);
    const [a, b] = files();
    const refused = async (...args: string[]) => (await modalens(['modalities', ...args, '--y', y()])).err;
    expect(await refused(a!, b!)).toMatch(/takes three files or more, but 2 were given/);
    expect(await refused(a!, b!, y())).toMatch(/x3 holds labels; numbers are expected/);
    write(
      'short.npy',
      encodeNpy(
        new Float32Array(40).map((_, i) => i),
        [10, 4],
      ),
    );
    expect(await refused(a!, b!, 'short.npy')).toMatch(/x1 has 600, x2 has 600, x3 has 10 rows/);
  });
});
