// Y as a closed model answers it: words as it spells them, and scores of options.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeNpy } from '../../../../www/lib/inputs/npy';
import type { Report } from '../../../../www/lib/types/report';
import { folder, modalens, write } from './harness';

const N = 400;

/** Two embeddings of four features, one bit of which each knows, and the answer: their conjunction. */
const bits = Array.from({ length: N }, (_, i) => [i & 1, (i >> 1) & 1] as const);
const embeddings = (which: 0 | 1): Uint8Array =>
  encodeNpy(
    Float32Array.from({ length: 4 * N }, (_, j) => {
      const i = Math.floor(j / 4);
      return (j % 4 === 0 ? 3 * bits[i]![which] : 1) + 0.1 * Math.sin(7 * j + which);
    }),
    [N, 4],
  );
const SPELLINGS = [
  ['no', 'No', 'no.', ' NO'],
  ['yes', 'Yes!', '"yes"', 'yes'],
] as const;
const answers = bits.map(([a, b], i) => SPELLINGS[(a & b) as 0 | 1][(i >> 2) % 4]!);

const write_all = (): string[] => [write('image.npy', embeddings(0)), write('text.npy', embeddings(1))];
const QUICK = ['--k', '2', '--partitions', '2', '--no-gauge'];

describe('a target of a model', { timeout: 60_000 }, () => {
  it('of words is its answers, however they are spelt; the mapping is saved', async () => {
    const y = write('answers.jsonl', answers.map((answer) => `${JSON.stringify({ answer })}\n`).join(''));
    const args = ['analyze', ...write_all(), y, ...QUICK];
    const json = await modalens([...args, '--codes', 'codes', '--json']);
    expect([json.code, json.err]).toEqual([0, '']);
    const report = JSON.parse(json.out) as Report;
    expect(report.inputs.y.answers).toEqual({ spellings: 7, answers: 2 });
    expect(report.partition.ky).toBe(2);
    expect(report.warnings.find(({ code }) => code === 'spellings')?.fact).toBe(
      '7 spellings of y are 2 answers.',
    );
    const mapping = readFileSync(join(folder, 'codes', 'y_answers.csv'), 'utf8')
      .trim()
      .split('\n');
    expect(mapping[0]).toBe('spelling,answer,counted_as,samples');
    expect(mapping).toContain('Yes!,yes,yes,25');
    expect(mapping).toHaveLength(8);
    const exact = await modalens([...args, '--y-ignore', 'none', '--json']);
    const apart = JSON.parse(exact.out) as Report;
    expect([apart.inputs.y.answers, apart.options.y_ignore.case]).toEqual([null, false]);
    expect(apart.information_bits.h_y).toBeGreaterThan(report.information_bits.h_y + 1);
    const wrong = await modalens([...args, '--y-ignore', 'colour']);
    expect([wrong.code, wrong.err.includes('"none" or a list of case, space, punctuation')]).toEqual([
      2,
      true,
    ]);
  });

  it('of probabilities is its best option; K-means on them is told beside', async () => {
    const sure = bits.map(([a, b], i) => ((a & b) === 1 ? 0.2 : 0.9) - 0.05 * (i % 3));
    const y = write('options.npy', encodeNpy(Float32Array.from(sure.flatMap((p) => [p, 1 - p])), [N, 2]));
    const args = [...write_all(), y, ...QUICK];
    const one = await modalens(['analyze', ...args, '--json']);
    const report = JSON.parse(one.out) as Report;
    const entropy = (p: number): number => -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
    const mean = sure.reduce((sum, p) => sum + entropy(Math.fround(p)), 0) / N;
    expect(report.inputs.y.scores).toMatchObject({ form: 'probabilities', options: 2 });
    expect(report.inputs.y.scores?.entropy_bits).toBeCloseTo(mean, 5);
    expect(report.partition.y).toBe(null);
    const both = await modalens(['sweep', ...args, '--y-scores', 'argmax,kmeans', '--json']);
    expect([both.code, both.err]).toEqual([0, '']);
    const points = (JSON.parse(both.out) as { points: { value: string; report: Report }[] }).points;
    expect(points.map(({ value, report: { inputs } }) => [value, inputs.y.scores !== null])).toEqual([
      ['argmax', true],
      ['kmeans', false],
    ]);
  });

  it('beside the label is a study of both: model or data set; masked outputs too', async () => {
    mkdirSync(join(folder, 'both'));
    const own = (name: string) => join('both', name);
    write(own('x1.npy'), embeddings(0));
    write(own('x2.npy'), embeddings(1));
    write(own('label.txt'), bits.map(([a]) => `${a ? 'bus' : 'cat'}\n`).join(''));
    write(own('y_answer.txt'), bits.map(([, b]) => `${b ? 'Bus.' : 'cat'}\n`).join(''));
    write(own('y_no_text.txt'), bits.map(([a], i) => `${a && i % 9 ? 'bus' : 'cat'}\n`).join(''));
    const { code, out, err } = await modalens(['study', 'both', ...QUICK, '--names', 'image,text']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^label .*\n^answer .*\n^no_text /m);
    const flat = out.replaceAll('\n', ' ');
    expect(flat).toContain('Of label the inputs tell: image more; of answer: text more.');
    expect(flat).toContain("The imbalance of the answers is the model's own.");
    expect(flat).toContain('its drop in accuracy counts that alone');
  });
});
