/** The sentence never says more than the claims rules allow. */

import { describe, expect, it } from 'vitest';
import type { Estimate, Report } from '../../../www/page/library';
import { mostOf } from '../../../www/page/text/claims';
import { plain, sentence } from '../../../www/page/text/sentence';
import { EMOJI, GATED, pluginOnly, WEAK, warning } from './reports';

type AtomName = keyof Report['atoms_bits'];

/** The report with some atoms no longer claimed. */
function without(report: Report, ...names: AtomName[]): Report {
  const atoms = { ...report.atoms_bits };
  for (const name of names) atoms[name] = { ...atoms[name], present: false } satisfies Estimate;
  return { ...report, atoms_bits: atoms };
}
const unranked = (report: Report): Report => ({ ...report, ranking: { ...report.ranking, claim: 'none' } });

describe('sentence', () => {
  it('ranks, says what is most, and what needs both, where all of it is claimed', () => {
    expect(sentence(EMOJI)).toEqual({
      lead: 'Text contributes more than image:',
      rest:
        '0.27 to 0.39 against 0.12 to 0.19 bits of its own. Most of what they know is shared, and 0.16 ' +
        'to 0.26 bits appear only when both are seen.',
    });
  });

  it('claims redundancy alone with few samples', () => {
    expect(plain(sentence(WEAK))).toBe(
      'Audio and text share 0.37 to 0.78 bits. With 120 samples nothing else can be told from zero, and ' +
        'neither is shown to contribute more.',
    );
  });

  it('gives an upper end where the loser has nothing claimed', () => {
    expect(plain(sentence(GATED))).toContain('0.61 to 0.80 against at most 0.01 bits of its own.');
  });

  it('says of synergy that it cannot be told from zero, never that there is none', () => {
    const said = plain(sentence(without(EMOJI, 'synergy')));
    expect(said).toContain('synergy cannot be told from zero (at most 0.26 bits)');
    expect(said).not.toMatch(/no synergy/);
  });

  it('hides synergy where the report says so', () => {
    const hidden = warning(
      'stop',
      'synergy_hidden',
      '0.20 samples per cell, 4 wanted.',
      'Synergy is not shown.',
    );
    const thin = { ...EMOJI, warnings: [hidden] };
    const said = plain(sentence(thin));
    expect(said).toContain('synergy is hidden');
    expect(said).not.toContain('0.16 to 0.26');
  });

  it('does not rank where the report does not', () => {
    const said = plain(sentence(unranked(EMOJI)));
    expect(said).toContain('Neither is shown to contribute more');
    expect(said).not.toContain('contributes more than');
  });

  it('claims nothing where nothing is present', () => {
    const said = plain(sentence(unranked(without(WEAK, 'redundancy'))));
    expect(said).toBe('With 120 samples nothing can be told from zero. Neither is shown to contribute more.');
  });

  it('says how much more where the winner itself is not claimed', () => {
    expect(plain(sentence(without(EMOJI, 'unique2')))).toContain(
      'Text contributes more than image: by 0.10 to 0.26 bits.',
    );
  });

  it('claims nothing from plug-in values', () => {
    const said = plain(sentence(pluginOnly(EMOJI)));
    expect(said).toContain('nothing is claimed');
    expect(said).not.toMatch(/contributes more|share/);
  });

  it('says "most" only if a lower end exceeds half of the upper end of I12', () => {
    expect(mostOf(EMOJI)).toBe('r');
    const lower = { ...EMOJI.atoms_bits.redundancy, lower: 0.9 };
    const close = { ...EMOJI, atoms_bits: { ...EMOJI.atoms_bits, redundancy: lower } };
    expect(mostOf(close)).toBeNull();
    expect(plain(sentence(close))).toContain('They share 0.90 to 1.15 bits');
  });

  it.each([
    [['redundancy']],
    [['unique1']],
    [['unique2']],
    [['synergy']],
    [['redundancy', 'synergy']],
    [['unique1', 'unique2']],
    [['unique1', 'unique2', 'redundancy']],
    [['unique1', 'unique2', 'synergy']],
    [['redundancy', 'unique1', 'unique2', 'synergy']],
  ] as AtomName[][][])(
    'is a well-formed sentence without %s, and gives no interval of what is not claimed as a claim',
    (names) => {
      for (const report of [EMOJI, unranked(EMOJI)]) {
        const said = plain(sentence(without(report, ...names)));
        expect(said).toMatch(/^[A-Z].*\.$/);
        expect(said).not.toMatch(/undefined|NaN|null| {2}|\.\.|: \./);
        if (names.includes('redundancy'))
          expect(said).not.toMatch(/share \d|Most of what they know is shared/i);
        if (names.includes('synergy')) expect(said).not.toMatch(/appear only|only together/);
      }
    },
  );
});
