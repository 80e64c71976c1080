// `modalens analyze`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reproducingCommand } from '../../../../www/lib/export';
import { decodeLink } from '../../../../www/lib/share';
import type { Report } from '../../../../www/lib/types/report';
import { DIGITS, FILES, folder, modalens, QUICK, quickReport, write } from './harness';

describe('analyze', { timeout: 120_000 }, () => {
  it('prints the report alone, with the numbers of scikit-learn', async () => {
    const { code, out, err } = await modalens([
      'analyze',
      ...FILES,
      '--k',
      '10',
      '--seed',
      '1',
      '--plugin',
      '--json',
    ]);
    expect([code, err]).toEqual([0, '']);
    const {
      information_bits: { i1, i2, i12 },
      n,
      partition,
    } = JSON.parse(out) as Report;
    expect([n, partition.k1, partition.k2, partition.ky]).toEqual([1797, 10, 10, 10]);
    expect(Math.abs(i1.plugin - 2.01)).toBeLessThan(0.1);
    expect(Math.abs(i2.plugin - 1.99)).toBeLessThan(0.1);
    expect(Math.abs(i12.plugin - 2.96)).toBeLessThan(0.1);
    expect([i1.estimate, i1.lower, i1.method]).toEqual([null, null, 'plugin']);
  });

  it('gives estimates with intervals', async () => {
    const { atoms_bits: atoms, warnings, passed, partition } = await quickReport();
    for (const { estimate, lower, upper, se } of Object.values(atoms)) {
      expect(lower! <= estimate! && estimate! <= upper!).toBe(true);
      expect(se!).toBeGreaterThan(0);
    }
    // 1,797 samples in 8 x 8 x 10 cells: fewer than the four a cell that synergy wants, enough for the rest.
    expect(partition.samples_per_triple_cell).toBeCloseTo(1797 / 640, 6);
    expect(warnings.map(({ code }) => code)).toContain('samples_per_triple_cell');
    expect(passed.map(({ level }) => new Set([level]))).toEqual(passed.map(() => new Set(['pass'])));
    for (const { level, message } of warnings) {
      expect(['stop', 'caution', 'note']).toContain(level);
      expect(message).toMatch(/\.$/);
    }
  });

  it('decomposes within strata', async () => {
    const z = write(
      'origin.csv',
      `origin\n${Array.from({ length: 1797 }, (_, i) => ['web', 'book'][i % 2]).join('\n')}\n`,
    );
    const { code, out, err } = await modalens(['analyze', ...FILES, ...QUICK, '--strata', z]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Within strata of origin.csv');
    expect(out).toMatch(
      /book \(898\) .*\n.*web \(899\) .*\n.*mean within \(1797\) .*\n.*all samples \(1797\)/,
    );
    const missing = await modalens(['analyze', ...FILES, ...QUICK, '--strata', write('short.txt', 'a\nb\n')]);
    expect([missing.code, missing.out]).toEqual([2, '']);
    expect(missing.err).toMatch(/^modalens: The strata Z have 2 rows, but X1, X2 and Y have 1797\..*\n$/);
  });

  it('saves what each sample adds, which adds up to the atoms of the partition that is shown', async () => {
    const { code } = await modalens([
      'analyze',
      ...FILES,
      ...QUICK,
      '--per-sample',
      'samples.npy',
      '--quiet',
    ]);
    expect(code).toBe(0);
    const bytes = readFileSync(join(folder, 'samples.npy'));
    expect(bytes.toString('latin1')).toContain("'shape': (1797, 4)");
    const values = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset + bytes.length - 4 * 4 * 1797, bytes.byteOffset + bytes.length),
    );
    const { partition, partitions } = await quickReport();
    const shown = partitions[partition.number]!.atoms_bits.plugin;
    const names = ['redundancy', 'unique1', 'unique2', 'synergy'] as const;
    for (const [column, name] of names.entries()) {
      const mean = values.filter((_, i) => i % 4 === column).reduce((sum, value) => sum + value / 1797, 0);
      expect(mean).toBeCloseTo(shown[name], 4);
    }
  });

  it('prints the answer of label-aware codes beside, with the sentence whether it is the same', async () => {
    const { out } = await modalens(['analyze', ...FILES, ...QUICK, '--discretiser', 'probe', '--quiet']);
    const { label_aware } = await quickReport();
    expect(label_aware).toBeNull();
    const [, aware] = out.split('By label-aware codes');
    for (const line of [
      /^ {2}R +redundancy +[\d.]+ +[\d.]+ to/m,
      /K-means codes and label-aware codes (?:answer the same|differ)/,
    ])
      expect(aware).toMatch(line);
  });

  it('prints a table for a person', async () => {
    const { code, out } = await modalens(['analyze', ...FILES, ...QUICK]);
    const report = await quickReport();
    expect(code).toBe(0);
    expect(out).toContain('top × bottom → digit    n = 1797, K = 8, 8, 10, seed 1');
    const { estimate, lower, upper } = report.atoms_bits.redundancy;
    expect(out).toContain(estimate!.toFixed(3));
    expect(out).toContain(`${lower!.toFixed(3)} to ${upper!.toFixed(3)}`);
    for (const { message } of report.warnings)
      expect(out.replace(/\s+/g, ' ')).toContain(message.replace(/\s+/g, ' '));
  });

  it('writes files, a link that holds the same numbers, and claims that can be held against', async () => {
    const { code, out, err } = await modalens([
      'analyze',
      ...FILES,
      ...QUICK,
      '--json',
      '--link',
      '--out',
      'r.json',
      '--csv',
      'r.csv',
      '--latex',
      'r.tex',
      '--codes',
      'codes',
    ]);
    expect(code).toBe(0);
    const report = JSON.parse(out) as Report;
    expect(report).toEqual(await quickReport());
    expect(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8'))).toEqual(report);
    expect(readFileSync(join(folder, 'r.csv'), 'utf8')).toContain(String(report.atoms_bits.synergy.estimate));
    expect(readFileSync(join(folder, 'r.tex'), 'utf8')).toContain('\\toprule');
    const [shared] = (await decodeLink(err.slice(err.indexOf('#')).trim())).analyses;
    expect(shared?.report.inputs.x1.name).toBe(null);
    expect(shared?.report.atoms_bits.synergy.estimate).toBeCloseTo(report.atoms_bits.synergy.estimate!, 5);
    expect([...(shared?.counts?.counts ?? [])].reduce((sum, count) => sum + count, 0)).toBe(1797);

    expect((await modalens(['analyze', ...FILES, ...QUICK, '--quiet', '--expect', 'r.json'])).code).toBe(0);
    report.ranking.claim = report.ranking.claim === 'x1' ? 'none' : 'x1';
    write('other.json', JSON.stringify(report));
    const held = await modalens(['analyze', ...FILES, ...QUICK, '--expect', 'other.json']);
    expect([held.code, held.err]).toEqual([
      1,
      expect.stringMatching(/^modalens: Claims differ from other\.json: ranking was .*\n$/),
    ]);
  });

  it('saves codes and codebooks that NumPy reads', async ({ skip }) => {
    await modalens(['analyze', ...FILES, ...QUICK, '--plugin', '--codes', 'read']);
    const script = [
      'import numpy as np',
      "c = np.load('read/x1_codes.npy'); b = np.load('read/x1_codebook.npy')",
      'print(c.dtype, c.shape, int(c.max()), b.dtype, b.shape)',
    ].join('\n');
    const python = spawnSync('python3', ['-c', script], { cwd: folder, encoding: 'utf8' });
    if (/No module named|ENOENT/.test(`${python.stderr}${String(python.error ?? '')}`)) skip('no NumPy here');
    expect(python.stdout.trim()).toBe('uint32 (1797,) 7 float32 (8, 32)');
  });

  it('is reproduced bit for bit by the command that a report gives', async () => {
    const report = await quickReport();
    const words = reproducingCommand(report).split(' ').slice(2);
    const { out } = await modalens(words, DIGITS);
    expect(JSON.parse(out)).toEqual(report);
  });

  it('reads an option as the engine does, and names its flag', async () => {
    const { code, err } = await modalens(['analyze', ...FILES, '--k', '5000']);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^modalens: .*5000.* Change --k\. \[invalid_option\]\n$/),
    ]);
    const many = await modalens(['analyze', ...FILES, '--n-init', '5000']);
    expect(many.err).toMatch(/Change --n-init\. \[invalid_option\]\n$/);
  });
});
