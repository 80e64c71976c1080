import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Decomposition, Report } from '../../../../www/lib/types/report';
import { FILES, folder, modalens, QUICK, write } from './harness';

describe('assign', { timeout: 60_000 }, () => {
  it('gives the samples of an analysis their codes', async () => {
    await modalens(['analyze', ...FILES, ...QUICK, '--plugin', '--codes', 'fit', '--quiet']);
    const { code, out, err } = await modalens([
      'assign',
      'fit/x2_codebook.json',
      FILES[1]!,
      '--out',
      'again.npy',
    ]);
    expect([code, out, err]).toEqual([0, 'Wrote the codes of 1797 samples, 0 to 7, to again.npy.\n', '']);
    expect(readFileSync(join(folder, 'again.npy'))).toEqual(readFileSync(join(folder, 'fit/x2_codes.npy')));
    const twice = await modalens([
      'assign',
      'fit/x2_codebook.json',
      FILES[1]!,
      FILES[1]!,
      '--out',
      'twice.npy',
    ]);
    expect(twice.out).toBe('Wrote the codes of 3594 samples, 0 to 7, to twice.npy.\n');
    const codes = new Uint8Array(readFileSync(join(folder, 'fit/x2_codes.npy')).subarray(-4 * 1797));
    const both = new Uint8Array(readFileSync(join(folder, 'twice.npy')).subarray(-8 * 1797));
    expect([both.subarray(0, codes.length), both.subarray(codes.length)]).toEqual([codes, codes]);
  });
});

/** What an .npy file of codes holds. */
const numbers = (name: string) =>
  new Uint32Array(new Uint8Array(readFileSync(join(folder, name)).subarray(128)).buffer);

describe('codebooks of all partitions', { timeout: 60_000 }, () => {
  it('are saved, and give codes side by side', async () => {
    await modalens(['analyze', ...FILES, ...QUICK, '--codes', 'all', '--quiet', '--out', 'all.json']);
    for (const source of ['x1', 'x2'])
      for (const extension of ['json', 'csv', 'parquet'])
        expect(existsSync(join(folder, `all/${source}_codebooks.${extension}`))).toBe(true);
    const files = ['all/x2_codebooks.json', FILES[1]!, FILES[1]!];
    const { out } = await modalens(['assign', ...files, '--out', 'beside.npy']);
    expect(out).toBe('Wrote the codes of 3594 samples by 2 codebooks, 0 to 7, to beside.npy.\n');
    const bytes = readFileSync(join(folder, 'beside.npy'));
    expect(bytes.subarray(0, 128).toString('latin1')).toContain("'shape': (3594, 2)");
    const codes = numbers('beside.npy');
    expect(codes).toHaveLength(2 * 3594);
    const own = numbers('all/x2_codes.npy');
    const column = (place: number) => own.every((code, row) => codes[2 * row + place] === code);
    expect([column(0), column(1)].filter(Boolean)).toHaveLength(1);
  });

  it('leave no half of a file', async () => {
    const { code } = await modalens([
      'assign',
      'all/x2_codebooks.json',
      FILES[1]!,
      'none.npy',
      '--out',
      'half.npy',
    ]);
    expect([code, existsSync(join(folder, 'half.npy'))]).toEqual([2, false]);
  });

  it('pool the counts of a table that names partitions', async () => {
    const cells = ['0,0,0,90', '0,1,1,80', '1,0,1,70', '1,1,0,60'];
    const lines = ['a', 'b'].flatMap((partition) => cells.map((cell) => `${partition},${cell}`));
    write('pooled.csv', `partition,x1,x2,y,count\n${lines.join('\n')}\n`);
    const { partitions, report } = JSON.parse(
      (await modalens(['decompose', 'pooled.csv', '--seed', '5', '--json'])).out,
    ) as { partitions: (Decomposition & { partition: string })[]; report: Report };
    expect(partitions.map(({ partition }) => partition)).toEqual(['a', 'b']);
    expect([report.n, report.options.seed, report.partitions.length]).toEqual([300, 5, 2]);
    expect(report.atoms_bits.synergy.plugin).toBeCloseTo(partitions[0]!.atoms_bits.synergy, 9);
    expect((await modalens(['decompose', 'pooled.csv'])).out).toMatch(/n = 300/);
    write('unequal.csv', `partition,x1,x2,y,count\n${lines.slice(1).join('\n')}\n`);
    const { code, err } = await modalens(['decompose', 'unequal.csv']);
    expect([code, /each has to count all of them/.test(err)]).toEqual([2, true]);
  });
});

