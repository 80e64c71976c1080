// One file in place of three: roles, layers and targets by the names of its arrays.
import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Layers } from '../../../../www/lib/explore/layers';
import type { Study } from '../../../../www/lib/explore/study';
import type { Report } from '../../../../www/lib/types/report';
import { FILES, modalens, QUICK, write } from './harness';

const PLAIN = [...QUICK, '--plugin', '--json'];
const [top, bottom, digit] = FILES.map((path) => new Uint8Array(readFileSync(path))) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

const archive = (name: string, members: Record<string, Uint8Array>): string =>
  write(
    name,
    zipSync(Object.fromEntries(Object.entries(members).map(([key, bytes]) => [`${key}.npy`, bytes])), {
      level: 0,
    }),
  );

/** Two layers, of which the last is that of the files, two targets, and what is no input. */
const run = (): string =>
  archive('run.npz', {
    order: digit,
    x1_image_layer2: bottom,
    x1_image_layer10: top,
    x2_text_layer2: bottom,
    x2_text_layer10: bottom,
    y_answer: digit,
    y_label: digit,
  });

const json = async <T>(args: string[]): Promise<{ found: T; err: string }> => {
  const { code, out, err } = await modalens(args);
  expect([code, code === 0 ? '' : err]).toEqual([0, '']);
  return { found: JSON.parse(out) as T, err };
};

describe('one file with all arrays', { timeout: 120_000 }, () => {
  it('is analysed as its arrays in three files, of its last layer and first target', async () => {
    const alone = await json<Report>(['analyze', ...FILES, ...PLAIN]);
    const { found, err } = await json<Report>(['analyze', run(), ...PLAIN]);
    expect(found.atoms_bits).toEqual(alone.found.atoms_bits);
    expect(found.inputs.x1.name).toBe('run.npz › x1_image_layer10');
    expect(err).toBe(
      'run.npz: x1_image_layer10, x2_text_layer10, y_answer (--layers takes all 2 layers; ' +
        '`modalens study` also y_label).\n',
    );
  });

  it('gives the array that is named, and the others by their names', async () => {
    const alone = await json<Report>(['analyze', FILES[1]!, FILES[1]!, FILES[2]!, ...PLAIN]);
    const { found, err } = await json<Report>([
      'analyze',
      run(),
      '--member',
      'x1_image_layer2,,y_label',
      ...PLAIN,
    ]);
    expect(found.atoms_bits).toEqual(alone.found.atoms_bits);
    expect(err).toMatch(/^run\.npz: x1_image_layer2, x2_text_layer10, y_label /);
  });

  it('has its layers analysed one after the other', async () => {
    const { found } = await json<Layers>(['analyze', run(), '--layers', ...PLAIN]);
    const { found: last } = await json<Report>(['analyze', ...FILES, ...PLAIN]);
    expect(found.layers.map(({ x1_layer, x2_layer, y_layer }) => [x1_layer, x2_layer, y_layer])).toEqual([
      [2, 2, null],
      [10, 10, null],
    ]);
    expect(found.layers[1]?.report.atoms_bits).toEqual(last.atoms_bits);
    expect(found.layers[0]?.report.atoms_bits).not.toEqual(last.atoms_bits);
  });

  it('is a study of its layers and targets', async () => {
    const { found } = await json<Study>(['study', run(), ...PLAIN]);
    expect(found.rows.map(({ keys, error }) => [keys, error])).toEqual(
      ['2', '10'].flatMap((layer) => ['answer', 'label'].map((y) => [{ layer, y }, null])),
    );
  });

  it('may be called by words, and be a table', async () => {
    const named = archive('named.npz', { image: top, text: bottom, label: digit });
    const alone = await json<Report>(['analyze', ...FILES, ...PLAIN]);
    expect((await json<Report>(['analyze', named, ...PLAIN])).found.atoms_bits).toEqual(
      alone.found.atoms_bits,
    );
    const lines = Array.from({ length: 40 }, (_, i) => `${i % 2},${i % 3},${'ab'[i % 2]}`);
    const { err } = await json(['analyze', write('t.csv', ['x1,x2,y', ...lines].join('\n')), '--json']);
    expect(err).toBe('t.csv: x1, x2, y.\n');
  });

  it.each<[string, string[], RegExp]>([
    ['names without a role', ['analyze'], /holds left_a, other: these names do not tell x1, x2 and y/],
    ['a study of such', ['study'], /its arrays have no names that tell x1, x2 and y/],
  ])('%s: exit code 2 and one line', async (_, command, said) => {
    const { code, out, err } = await modalens([
      ...command,
      archive('odd.npz', { left_a: top, other: bottom }),
    ]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
