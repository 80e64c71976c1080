// Codebooks of all partitions: as files for other engines, and as what assigns codes in one pass.
import { csvParse } from 'd3-dsv';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codebooksParquet } from '../../../www/lib/cli/codebooks-parquet';
import { codebookRows, codebooksCsv } from '../../../www/lib/export/codebook-rows';
import {
  type AnalysisResult,
  type Codebook,
  createAnalyzer,
  decodeCodebooks,
  encodeCodebook,
  encodeCodebooks,
} from '../../../www/lib/node';

const analyzer = await createAnalyzer({ workers: 2 });
afterAll(() => analyzer.dispose());

const OPTIONS = { k: 4, seed: 3, partitions: 3, n_init: 1, gauge: false } as const;
let inputs: { x1: { data: Float32Array; shape: number[] }; x2: typeof inputs.x1; y: string[] };
let plain: AnalysisResult;
let projected: AnalysisResult;

beforeAll(async () => {
  const { x1, x2, y } = await analyzer.generate('VLM_gated_sym', { n: 900, d: 6, sigma: 1, seed: 2 });
  inputs = { x1, x2, y: [...y.data].map(String) };
  plain = await analyzer.run(inputs, OPTIONS);
  projected = await analyzer.run(inputs, { ...OPTIONS, preparation: { centre: true, pca: 2, whiten: true } });
}, 60_000);

const books = ({ extras }: AnalysisResult): Codebook[] => extras.partitions!.map(({ x1 }) => x1!);

describe('of all partitions', () => {
  it('leave an analysis, that of the shown one among them', () => {
    const all = books(plain);
    expect(all).toHaveLength(3);
    expect(all[plain.report.partition.number]).toEqual(plain.extras.codebooks!.x1);
    expect(all[0]!.data).not.toEqual(all[1]!.data);
    expect(plain.extras.partitions!.map(({ y }) => y)).toEqual([undefined, undefined, undefined]);
  });

  it('assign in one pass what each assigns alone', async () => {
    const codes = await analyzer.assignAll(books(plain), inputs.x1);
    expect(codes).toHaveLength(3);
    for (const [number, book] of books(plain).entries())
      expect(await analyzer.assign(book, inputs.x1)).toEqual(codes[number]);
    expect(codes[plain.report.partition.number]).toEqual(plain.extras.codes!.x1);
    const refused = analyzer.assignAll([], inputs.x1);
    await expect(refused).rejects.toMatchObject({ code: 'invalid_option' });
  });

  it('come back from one file', () => {
    expect(decodeCodebooks(encodeCodebooks(books(projected)))).toEqual(books(projected));
    expect(decodeCodebooks(encodeCodebook(books(plain)[0]!))).toEqual([books(plain)[0]]);
    for (const bad of [
      '',
      '{"schema":"modalens.codebooks/1"}',
      '{"schema":"modalens.codebooks/1","codebooks":[]}',
    ])
      expect(() => decodeCodebooks(bad)).toThrow(expect.objectContaining({ code: 'malformed_codebook' }));
  });
});

describe('as rows', () => {
  it('are a row a centroid after those of the preparation', () => {
    const rows = codebookRows('x1', books(projected));
    const parts = rows.map(({ part }) => part);
    expect(parts.slice(0, 4)).toEqual(['centre', 'mean', 'component', 'component']);
    expect(parts.slice(4)).toEqual(Array(12).fill('centroid'));
    expect(rows.slice(4).map(({ partition, number }) => [partition, number])).toEqual(
      [0, 1, 2].flatMap((partition) => [0, 1, 2, 3].map((code) => [partition, code])),
    );
    expect(rows.map(({ values }) => values.length)).toEqual([6, 6, 6, 6, ...Array(12).fill(2)]);
    expect(codebookRows('x1', [])).toEqual([]);
  });

  it.each([
    ['plain', () => plain],
    ['projected', () => projected],
  ])('CSV and Parquet hold every bit: %s', async (_, result) => {
    const rows = codebookRows('x1', books(result()));
    const numbers = (cells: (string | undefined)[]) => Float32Array.from(cells.filter(Boolean).map(Number));
    const csv = csvParse(codebooksCsv(rows)).map(({ source, partition, part, number, l2, ...values }) => ({
      source,
      partition: partition === '' ? null : Number(partition),
      part,
      number: Number(number),
      l2: l2 === 'true',
      values: numbers(Object.values(values)),
    }));
    expect(csv).toEqual(rows);
    const file = codebooksParquet(rows).slice().buffer;
    const parquet = await parquetReadObjects({ file });
    expect(parquet.map((row) => ({ ...row, values: Float32Array.from(row['values'] as number[]) }))).toEqual(
      rows,
    );
  });
});

describe('counts of several partitions', () => {
  const tables = async () => {
    const [x1, x2] = await Promise.all(
      (['x1', 'x2'] as const).map((slot) =>
        analyzer.assignAll(
          plain.extras.partitions!.map((own) => own[slot]!),
          inputs[slot],
        ),
      ),
    );
    const cells = new Map<string, number>();
    for (const [partition, codes] of x1!.entries())
      for (const [row, code] of codes.entries()) {
        const cell = `${partition},${code},${x2![partition]![row]},${inputs.y[row]}`;
        cells.set(cell, (cells.get(cell) ?? 0) + 1);
      }
    return [...cells].map(([cell, count]) => `${cell},${count}`);
  };
  const table = (lines: string[]) => new File([`partition,x1,x2,y,count\n${lines.join('\n')}\n`], 'c.csv');

  it('give the answer of the analysis, every digit', async () => {
    const found = await analyzer.parseTables(table(await tables()));
    expect(found.map(({ partition }) => partition)).toEqual(['0', '1', '2']);
    const counts = found.map((one) => one.counts!);
    const options = await analyzer.resolveOptions({ seed: OPTIONS.seed });
    const { report } = await analyzer.recompute({ options, counts });
    for (const key of ['n', 'atoms_bits', 'information_bits', 'contribution', 'ranking'] as const)
      expect(report[key]).toEqual(plain.report[key]);
    expect(report.partitions.map((own) => own.atoms_bits)).toEqual(
      plain.report.partitions.map((own) => own.atoms_bits),
    );
    expect(report.estimand).toMatch(/averaged over the 3 partitions/);
  });

  it('must count the same samples, and are no single table', async () => {
    const lines = await tables();
    await expect(analyzer.parseTable(table(lines))).rejects.toMatchObject({ code: 'unsupported_source' });
    const found = await analyzer.parseTables(table(lines.slice(1)));
    const options = await analyzer.resolveOptions({});
    const refused = analyzer.recompute({ options, counts: found.map((one) => one.counts!) });
    await expect(refused).rejects.toThrow(/each has to count all of them/);
  });
});
