// The analyzer over the real engine, in Node's workers and on this thread.
import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Analyzer, AnalyzerConfig, Progress, Report } from '../../../www/lib/node';
import { createAnalyzer } from '../../../www/lib/node';
import {
  decodeFile,
  decodeLink,
  digestOf,
  encodeFile,
  encodeLink,
  recomputedDifferences,
  shareOne,
} from '../../../www/lib/share';

const path = (name: string) => fileURLToPath(new URL(`../../golden/digits/${name}.npy`, import.meta.url));
const INPUTS = { x1: path('top'), x2: path('bottom'), y: path('digit') };
const QUICK = { k: 8, seed: 1, partitions: 2, n_init: 2 } as const;

const made: Analyzer[] = [];
afterEach(() => {
  for (const analyzer of made.splice(0)) analyzer.dispose();
});
async function analyzer(config: AnalyzerConfig = {}): Promise<Analyzer> {
  const a = await createAnalyzer(config);
  made.push(a);
  return a;
}

let first: Promise<Report> | undefined;
const reference = (): Promise<Report> =>
  (first ??= analyzer({ workers: 2 }).then((a) => a.analyze(INPUTS, QUICK)));

describe('the same report, bit for bit', { timeout: 120_000 }, () => {
  it.each<[string, AnalyzerConfig]>([
    ['one worker', { workers: 1 }],
    ['three workers', { workers: 3 }],
    ['this thread', { worker: false }],
  ])('with %s', async (_, config) => {
    const a = await analyzer(config);
    expect(await a.analyze(INPUTS, QUICK)).toEqual(await reference());
  });

  it('from files, bytes and arrays', async () => {
    const a = await analyzer({ workers: 2 });
    const bytes = async (name: string) => new Uint8Array(await readFile(path(name)));
    const named = async (name: string) => new File([await bytes(name)], `${name}.npy`);
    const files = { x1: await named('top'), x2: await named('bottom'), y: await named('digit') };
    expect(await a.analyze(files, QUICK)).toEqual(await reference());
    const array = async (name: string, shape: number[]) => ({ data: (await bytes(name)).slice(128), shape });
    const arrays = {
      x1: await array('top', [1797, 32]),
      x2: await array('bottom', [1797, 32]),
      y: { data: new BigInt64Array((await bytes('digit')).slice(128).buffer), shape: [1797] },
    };
    const { inputs: _, ...rest } = await a.analyze(arrays, QUICK);
    const { inputs: __, ...expected } = await reference();
    expect(rest).toEqual(expected);
  });

  it('again in the same analyzer, and after an abort', async () => {
    const a = await analyzer({ workers: 2 });
    const control = new AbortController();
    const aborted = a.analyze(
      INPUTS,
      { k: 10, seed: 1 },
      {
        signal: control.signal,
        onProgress: ({ share }) => {
          if (share > 0.1) control.abort(new Error('enough'));
        },
      },
    );
    await expect(aborted).rejects.toThrow('enough');
    expect(await a.analyze(INPUTS, QUICK)).toEqual(await reference());
  });
});