describe('decompose', () => {
  it('gives AND exactly', async () => {
    write('and.csv', 'x1,x2,y,count\n0,0,0,1\n0,1,0,1\n1,0,0,1\n1,1,1,1\n');
    const { code, out } = await modalens(['decompose', 'and.csv', '--json']);
    expect(code).toBe(0);
    const { atoms_bits: atoms, solver } = JSON.parse(out) as Decomposition;
    expect(atoms.redundancy).toBeCloseTo(0.311278, 5);
    expect(atoms.unique1).toBeCloseTo(0, 5);
    expect(atoms.unique2).toBeCloseTo(0, 5);
    expect(atoms.synergy).toBeCloseTo(0.5, 5);
    expect(solver.gap_bits).toBeLessThan(1e-6);
    expect(JSON.parse(out).report, 'four samples allow no estimate').toBeNull();
  });

  it('gives estimates with intervals of whole counts, and of nothing else', async () => {
    const lines = [
      '0,0,0,90',
      '0,0,1,10',
      '0,1,1,90',
      '0,1,0,10',
      '1,0,1,90',
      '1,0,0,10',
      '1,1,0,90',
      '1,1,1,10',
    ];
    write('counts.csv', `x1,x2,y,count\n${lines.join('\n')}\n`);
    const { out } = await modalens(['decompose', 'counts.csv', '--json']);
    const { report, atoms_bits } = JSON.parse(out) as Decomposition & { report: Report };
    expect(report.n).toBe(400);
    expect(report.estimand).toBe('The partial information decomposition of the table of counts.');
    const { synergy } = report.atoms_bits;
    expect(synergy.plugin).toBeCloseTo(atoms_bits.synergy, 9);
    expect([synergy.present, synergy.lower! < 0.531 && synergy.upper! > 0.531]).toEqual([true, true]);
    const { out: text } = await modalens(['decompose', 'counts.csv']);
    expect(text).toMatch(/n = 400/);
    write('masses.csv', `x1,x2,y,p\n${lines.join('\n')}\n`);
    expect(JSON.parse((await modalens(['decompose', 'masses.csv', '--json'])).out).report).toBeNull();
  });

  it('prints a table, and takes masses', async () => {
    write('xor.csv', 'x1,x2,y,p\na,a,0,0.25\na,b,1,0.25\nb,a,1,0.25\nb,b,0,0.25\n');
    const { out } = await modalens(['decompose', 'xor.csv']);
    expect(out).toMatch(/synergy\s+1\.000000/);
  });
});

describe('generate', { timeout: 60_000 }, () => {
  it('lists systems and writes samples whose truth is found again', async () => {
    const { out } = await modalens(['generate', '--list', '--json']);
    const systems = JSON.parse(out) as { name: string }[];
    expect(systems.length).toBeGreaterThan(20);
    expect(
      (await modalens(['generate', 'C_xor', '--n', '1000', '--sigma', '0.5', '--seed', '3', '--out', 'xor']))
        .code,
    ).toBe(0);
    const truth = JSON.parse(readFileSync(join(folder, 'xor/truth.json'), 'utf8')) as {
      truth: Record<string, number>;
    };
    const { out: analysed } = await modalens([
      'analyze',
      'xor/x1.npy',
      'xor/x2.npy',
      'xor/y.npy',
      '--k',
      '8',
      '--plugin',
      '--json',
    ]);
    const { atoms_bits: atoms } = JSON.parse(analysed) as Report;
    expect(truth.truth['synergy']).toBeCloseTo(0.531, 3);
    expect(Math.abs(atoms.synergy.plugin - 0.531)).toBeLessThan(0.15);
  });

  it('takes strengths and nuisance, and writes down what was given', async () => {
    const how = ['--n', '50', '--d', '4', '--strengths', '1,0', '--nuisance', '2', '--out', 'silent'];
    expect((await modalens(['generate', 'VLM_add_sym', ...how])).code).toBe(0);
    const written = JSON.parse(readFileSync(join(folder, 'silent/truth.json'), 'utf8')) as {
      options: object;
      truth: Record<string, number>;
    };
    expect(written.options).toEqual({ n: 50, d: 4, strengths: [1, 0], nuisance: 2 });
    expect(written.truth['unique1']).toBeCloseTo(1.05, 2);
    expect(written.truth['unique2']).toBeCloseTo(0, 6);
    const { code, err } = await modalens(['generate', 'VLM_add_sym', '--strengths', '1', '--out', 'silent']);
    expect([code, err]).toEqual([2, expect.stringMatching(/--strengths is "1".*between 0 and 1/s)]);
  });
});
