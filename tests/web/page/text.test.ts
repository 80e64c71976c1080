/** Numbers as they are written, explanations, recovery of the truth, pair tables. */

import { describe, expect, it } from 'vitest';
import { pairTable, sizesOf } from '../../../www/page/state/tables';
import { explain, QUANTITIES } from '../../../www/page/text/explain';
import {
  bits,
  bytes,
  count,
  day,
  list,
  power,
  range,
  ratio,
  remaining,
  seconds,
  shape,
} from '../../../www/page/text/format';
import { expectedHits, recovered } from '../../../www/page/text/recovered';
import { shownOf } from '../../../www/page/text/shown';
import { extrasOf, result } from './fixtures';
import { EMOJI, GATED, GATED_TRUTH, pluginOnly, WEAK } from './reports';

describe('numbers', () => {
  it('are short and have a true minus', () => {
    expect([bits(-0.03), bits(-0.001), bits(1.005), range(-0.01, 0.01)]).toEqual([
      '−0.03',
      '0.00',
      '1.00',
      '−0.01 to 0.01',
    ]);
    expect([count(1906), count(1234567), count(12)]).toEqual(['1,906', '1,234,567', '12']);
    expect([ratio(3.309), ratio(0.9375), ratio(15), ratio(5.88)]).toEqual(['3.3', '0.94', '15', '5.9']);
    expect([power(8e-7), power(1e-3), power(0), power(3.1e-7)]).toEqual([
      '8 × 10⁻⁷',
      '10⁻³',
      '0',
      '3 × 10⁻⁷',
    ]);
    expect([bytes(15376), bytes(1219968), bytes(999), bytes(2.7e6), bytes(999999)]).toEqual([
      '15 kB',
      '1.2 MB',
      '999 B',
      '2.7 MB',
      '1.0 MB',
    ]);
    expect([seconds(20), seconds(4200), seconds(61000), remaining(1200), remaining(100)]).toEqual([
      '0.02 s',
      '4.2 s',
      '1 min 1 s',
      'about 2 s left',
      'about 1 s left',
    ]);
    expect([shape([1906, 320]), list(['a', 'b', 'c']), day(new Date('2026-11-20'))]).toEqual([
      '1,906 × 320',
      'a, b and c',
      '20 Nov 2026',
    ]);
  });
});

describe('explanations', () => {
  it('exist for every number of every kind of report, with its own figures', () => {
    for (const report of [EMOJI, WEAK, pluginOnly(EMOJI)]) {
      for (const quantity of QUANTITIES) {
        for (const text of Object.values(explain(report, quantity)))
          expect(text).not.toMatch(/undefined$|NaN|null|\[object/);
      }
    }
    expect(explain(EMOJI, 'u1').numbers).toBe('1.57 − 1.42 = 0.15 bits');
    expect(explain(EMOJI, 'cells').numbers).toContain('1,906 / (8 × 8 × 9) = 3.3');
    expect(explain(WEAK, 'c').numbers).toContain('undefined, because neither');
  });
});

describe('numbers that stand together', () => {
  const found = (estimate: number) => ({ ...EMOJI.atoms_bits.redundancy, estimate });
  const report = {
    ...EMOJI,
    atoms_bits: {
      unique1: found(0.2162),
      redundancy: found(1.1148),
      unique2: found(0.3349),
      synergy: found(0.1049),
    },
    information_bits: {
      ...EMOJI.information_bits,
      i1: found(1.331),
      i2: found(1.4497),
      i12: found(1.7708),
      union: found(1.6659),
    },
  };

  it('add up as they are written, in the chart and in its explanations', () => {
    const shown = shownOf(report);
    const sum = (...parts: (keyof typeof shown)[]) =>
      parts.reduce((total, name) => total + Number(shown[name]), 0).toFixed(2);
    expect(sum('u1', 'r')).toBe(shown.i1);
    expect(sum('r', 'u2')).toBe(shown.i2);
    expect(sum('u1', 'r', 'u2', 's')).toBe(shown.i12);
    expect(sum('i12', 'rest')).toBe('3.06');
    const [union, i2, u1] = (explain(report, 'u1').numbers.match(/[\d.]+/g) ?? []).map(Number);
    expect(union! - i2!).toBeCloseTo(u1!, 9);
  });
});

describe('recovery', () => {
  it('says whether the intervals hold the truth and what is rightly not claimed', () => {
    expect(recovered(result(GATED, { truth: GATED_TRUTH }))).toEqual({
      lead: 'All four intervals hold the truth.',
      rest: 'Nothing is claimed for text, rightly.',
    });
  });
  it('names what misses and what is claimed wrongly', () => {
    const words = recovered(result(GATED, { truth: { ...GATED_TRUTH, synergy: 0 } }));
    expect(words.lead).toBe('Three of four intervals hold the truth;');
    expect(words.rest).toContain('synergy misses it.');
    expect(words.rest).toContain('claimed for synergy, wrongly');
  });
  it('does not put it down to few samples that an unclaimed atom misses the truth', () => {
    const words = recovered(result(GATED, { truth: { ...GATED_TRUTH, unique2: 0.4 } }));
    expect(words.rest).toBe('text misses it.');
    // What the solver leaves of an atom that is not there is none.
    const left = recovered(result(GATED, { truth: { ...GATED_TRUTH, synergy: 7e-9 } }));
    expect(left.rest).toContain('claimed for synergy, wrongly');
  });
  it('knows how many hits a true 95 % gives', () => {
    expect(expectedHits(40)).toEqual([35, 40]);
    expect(expectedHits(200)?.[0]).toBe(184);
    expect(expectedHits(5)).toBeNull();
  });
});

describe('pair tables', () => {
  it('keep every sample', () => {
    const { counts } = extrasOf({ k: 8, ky: 9 });
    const total = [...counts.counts].reduce((sum, v) => sum + v, 0);
    for (const pair of ['x1-x2', 'x1-y', 'x2-y'] as const) {
      expect(pairTable(counts, EMOJI, pair).pairs.reduce((sum, [, , n]) => sum + n, 0)).toBe(total);
    }
    for (const slot of ['x1', 'x2', 'y'] as const)
      expect(sizesOf(counts, slot).reduce((sum, v) => sum + v, 0)).toBe(total);
    expect(sizesOf(counts, 'y')).toHaveLength(9);
  });
  it('put each count where its codes are', () => {
    const counts = {
      shape: [2, 3, 2] as [number, number, number],
      cells: [0, 0, 0, 0, 2, 1, 1, 1, 1],
      counts: [4, 2, 1],
    };
    expect(pairTable(counts, EMOJI, 'x1-x2')).toEqual({
      names: ['image', 'text'],
      shape: [2, 3],
      pairs: [
        [0, 0, 4],
        [0, 2, 2],
        [1, 1, 1],
      ],
    });
    expect(pairTable(counts, EMOJI, 'x1-y').pairs).toEqual([
      [0, 0, 4],
      [0, 1, 2],
      [1, 1, 1],
    ]);
    const last = pairTable(
      { ...counts, counts: [4, 2, 1], cells: [0, 0, 0, 0, 2, 1, 1, 2, 1] },
      EMOJI,
      'x2-y',
    );
    expect(last).toMatchObject({
      shape: [3, 2],
      pairs: [
        [0, 0, 4],
        [2, 1, 3],
      ],
    });
  });
});