describe('strata', { timeout: 120_000 }, () => {
  it('are decomposed beside the whole, whose numbers stay, from a file or a list', async () => {
    const digits = new BigInt64Array((await readFile(INPUTS.y)).buffer.slice(128));
    const z = [...digits].map((digit) => (digit < 5n ? 'low' : 'high'));
    const a = await analyzer({ workers: 2 });
    const { strata, samples, warnings, passed, ...rest } = await a.analyze({ ...INPUTS, z }, QUICK);
    const { strata: none, samples: all, warnings: _, passed: __, ...whole } = await reference();
    expect([rest, none]).toEqual([whole, null]);
    expect(samples?.by_label).toEqual(all?.by_label);
    expect(samples?.by_stratum.map(({ label, n }) => [label, n])).toEqual([
      ['high', 896],
      ['low', 901],
    ]);
    expect(strata?.each.map(({ label, n }) => [label, n])).toEqual([
      ['high', 896],
      ['low', 901],
    ]);
    expect(strata?.mean?.n).toBe(1797);
    // The digit says whether it is low, so that within strata there is less to know.
    expect(strata!.mean!.information_bits.h_y).toBeLessThan(rest.information_bits.h_y - 0.9);
    expect(strata!.mean!.atoms_bits.unique1.present).toBe(true);
    expect([...warnings, ...passed].some(({ code }) => code === 'strata_differ')).toBe(true);
    const same = await (await analyzer({ worker: false })).analyze({ ...INPUTS, z }, QUICK);
    expect(same.strata).toEqual(strata);
  });

  it('survive a link', async () => {
    const z = Array.from({ length: 1797 }, (_, i) => i % 3);
    const { report, extras } = await (await analyzer({ workers: 2 })).run(
      { ...INPUTS, z },
      { ...QUICK, method: 'plugin' },
    );
    expect(report.strata?.mean?.label).toBeNull();
    const opened = async (inputNames: boolean) =>
      (await decodeLink((await encodeLink(shareOne(report, extras), { inputNames })).fragment)).analyses[0]!
        .report;
    const { strata } = await opened(true);
    expect(strata?.each.map(({ label, n }) => [label, n])).toEqual([
      ['0', 599],
      ['1', 599],
      ['2', 599],
    ]);
    // Labels travel only where names do.
    expect((await opened(false)).strata?.each.map(({ label }) => label)).toEqual(['1', '2', '3']);
    expect(strata?.each[1]?.atoms_bits.synergy.plugin).toBeCloseTo(
      report.strata!.each[1]!.atoms_bits.synergy.plugin,
      5,
    );
  });

  it('that do not fit are refused', async () => {
    const a = await analyzer({ worker: false });
    await expect(a.analyze({ ...INPUTS, z: [1, 2, 3] }, QUICK)).rejects.toMatchObject({
      code: 'row_count_mismatch',
      message: expect.stringContaining('Z have 3 rows') as string,
    });
    await expect(a.analyze({ ...INPUTS, z: INPUTS.x1 }, QUICK)).rejects.toMatchObject({
      code: 'strata_not_labels',
    });
  });
});

