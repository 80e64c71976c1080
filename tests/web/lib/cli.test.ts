// The command line as it is built: `npm run build` first.
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Layers } from '../../../www/lib/explore/layers';
import type { Modalities } from '../../../www/lib/explore/modalities';
import type { Study } from '../../../www/lib/explore/study';
import { reproducingCommand } from '../../../www/lib/export';
import { encodeNpy } from '../../../www/lib/inputs/npy';
import { decodeFile, decodeLink } from '../../../www/lib/share';
import type { Decomposition, Report } from '../../../www/lib/types/report';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const DIGITS = fileURLToPath(new URL('../../golden/digits/', import.meta.url));
const MANIFEST = fileURLToPath(new URL('../../../package.json', import.meta.url));
const FILES = ['top.npy', 'bottom.npy', 'digit.npy'].map((name) => join(DIGITS, name));
/** Little work: two partitions and two restarts. */
const QUICK = [
  '--k',
  '8',
  '--seed',
  '1',
  '--partitions',
  '2',
  '--n-init',
  '2',
  '--names',
  'top,bottom,digit',
];

const folder = mkdtempSync(join(tmpdir(), 'modalens-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  code: number;
  out: string;
  err: string;
}

function modalens(args: string[], cwd = folder): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { cwd, maxBuffer: 1 << 26 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return name;
};

let quick: Promise<Outcome> | undefined;
const quickReport = async (): Promise<Report> =>
  JSON.parse((await (quick ??= modalens(['analyze', ...FILES, ...QUICK, '--json']))).out) as Report;

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
    expect([code, err]).toEqual([2, expect.stringMatching(/^modalens: .*5000.* Change --k\.\n$/)]);
    const many = await modalens(['analyze', ...FILES, '--n-init', '5000']);
    expect(many.err).toMatch(/Change --n-init\.\n$/);
  });
});

describe('layers', { timeout: 120_000 }, () => {
  const top = readFileSync(FILES[0]!).subarray(128);
  const noise = Uint8Array.from(top, (_, i) => (i * 7919) % 17);
  const RUN = [...QUICK, '--plugin', '--layers'];

  /** Two layers as a stack, and as files whose names in order of letters would be 10, 2. */
  function files(): void {
    const stack = new Uint8Array(2 * top.length);
    stack.set(noise);
    stack.set(top, top.length);
    write('stack.npy', encodeNpy(stack, [2, 1797, 32]));
    for (const name of ['run', 'mixed']) mkdirSync(join(folder, name), { recursive: true });
    for (const [name, values] of [
      ['x1_image_layer2.npy', noise],
      ['x1_image_layer10.npy', Uint8Array.from(top)],
    ] as const) {
      write(`run/${name}`, encodeNpy(values, [1797, 32]));
      write(`mixed/${name}`, encodeNpy(values, [1797, 32]));
    }
    for (const layer of [2, 3]) write(`mixed/x2_text_layer${layer}.npy`, encodeNpy(noise, [1797, 32]));
  }

  it('of a stack are analysed as each alone, and open from the link and from the file', async () => {
    files();
    const { code, out, err } = await modalens([
      'analyze',
      'stack.npy',
      FILES[1]!,
      FILES[2]!,
      ...RUN,
      '--json',
      '--link',
      '--out',
      'layers.modalens.json',
    ]);
    expect(code).toBe(0);
    const { layers, stability } = JSON.parse(out) as Layers;
    const alone = JSON.parse(
      (await modalens(['analyze', ...FILES, ...QUICK, '--plugin', '--json'])).out,
    ) as Report;
    expect(layers.map(({ x1_layer, x2_layer }) => [x1_layer, x2_layer])).toEqual([
      [0, null],
      [1, null],
    ]);
    expect(layers[1]?.report.atoms_bits).toEqual(alone.atoms_bits);
    expect(layers[0]!.report.information_bits.i1.plugin).toBeLessThan(0.5);
    expect(stability).toMatchObject({ of: 1, share: null });
    const link = await decodeLink(err.slice(err.indexOf('#')).trim());
    const file = decodeFile(readFileSync(join(folder, 'layers.modalens.json'), 'utf8'));
    for (const { analyses, series } of [link, file]) {
      expect(series[0]?.points.map(({ label }) => label)).toEqual(['layer 0', 'layer 1']);
      expect(analyses.map(({ title }) => title)).toEqual(['layer 1']);
    }
    expect(file.series[0]?.points[0]?.report).toEqual(layers[0]?.report);
  });

  it('of a file each come from a folder, a pattern and a list, in the order of their numbers', async () => {
    files();
    const given: string[][] = [
      ['run'],
      ['run/x1_image_layer*.npy'],
      ['run/x1_image_layer10.npy', 'run/x1_image_layer2.npy'],
    ];
    const outputs = await Promise.all(
      given.map((x1) =>
        modalens(['analyze', ...x1, FILES[1]!, FILES[2]!, ...RUN, '--csv', `${x1.length}.csv`]),
      ),
    );
    for (const { code, out } of outputs) {
      expect(code).toBe(0);
      expect(out).toMatch(/layer 2 +[\d.]+ [\s\S]*layer 10 +[\d.]+ /);
    }
    expect(new Set(outputs.map(({ out }) => out)).size).toBe(1);
  });

  it.each<[string, string[], RegExp]>([
    ['no layers', [FILES[0]!, FILES[1]!, FILES[2]!], /None of X1, X2 and Y has layers/],
    ['a folder of several arrays', ['mixed', FILES[1]!, FILES[2]!], /several arrays: x1_image_layer\*/],
    ['an empty pattern', ['none*.npy', FILES[1]!, FILES[2]!], /No file matches "none\*\.npy"/],
    ['other layers of each', ['run', 'mixed/x2_text_layer*.npy', FILES[2]!], /X1 has 2, 10; X2 has 2, 3/],
    ['a pooling beside', ['stack.npy', FILES[1]!, FILES[2]!, '--pooling', 'mean'], /do not go together/],
  ])('%s: exit code 2 and one line', async (_, args, said) => {
    files();
    const { code, out, err } = await modalens(['analyze', ...args, '--layers']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

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

  it('of a folder: rows by pattern, one that cannot be analysed told, CSV, LaTeX and a file that opens', async () => {
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
      'model,x1,x2,y,k,names\n"clip, large",a.npy,b.npy,c.npy,3,"top,bottom"\nblip,a.npy,b.npy,none.npy,,\n\n',
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
});

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

  const golden = (name: string) => fileURLToPath(new URL(`../../golden/files/${name}`, import.meta.url));
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
  it.each<[string, () => string[], RegExp]>([
    ['an unknown command', () => ['analyse'], /"analyse" is no command/],
    ['an unknown flag', () => ['analyze', ...FILES, '--sede', '1'], /--sede/],
    ['a flag without a value', () => ['analyze', ...FILES, '--seed'], /--seed/],
    ['a value that is no number', () => ['analyze', ...FILES, '--seed', 'x'], /--seed is "x"/],
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
