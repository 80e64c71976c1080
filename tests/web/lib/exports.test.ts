// Tables and text for a paper.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAGS, quoted, writeFlags } from '../../../www/lib/cli/flags';
import { table } from '../../../www/lib/cli/table';
import { latexText, methodsParagraph, reproducingCommand, toCsv, toLatex } from '../../../www/lib/export';
import { encodeNpy } from '../../../www/lib/inputs/npy';
import type { PartialOptions } from '../../../www/lib/types/options';
import type { Report } from '../../../www/lib/types/report';
import { report } from './arbitrary';

const golden = JSON.parse(
  readFileSync(new URL('../../golden/report_emoji.json', import.meta.url), 'utf8'),
) as Report;

/** A CSV reader of the plainest kind, for reading back. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const field = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|$)/gy;
  for (let match = field.exec(text); match && match[0] !== ''; match = field.exec(text)) {
    const [, value = '', end] = match;
    rows.at(-1)?.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

describe('CSV', () => {
  it('gives every number with every digit', () => {
    const rows = parseCsv(toCsv([{ title: 'a, "b"', report: golden }]));
    const columns = rows[0]!;
    const synergy = rows.find((row) => row[1] === 'synergy')!;
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
        expect(rows.at(-1)?.[0]).toMatch(/^'=HYPERLINK\("x"\)/);
      }),
      { numRuns: 50 },
    );
  });
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
    expect(toLatex([{ title: 'x', report: plain }])).toContain(
      `${plain.atoms_bits.redundancy.plugin.toFixed(2)} & `,
    );
  });

  it('leaves out synergy where the report hides it, in the table for a paper as on the terminal', () => {
    const hidden = {
      code: 'synergy_hidden',
      level: 'stop' as const,
      message: '0.20 samples per cell, 4 wanted. Synergy is not shown.',
      smaller_k: null,
    };
    const report = { ...golden, warnings: [hidden] };
    expect(toLatex([{ title: 'x', report }])).toContain(' & -- & -- & ');
    expect(table(report)).toMatch(/S +synergy +hidden: too few samples/);
    expect(table(golden)).not.toContain('hidden');
  });
});

it('the methods paragraph has every setting and the citations', () => {
  const text = methodsParagraph(golden);
  const {
    n,
    partition: { k1, ky },
    options: { n_init, seeds, seed },
  } = golden;
  const settings = [
    `n = ${n}`,
    `${k1} codes (image)`,
    `${n_init} restarts`,
    `${seeds} seeds`,
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
        const sensible = {
          ...options,
          names: options.names.map((name) => name.replaceAll(',', '').trim()) as typeof options.names,
        };
        const read: PartialOptions = {};
        for (const flag of FLAGS) {
          const value = flag.write(sensible);
          if (value !== undefined) expect(flag.read(value, read)).toBe(undefined);
        }
        const base = { method: 'full', y_quantiles: false, drop_nonfinite: false };
        const preparation = { l2: true, centre: false, pca: null, whiten: false };
        expect({ ...base, ...read, preparation: { ...preparation, ...read.preparation } }).toEqual(sensible);
      }),
    );
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
