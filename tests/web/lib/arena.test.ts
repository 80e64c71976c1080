// The arena: its laws and samples, answers that are refused, scores of answers that are known.
import { describe, expect, it } from 'vitest';
import { lawOf } from '../../../www/lib/arena/laws';
import { KINDS, PROBLEMS } from '../../../www/lib/arena/problems';
import { randomOf } from '../../../www/lib/arena/random';
import { scoresOf } from '../../../www/lib/arena/score';
import { MOST_BYTES, readSubmission } from '../../../www/lib/arena/submission';
import { ATOMS, type Entry, MANIFEST, manifestCsv } from '../../../www/lib/arena/truth';

const IDS = new Set(MANIFEST.map(({ id }) => id));
const SUM = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

/** I(A;Y) of a law, A its source `axis`, bits. */
function information(name: string, axis: 0 | 1): number {
  const { shape, p } = lawOf(name)!;
  const [, k2, ky] = shape;
  const pair = new Map<string, number>();
  const [ofA, ofY] = [new Map<number, number>(), new Map<number, number>()];
  for (const [cell, mass] of p.entries()) {
    const a = [Math.floor(cell / (k2 * ky)), Math.floor(cell / ky) % k2][axis]!;
    const y = cell % ky;
    pair.set(`${a},${y}`, (pair.get(`${a},${y}`) ?? 0) + mass);
    ofA.set(a, (ofA.get(a) ?? 0) + mass);
    ofY.set(y, (ofY.get(y) ?? 0) + mass);
  }
  const parts = [...pair].filter(([, mass]) => mass > 0);
  return SUM(
    parts.map(([key, mass]) => {
      const [a, y] = key.split(',').map(Number) as [number, number];
      return mass * Math.log2(mass / (ofA.get(a)! * ofY.get(y)!));
    }),
  );
}

describe('the problems', () => {
  it('are at least 200 of every kind, called by names of their own', () => {
    expect(MANIFEST.length).toBeGreaterThanOrEqual(200);
    expect(IDS.size).toBe(MANIFEST.length);
    expect(new Set(MANIFEST.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)));
    expect(new Set(PROBLEMS.map(({ seed }) => seed)).size).toBe(PROBLEMS.length);
    const plain = MANIFEST.filter(({ truth }) => truth.synergy === 0);
    expect(plain.length, 'without synergy').toBeGreaterThan(50);
    expect(manifestCsv(MANIFEST).split('\n')).toHaveLength(MANIFEST.length + 2);
  });

  const own = [...new Set(PROBLEMS.map(({ law }) => law))].filter((law) => lawOf(law));
  it.each(own)('%s is a law whose atoms add up to its informations', (name) => {
    const { shape, p } = lawOf(name)!;
    expect(p.length).toBe(shape[0] * shape[1] * shape[2]);
    expect(SUM(p)).toBeCloseTo(1, 12);
    const { truth, kind } = MANIFEST.find(({ law }) => law === name)!;
    const [i1, i2] = [information(name, 0), information(name, 1)];
    expect(truth.redundancy + truth.unique1).toBeCloseTo(i1, 5);
    expect(truth.redundancy + truth.unique2).toBeCloseTo(i2, 5);
    if (kind !== 'chain') return;
    expect(truth.redundancy, 'by the formula of a chain').toBeCloseTo(Math.min(i1, i2), 5);
    expect([truth.synergy, Math.min(truth.unique1, truth.unique2)]).toEqual([0, 0]);
  });

  it('draws the random numbers that it always drew', () => {
    const random = randomOf(1);
    expect(Array.from({ length: 4 }, () => random.below(1_000_000))).toMatchInlineSnapshot(`
      [
        91569,
        888192,
        434270,
        746779,
      ]
    `);
    const many = Array.from({ length: 20_000 }, () => random.uniform());
    expect(SUM(many) / many.length).toBeCloseTo(0.5, 2);
    expect(SUM(many.map((u) => u * u)) / many.length).toBeCloseTo(1 / 3, 2);
  });
});