describe('a run', { timeout: 120_000 }, () => {
  // With a clock that hurries no message of progress is left out, and on the page's own thread each arrives
  // before its task is over.
  it.each([{ workers: 2 }, { worker: false }])(
    'tells progress that never falls, plug-in values first and then what is pooled so far, with %o',
    async (how) => {
      let now = 0;
      vi.spyOn(Date, 'now').mockImplementation(() => (now += 100));
      const a = await analyzer(how);
      const told: Progress[] = [];
      const previews: Report[] = [];
      const report = await a.analyze(INPUTS, QUICK, {
        onProgress: (p) => told.push(p),
        onPreview: (p) => previews.push(p),
      });
      expect(told.length).toBeGreaterThan(0);
      expect(
        told.filter(({ share, done, total }) => !(share >= 0 && share <= 1 && done <= total + 1e-9)),
      ).toEqual([]);
      const shares = told.map(({ share }) => share);
      expect(shares).toEqual([...shares].sort((p, q) => p - q));
      expect(told[0]).toMatchObject({ phase: 'read', share: 0 });
      // Bytes of the three files, all of them in the end.
      const bytes = told.filter(({ phase }) => phase === 'read').at(-1);
      expect(bytes?.done).toBe(bytes?.total);
      expect(bytes?.total).toBe(
        [INPUTS.x1, INPUTS.x2, INPUTS.y].reduce((sum, file) => sum + statSync(file).size, 0),
      );
      const synergies = previews.map(({ atoms_bits }) => atoms_bits.synergy);
      const first = report.partitions[0]?.atoms_bits;
      expect(synergies[0]).toMatchObject({
        plugin: first?.plugin.synergy,
        estimate: null,
        method: 'plugin',
      });
      // Then one partition, and perhaps both: what a probe reads comes last, but may be there before.
      expect(previews.map(({ partitions }) => partitions.length).slice(0, 2)).toEqual([1, 1]);
      expect(previews.length).toBeLessThan(4);
      expect(report.partitions.map(({ atoms_bits }) => atoms_bits.plugin.synergy)).toContain(
        synergies[1]?.plugin,
      );
      vi.restoreAllMocks();
    },
  );

  it('is computed again from its counts: through a link and a file, identical', async () => {
    const a = await analyzer({ workers: 2 });
    const { report, extras } = await a.run(INPUTS, QUICK);
    const shared = shareOne(report, extras);
    const [link, file] = [
      (await decodeLink((await encodeLink(shared)).fragment)).analyses[0]!,
      decodeFile(encodeFile(shared)).analyses[0]!,
    ];
    for (const { report: shown, counts } of [link, file]) {
      const again = await a.recompute({ options: shown.options, counts: counts! });
      expect(recomputedDifferences(shown, again.report)).toEqual([]);
      const { atoms_bits: atoms } = report.partitions[report.partition.number]!;
      expect(again.report.partitions.map(({ atoms_bits }) => atoms_bits)).toEqual([atoms]);
      // Another partition, or another value of one that is not shown, does not pass.
      const other = structuredClone(shown);
      other.partitions[1 - shown.partition.number]!.atoms_bits.plugin.redundancy += 0.01;
      expect(recomputedDifferences(other, again.report).map(({ name }) => name)).toEqual([
        'redundancy.plugin, mean',
      ]);
      other.partition.number = 1 - shown.partition.number;
      expect(recomputedDifferences(other, again.report).length).toBeGreaterThan(4);
    }
    expect(digestOf(report)).toBe(link.digest);
  });

  it('leaves out samples with NaN in any input, when asked', async () => {
    const a = await analyzer({ workers: 2 });
    const { x1, x2, y } = await a.generate('C_xor', { n: 400, d: 8, seed: 2 });
    const options = { ...QUICK, method: 'plugin' } as const;
    const labels = [...y.data].map((label) => (label === 0 ? 'no' : 'yes'));
    const bad = { data: x1.data.slice(), shape: x1.shape };
    bad.data[8 * 17] = NaN;
    const worse = { data: x2.data.slice(), shape: x2.shape };
    worse.data[8 * 3 + 5] = Infinity;
    await expect(a.analyze({ x1: bad, x2: worse, y: labels }, options)).rejects.toMatchObject({
      code: 'non_finite',
      message: expect.stringContaining('17') as string,
    });
    const dropped = await a.analyze({ x1: bad, x2: worse, y: labels }, { ...options, drop_nonfinite: true });
    expect(dropped.n).toBe(398);
    const keep = <T>(values: T[], width: number) =>
      values.filter((_, i) => ![3, 17].includes(Math.floor(i / width)));
    const array = ({ data }: typeof x1) => ({ data: Float32Array.from(keep([...data], 8)), shape: [398, 8] });
    const clean = await a.analyze({ x1: array(x1), x2: array(x2), y: keep(labels, 1) }, options);
    expect([dropped.information_bits, dropped.atoms_bits]).toEqual([
      clean.information_bits,
      clean.atoms_bits,
    ]);
  });

  it('reads a file once for several runs, and again when it is read otherwise', async () => {
    let reads = 0;
    class Counted extends Blob {
      override slice(start?: number, end?: number): Blob {
        // Whoever reads a file begins at its beginning.
        if (start === 0) reads += 1;
        return super.slice(start, end);
      }
    }
    const a = await analyzer({ worker: false });
    const file = async (name: string) => new Counted([await readFile(path(name))]);
    const files = { x1: await file('top'), x2: await file('bottom'), y: await file('digit') };
    const options = { ...QUICK, method: 'plugin' } as const;
    const once = await a.analyze(files, options);
    expect(reads).toBe(3);
    expect(await a.analyze(files, options)).toEqual(once);
    await a.analyze(files, { ...options, k: 4 });
    expect(reads).toBe(3);
    await a.analyze(files, { ...options, preparation: { centre: true } });
    expect(reads).toBe(6);
  });

  it('leaves counts, codes and codebooks that agree', async () => {
    const a = await analyzer({ workers: 2 });
    const {
      extras: { counts, codes, codebooks, trace },
    } = await a.run(INPUTS, { ...QUICK, method: 'plugin' });
    const tally = new Map<string, number>();
    codes?.x1.forEach((x1, i) => {
      const key = `${x1},${codes.x2[i]},${codes.y[i]}`;
      tally.set(key, (tally.get(key) ?? 0) + 1);
    });
    const held = [...counts.counts].map(
      (count, i) => [[...counts.cells.slice(3 * i, 3 * i + 3)].join(','), count] as const,
    );
    expect(new Map(held)).toEqual(tally);
    expect(codebooks?.x1?.shape).toEqual([8, 32]);
    expect(trace?.length).toBeGreaterThan(0);
  });

  it('gives a report that the published schema accepts, as the golden one', async () => {
    const schema = JSON.parse(
      readFileSync(new URL('../../../www/lib/generated/report.schema.json', import.meta.url), 'utf8'),
    ) as object;
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    expect(validate(JSON.parse(JSON.stringify(await reference()))), JSON.stringify(validate.errors)).toBe(
      true,
    );
  });
});

