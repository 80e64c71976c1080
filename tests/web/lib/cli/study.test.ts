import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Study } from '../../../../www/lib/explore/study';
import { decodeFile } from '../../../../www/lib/share';
import { FILES, folder, modalens, QUICK, write } from './harness';

describe('study', { timeout: 180_000 }, () => {
  const RUN = [...QUICK.slice(2), '--plugin', '--k', '4'];

  /** Two models, one with two layers missing a file, and a y for all. */
  function files(home: string): void {
    for (const model of ['clip', 'blip']) mkdirSync(join(folder, home, model), { recursive: true });
    for (const path of ['clip/layer2_x1.npy', 'clip/layer10_x1.npy', 'blip/layer2_x1.npy'])
      writeFileSync(join(folder, home, path), readFileSync(FILES[0]!));
    for (const path of ['clip/layer2_x2.npy', 'clip/layer10_x2.npy'])
      writeFileSync(join(folder, home, path), readFileSync(FILES[1]!));
    writeFileSync(join(folder, home, 'y.npy'), readFileSync(FILES[2]!));
  }

  it('of a folder: rows by pattern, a failing one told, CSV, LaTeX and a file that opens', async () => {
    files('home');
    const { code, out, err } = await modalens([
      'study',
      'home',
      '--pattern',
      '{model}/layer{layer}_{slot}.npy',
      '--pattern',
      '{slot}.npy',
      ...RUN,
      '--out',
      'study.modalens.json',
      '--csv',
      'study.csv',
      '--latex',
      'study.tex',
    ]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^model +layer +R .*\nclip +2 +[\d.]+.*\nclip +10 +[\d.]+/);
    expect(out).toMatch(/Not analysed\n +blip, 2: X2 is missing/);
    const [header, first] = readFileSync(join(folder, 'study.csv'), 'utf8').split('\n');
    expect(header).toMatch(/^model,layer,stratum,quantity/);
    expect(first).toMatch(/^clip,2,,redundancy,bits,[\d.]+/);
    expect(readFileSync(join(folder, 'study.tex'), 'utf8')).toContain('clip & 10 & ');
    const { study } = decodeFile(readFileSync(join(folder, 'study.modalens.json'), 'utf8'));
    expect(study?.columns).toEqual(['model', 'layer']);
    expect(
      study?.rows.map(({ keys, point, error }) => [keys['layer'], point?.report?.n, error?.code]),
    ).toEqual([
      ['2', undefined, 'missing_input'],
      ['2', 1797, undefined],
      ['10', 1797, undefined],
    ]);
  });

  it('is resumed: what is there with the same options is taken, the rest is analysed', async () => {
    files('again');
    const args = ['study', 'again', ...RUN, '--out', 'again.json', '--json'];
    const whole = await modalens(args);
    const study = JSON.parse(whole.out) as Study;
    // As an interrupted run leaves it: the last row is not there. A mark shows which rows were taken.
    const marked = study.rows.slice(0, -1).map((row) => structuredClone(row));
    for (const { report } of marked) if (report) report.engine = '0.0.9';
    write('again.json', JSON.stringify({ ...study, rows: marked }));
    const resumed = JSON.parse((await modalens([...args, '--resume'])).out) as Study;
    expect(resumed.rows.map(({ report }) => report?.engine)).toEqual([
      undefined,
      '0.0.9',
      study.rows[2]?.report?.engine,
    ]);
    expect(resumed.rows[2]).toEqual(study.rows[2]);
    const other = JSON.parse((await modalens([...args, '--resume', '--seed', '9'])).out) as Study;
    expect(other.rows.map(({ report }) => report?.options.seed)).toEqual([undefined, 9, 9]);
  });

  it('of a manifest: paths beside it, options in columns named as flags, the rest are keys', async () => {
    mkdirSync(join(folder, 'list'), { recursive: true });
    FILES.forEach((path, i) => {
      writeFileSync(join(folder, 'list', `${'abc'[i]}.npy`), readFileSync(path));
    });
    write(
      'list/manifest.csv',
      'model,x1,x2,y,k,names\n"clip, ' +
        'large",a.npy,b.npy,c.npy,3,"top,bottom"\nblip,a.npy,b.npy,none.npy,,\n\n',
    );
    const { code, out } = await modalens(['study', 'list/manifest.csv', '--plugin', '--json']);
    expect(code).toBe(0);
    const { columns, rows } = JSON.parse(out) as Study;
    expect(columns).toEqual(['model']);
    expect(rows.map(({ keys, report, error }) => [keys['model'], report?.partition.k1, error?.code])).toEqual(
      [
        ['clip, large', 3, undefined],
        ['blip', undefined, 'file_unreadable'],
      ],
    );
    expect(rows[0]?.report?.options.names.slice(0, 2)).toEqual(['top', 'bottom']);
  });

  it.each<[string, () => string[], RegExp]>([
    ['nothing there', () => ['none'], /none is neither a folder nor a file/],
    ['a pattern without a role', () => ['.', '--pattern', '{model}.npy'], /no \{slot\}/],
    [
      'a pattern that matches nothing',
      () => ['.', '--pattern', 'zz{slot}.npy'],
      /No file of \. matches --pattern/,
    ],
    [
      'a manifest without a column',
      () => [write('m1.csv', 'x1,x2\na,b\n')],
      /has no column y; it has x1, x2/,
    ],
    [
      'a manifest with an odd option',
      () => [write('m2.csv', 'x1,x2,y,k\na,b,c,many\n')],
      /Line 2 .* k "many"/,
    ],
    [
      'two rows of one name',
      () => [write('m3.csv', 'x1,x2,y,m\na,b,c,q\nd,e,f,q\n')],
      /Two analyses are called q/,
    ],
    ['--resume without a file', () => [write('m4.csv', 'x1,x2,y\na,b,c\n'), '--resume'], /--out FILE/],
  ])('%s: exit code 2 and one line', async (_, args, said) => {
    const { code, out, err } = await modalens(['study', ...args()]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