describe('scores', () => {
  const header = ['id', ...ATOMS].join(',');
  const line = ({ id, truth }: Entry, off: number): string =>
    [id, ...ATOMS.map((atom) => truth[atom] + off)].join(',');
  const scored = (text: string) => scoresOf(readSubmission(text, IDS), MANIFEST);

  it('of the truth are perfect', () => {
    const { overall, forms, kinds, missing } = scored(
      [header, ...MANIFEST.map((entry) => line(entry, 0))].join('\n'),
    );
    expect([overall.answered, missing]).toEqual([MANIFEST.length, []]);
    for (const atom of ATOMS) expect(overall.atoms[atom]).toMatchObject({ bias: 0, rmse: 0, coverage: null });
    expect(overall.false_synergy.claimed).toBe(0);
    expect(overall.seconds).toBeNull();
    expect(SUM(forms.map(({ problems }) => problems))).toBe(MANIFEST.length);
    expect(SUM(kinds.map(({ problems }) => problems))).toBe(MANIFEST.length);
  });

  it('know bias from scatter, and claim synergy above a hundredth of a bit', () => {
    const low = scored([header, ...MANIFEST.map((entry) => line(entry, 0.009))].join('\r\n'));
    expect(low.overall.atoms.unique1.bias).toBeCloseTo(0.009, 9);
    expect(low.overall.false_synergy.claimed).toBe(0);
    const rows = MANIFEST.map((entry, i) => line(entry, i % 2 === 0 ? 0.1 : -0.1));
    const { atoms, false_synergy: wrong } = scored([header, ...rows].join('\n')).overall;
    expect(atoms.synergy.bias).toBeCloseTo(0, 9);
    expect(atoms.synergy.rmse).toBeCloseTo(0.1, 9);
    expect(wrong.claimed).toBeGreaterThan(0);
    expect(wrong.claimed).toBeLessThan(wrong.of);
  });

  it('count intervals that hold the truth, and believe them about synergy', () => {
    const [a, b] = MANIFEST.filter(({ truth }) => truth.synergy === 0) as [Entry, Entry];
    const answer = ({ id }: Entry, ends: [number, number]) => ({
      ...{ id, redundancy: 0, unique1: 0, unique2: 0, synergy: 0.3, seconds: 2 },
      ...{ synergy_lower: ends[0], synergy_upper: ends[1] },
    });
    const { overall, missing } = scored(JSON.stringify([answer(a, [0, 0.5]), answer(b, [0.1, 0.5])]));
    expect(overall.atoms.synergy).toMatchObject({ answered: 2, intervals: 2, coverage: 0.5 });
    expect(overall.atoms.redundancy).toMatchObject({ answered: 2, intervals: 0, coverage: null });
    expect(overall.false_synergy).toEqual({ of: 2, claimed: 1 });
    expect(overall.seconds).toBe(4);
    expect(missing).toHaveLength(MANIFEST.length - 2);
  });

  it('take an empty cell as no answer', () => {
    const { overall, missing } = scored(`${header}\nXOR_n100,0.1,0,0,\n`);
    expect([overall.answered, overall.atoms.synergy.answered, overall.atoms.unique1.answered]).toEqual([
      0, 0, 1,
    ]);
    expect(missing).toContain('XOR_n100');
  });
});

describe('answers that are refused', () => {
  const head = 'id,redundancy,unique1,unique2,synergy';
  const ends = `${head},synergy_lower,synergy_upper`;
  it.each<[string, string, RegExp]>([
    ['nothing', '', /no "id"; id, redundancy, unique1, unique2, synergy are expected/],
    ['no rows', `${head}\n`, /no answers/],
    ['no synergy', 'id,redundancy,unique1,unique2\n', /no "synergy"/],
    ['an unknown column', `${head},sinergy\n`, /"sinergy"/],
    ['a column twice', `${head},synergy\n`, /"synergy" twice/],
    ['an unknown id', `${head}\nNONE,0,0,0,0`, /"NONE" is the id of no problem/],
    ['an id twice', `${head}\nXOR_n100,0,0,0,1\nXOR_n100,0,0,0,1`, /XOR_n100 is answered twice/],
    ['NaN', `${head}\nXOR_n100,0,0,NaN,1`, /unique2 of XOR_n100 is "NaN"; a finite number/],
    ['infinity', `${head}\nXOR_n100,0,0,0,1e999`, /synergy of XOR_n100 is "1e999"/],
    ['a short row', `${head}\nXOR_n100,0,0`, /Row 1 has 3 cells; 5 are expected/],
    ['half an interval', `${ends}\nXOR_n100,0,0,0,1,0.9,`, /from 0.9 to nothing/],
    ['an interval upside down', `${ends}\nXOR_n100,0,0,0,1,0.9,0.8`, /from 0.9 to 0.8/],
    ['an interval alone', `${ends}\nXOR_n100,0,0,0,,0.9,1`, /an interval but no estimate/],
    ['negative time', `${head},seconds\nXOR_n100,0,0,0,1,-1`, /seconds of XOR_n100 is -1/],
    ['broken JSON', '[{"id": NaN}]', /begins like JSON but is none/],
    ['an object', '{}', /no array of objects/],
    ['an array of numbers', '[1]', /Item 1 is 1/],
    ['a wrong type', '[{"id":"XOR_n100","redundancy":[],"unique1":0,"unique2":0,"synergy":0}]', /is \[\]/],
    ['a long file', 'x'.repeat(MOST_BYTES + 1), /longer than 1024 kB/],
  ])('%s', (_, text, said) => {
    expect(() => readSubmission(text, IDS)).toThrow(said);
    try {
      readSubmission(text, IDS);
    } catch (error) {
      expect(error).toMatchObject({ code: 'usage', hint: expect.stringMatching(/\w{4}/) });
    }
  });
});
