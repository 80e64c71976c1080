// Tables and text for a paper.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../www/lib/cli/command';
import { analyze } from '../../../www/lib/cli/commands/analyze';
import { FLAGS, quoted, writeFlags } from '../../../www/lib/cli/flags';
import { optionsOf } from '../../../www/lib/cli/inputs';
import { table } from '../../../www/lib/cli/table';
import { latexText, methodsParagraph, reproducingCommand, toCsv, toLatex } from '../../../www/lib/export';
import type { Entry } from '../../../www/lib/export/entry';
import { addingUp, fixed } from '../../../www/lib/export/figures';
import { encodeNpy } from '../../../www/lib/inputs/npy';
import type { PartialOptions } from '../../../www/lib/types/options';
import type { Estimate, Report } from '../../../www/lib/types/report';
import { report } from './arbitrary';

const golden = JSON.parse(
  readFileSync(new URL('../../golden/report_emoji.json', import.meta.url), 'utf8'),
) as Report;

/** A CSV reader of the plainest kind, for reading back. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const field = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\n|$)/gy;
  for (let match = field.exec(text); match && match[0] !== ''; match = field.exec(text)) {
    const [, value = '', end] = match;
    rows.at(-1)?.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === '\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

describe('CSV', () => {
  it('gives every number with every digit', () => {
    const rows = parseCsv(toCsv([{ title: 'a, "b"', report: golden }]));
    const columns = rows[0]!;
    const synergy = rows.find((row) => row[columns.indexOf('quantity')] === 'synergy')!;
    const read = (name: string) => Number(synergy[columns.indexOf(name)]);
    const { plugin, estimate, se, lower, upper } = golden.atoms_bits.synergy;
    expect([read('plugin'), read('estimate'), read('se'), read('lower'), read('upper')]).toEqual([
      plugin,
      estimate,
      se,
      lower,
      upper,
    ]);
    expect(synergy[0]).toBe('a, "b"');
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
  });

  it('keeps its shape whatever the report says, and disarms formulas', () => {
    fc.assert(
      fc.property(report, fc.string(), (r, title) => {
        const rows = parseCsv(
          toCsv([
            { title, report: r },
            { title: '=HYPERLINK("x")', report: r },
          ]),
        );
        const strata = r.strata ? r.strata.each.length + (r.strata.mean ? 1 : 0) : 0;
        expect(rows.length).toBe(1 + 2 * (14 + 9 * strata));
        expect(rows.at(-1)?.[0]).toBe(`'=HYPERLINK("x")`);
      }),
      { numRuns: 50 },
    );
  });
});

it('keys of a study are columns of their own, in CSV and LaTeX', () => {
  const entries: Entry[] = [
    { title: 'a', keys: { model: 'clip & co', layer: '2' }, report: golden },
    { title: 'b', keys: { model: '[x]', dataset: 'vqa' }, report: golden },
  ];
  const rows = parseCsv(toCsv(entries));
  expect(rows[0]?.slice(0, 4)).toEqual(['model', 'layer', 'dataset', 'stratum']);
  expect(rows[1]?.slice(0, 3)).toEqual(['clip & co', '2', '']);
  expect(rows.at(-1)?.slice(0, 3)).toEqual(['[x]', '', 'vqa']);
  const text = toLatex(entries);
  expect(text).toContain('\\begin{tabular}{lllcccccc}');
  expect(text).toContain('model & layer & dataset & Redundancy');
  expect(text).toContain('clip \\& co & 2 &  & ');
  expect(text).toContain('{}[x] &  & vqa & ');
});

describe('LaTeX', () => {
  it('has the numbers and intervals', () => {
    const text = toLatex([{ title: 'Emoji', report: golden }]);
    const { estimate, lower, upper } = golden.atoms_bits.redundancy;
    expect(text).toContain(`\\textbf{${estimate!.toFixed(2)}} [${lower!.toFixed(2)}, ${upper!.toFixed(2)}]`);
    expect(text).toContain('\\begin{tabular}{lcccccc}');
    expect(text).toContain('Unique (image) & Unique (text)');
  });

  it('escapes whatever a name holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const rest = latexText(name).replaceAll(
          /\\(?:textbackslash|textasciitilde|textasciicircum|textless|textgreater)\{\}|\\[{}$&#_%]/g,
          '',
        );
        expect(rest).not.toMatch(/[\\{}$&#_%~^<>]/);
      }),
    );
  });

  it('of plug-in runs has no interval', () => {
    const plain = structuredClone(golden);
    plain.options.method = 'plugin';
    for (const e of [...Object.values(plain.atoms_bits), plain.information_bits.i12])
      Object.assign(e, { estimate: null, lower: null, upper: null });
    const { redundancy, unique1 } = addingUp(plain, 2);
    expect(toLatex([{ title: 'x', report: plain }])).toContain(`x & ${redundancy} & ${unique1} & `);
  });

  it('takes no title for an argument of the line before it', () => {
    for (const title of ['[0.5] dropout', '*starred*', '  [x]']) {
      const rows = toLatex([
        { title: 'x', report: golden },
        { title, report: golden },
      ]).split('\\midrule')[1]!;
      expect(rows).toMatch(/\\\\\n\{\}[[*]/);
      expect(rows).not.toMatch(/\\\\\s*[[*]/);
    }
  });

  it('never says minus nothing', () => {
    const report = structuredClone(golden);
    Object.assign(report.atoms_bits.unique1, { estimate: -0.001, lower: -0.004, upper: 0.002 });
    Object.assign(report.contribution.c1, { estimate: 0.001, lower: -1e-9, upper: 0.01 });
    for (const text of [toLatex([{ title: 'x', report }]), table(report)])
      expect(text).not.toMatch(/-\$?0\.0+\b/);
    expect(fixed(-0.4, 0)).toBe('0');
    expect(fixed(-0.006, 2)).toBe('-0.01');
  });

  it('prints parts that add up to what is printed as their sum, none a whole step away', () => {
    const atom = fc.double({ min: -0.1, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(atom, atom, atom, atom), fc.constantFrom(2, 3), ([r, u1, u2, s], digits) => {
        const e = (estimate: number): Estimate => ({ ...golden.atoms_bits.synergy, estimate });
        const quantities = {
          atoms_bits: { redundancy: e(r), unique1: e(u1), unique2: e(u2), synergy: e(s) },
          information_bits: {
            ...golden.information_bits,
            i1: e(r + u1),
            i2: e(r + u2),
            i12: e(r + u1 + u2 + s),
          },
        };
        const shown = addingUp(quantities, digits);
        const steps = Object.fromEntries(
          Object.entries(shown).map(([name, text]) => [name, Math.round(Number(text) * 10 ** digits)]),
        ) as Record<keyof typeof shown, number>;
        const { redundancy, unique1, unique2, synergy, i1, i2, i12 } = steps;
        expect([i1, i2, i12]).toEqual([
          redundancy + unique1,
          redundancy + unique2,
          redundancy + unique1 + unique2 + synergy,
        ]);
        for (const [name, { estimate }] of Object.entries({
          ...quantities.atoms_bits,
          i1: e(r + u1),
          i12: e(r + u1 + u2 + s),
        }))
          expect(Math.abs(steps[name as keyof typeof steps] - estimate! * 10 ** digits)).toBeLessThan(1);
      }),
    );
    // Rounded one by one these would read 0.22 + 1.12 = 1.33.
    const e = (estimate: number): Estimate => ({ ...golden.atoms_bits.synergy, estimate });
    const example = {
      atoms_bits: { redundancy: e(0.216), unique1: e(1.115), unique2: e(0), synergy: e(0) },
      information_bits: { ...golden.information_bits, i1: e(1.331), i2: e(0.216), i12: e(1.331) },
    };
    const { redundancy, unique1, i1 } = addingUp(example, 2);
    expect([redundancy, unique1, i1]).toEqual(['0.22', '1.11', '1.33']);
  });

  it('leaves out synergy where the report hides it, in the table for a paper as on the terminal', () => {
    const hidden = {
      code: 'synergy_hidden',
      level: 'stop' as const,
      message: '0.20 samples per cell, 4 wanted. Synergy is not shown.',
      fact: '0.20 samples per cell, 4 wanted.',
      effect: 'Synergy is not shown.',
      action: '',
      smaller_k: null,
    };
    const report = { ...golden, warnings: [hidden] };
    expect(toLatex([{ title: 'x', report }])).toContain(' & -- & -- & ');
    expect(table(report)).toMatch(/S +synergy +hidden: too few samples/);
    expect(table(report)).toMatch(/Share of the joint information \(Shapley\)\n +hidden: too few samples/);
    const rows = parseCsv(toCsv([{ title: 'x', report }]));
    const [columns] = rows;
    for (const quantity of ['synergy', 'i12', 'shapley1', 'shapley2']) {
      const row = rows.find((one) => one[columns!.indexOf('quantity')] === quantity)!;
      const of = (name: string) => row[columns!.indexOf(name)];
      expect([of('estimate'), of('lower'), of('upper'), of('status'), of('reason')]).toEqual([
        '',
        '',
        '',
        'hidden',
        'too few samples',
      ]);
    }
    expect(table(golden)).not.toContain('hidden');
  });
});

it('the methods paragraph has every setting and the citations', () => {
  const text = methodsParagraph(golden);
  const {
    n,
    partition: { k1, ky },
    options: { n_init, partitions, seed },
  } = golden;
  const settings = [
    `n = ${n}`,
    `${k1} codes (image)`,
    `${n_init} restarts`,
    `${partitions} partitions`,
    `seed ${seed}`,
    `label has ${ky} labels`,
  ];
  for (const part of [...settings, 'arXiv:2511.19470', 'Bertschinger']) {
    expect(text).toContain(part);
  }
});

describe('the reproducing command', () => {
  it('reads back as the options of the report', () => {
    fc.assert(
      fc.property(report, ({ options }) => {
        const read: PartialOptions = {};
        for (const flag of FLAGS) {
          const value = flag.write(options);
          if (value !== undefined) expect(flag.read(value, read)).toBe(undefined);
        }
        const base = {
          method: 'full',
          discretiser: 'kmeans',
          gauge: true,
          noise: 0,
          y_quantiles: false,
          drop_nonfinite: false,
        };
        const preparation = { l2: true, centre: false, pca: null, whiten: false };
        expect({ ...base, ...read, preparation: { ...preparation, ...read.preparation } }).toEqual(options);
      }),
    );
  });

  it.each([
    ['plain names', ['image', 'text', 'label']],
    ['a comma', ['red, green', 'text', 'y']],
    ['a dash in front', ['-image', '--text', '-']],
    ['quotes and dollars', ["it's", '$(rm -rf x)', '"y"']],
    ['spaces at the ends', [' image', 'text ', 'y']],
  ])('goes through a shell and the reader of arguments with %s', (_, names) => {
    const files = { x1: '-x 1.npy', x2: '--json', y: "y's.npy" };
    const inputs = Object.fromEntries(
      Object.entries(files).map(([slot, name]) => [slot, { ...golden.inputs.x1, name }]),
    ) as unknown as Report['inputs'];
    const told = {
      ...golden,
      inputs,
      options: { ...golden.options, names: names as Report['options']['names'] },
    };
    const words = reproducingCommand(told).split(' ').slice(3).join(' ');
    const args = execFileSync('sh', ['-c', `printf '%s\\0' ${words}`], { encoding: 'utf8' });
    const given = parse(analyze, args.split('\0').slice(0, -1));
    expect(given?.arguments).toEqual(Object.values(files));
    expect(optionsOf(given!).names).toEqual(names);
  });

  it('quotes for the shell and leaves defaults out', () => {
    expect(quoted("it's here.npy")).toBe(`'it'\\''s here.npy'`);
    expect(quoted('$(rm -rf x)')).toBe(`'$(rm -rf x)'`);
    const { options } = golden;
    expect(writeFlags(options, options)).toEqual([]);
    expect(writeFlags({ ...options, k: 12, seed: 3 }, options)).toEqual(['--k', '12', '--seed', '3']);
    expect(reproducingCommand({ ...golden, options: { ...options, seed: 1 } }, options)).toBe(
      'npx modalens@0.1.0 analyze --seed 1 --json -- image_layer6.npy text.npy label.npy',
    );
  });
});

describe('.npy files', () => {
  it('have an aligned header and the data', () => {
    const file = encodeNpy(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    const header = new TextDecoder('latin1').decode(file.subarray(0, 128));
    expect(header.startsWith('\x93NUMPY\x01\x00')).toBe(true);
    expect(header).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
    const start = 10 + file[8]! + 256 * file[9]!;
    expect(start % 64).toBe(0);
    expect([...new Float32Array(file.slice(start).buffer)]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('refuse a shape that does not fit', () => {
    for (const shape of [[], [2], [2, 4], [-2, -3], [1.5, 4]]) {
      expect(() => encodeNpy(new Uint8Array(6), shape)).toThrow(
        expect.objectContaining({ code: 'shape_mismatch' }) as Error,
      );
    }
  });
});