describe('other calls', () => {
  it('inspect tells what a file is, without keeping it', async () => {
    const a = await analyzer();
    expect(await a.inspect(INPUTS.x1)).toMatchObject({
      name: 'top.npy',
      kind: 'numbers',
      shape: [1797, 32],
      dtype: 'uint8',
      rows: 1797,
      columns: 32,
      constant: false,
    });
    expect(await a.inspect(['cat', 'dog', 'cat'])).toMatchObject({ kind: 'labels', rows: 3, distinct: 2 });
    await expect(a.inspect(new TextEncoder().encode('no array at all'))).rejects.toMatchObject({
      name: 'ModalensError',
      hint: expect.any(String) as string,
    });
  });

  it('options are filled in by the engine and refused where they make no sense', async () => {
    const a = await analyzer();
    expect(await a.resolveOptions({ names: ['image', 'text'] })).toMatchObject({
      k: 'auto',
      names: ['image', 'text', 'y'],
      preparation: { l2: true },
    });
    await expect(a.resolveOptions({ k: 1 })).rejects.toMatchObject({ code: 'invalid_option' });
    await expect(a.resolveOptions({ k: 'many' } as never)).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('a whole number or "auto"') as string,
    });
  });

  it('a name that no option has is refused wherever it stands', async () => {
    const a = await analyzer();
    const refused = (call: Promise<unknown>, option: string): Promise<void> =>
      expect(call).rejects.toMatchObject({
        code: 'unknown_option',
        message: expect.stringContaining(`"${option}"`) as string,
      });
    await refused(a.resolveOptions({ kk: 1 } as never), 'kk');
    await refused(a.resolveOptions({ preparation: { l1: true } } as never), 'preparation.l1');
    const table = { x1: [0, 1], x2: [0, 1], y: [0, 1], p: [1, 1] };
    await refused(a.decompose(table, { tolerance: 1e-6 } as never), 'tolerance');
    await refused(a.generate('C_xor', { count: 50 } as never), 'count');
    await refused(a.inspect(new Blob(['a\nb\n']), { colunm: 'y' } as never), 'colunm');
    await refused(
      a.analyze({ x1: [1, 2], x2: [1, 2], y: [1, 2] }, { prepartion: {} } as never),
      'prepartion',
    );
  });

  it('decompose, generate and systems', async () => {
    const a = await analyzer();
    const and = await a.decompose({ x1: [0, 0, 1, 1], x2: [0, 1, 0, 1], y: [0, 0, 0, 1], p: [1, 1, 1, 1] });
    expect(and.atoms_bits.redundancy).toBeCloseTo(0.311278, 5);
    const systems = await a.systems();
    const { x1, y, truth } = await a.generate('C_xor', { n: 50, d: 8 });
    expect([x1.shape, x1.data.length, y.shape]).toEqual([[50, 8], 400, [50]]);
    expect(truth).toEqual(systems.find(({ name }) => name === 'C_xor')?.truth);
  });
});
