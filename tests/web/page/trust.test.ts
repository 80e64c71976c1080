/** Checks: the engine's words and levels, worst first, set for reading. */

import { describe, expect, it } from 'vitest';
import type { Report, Warning } from '../../../www/page/library';
import { checks, footnote } from '../../../www/page/text/trust';
import { EMOJI, pluginOnly, WEAK, warning } from './reports';

const byId = (report: Report, id: string) => checks(report).find((check) => check.id.startsWith(id));
const codes = (report: Report): string[] => checks(report).map(({ id }) => id.split(/\s/)[1] ?? id);
const warns = (...warnings: Warning[]): Report => ({ ...EMOJI, warnings });

describe('checks', () => {
  it('gives fact, effect and the smaller K as an action, word for word', () => {
    expect(checks(EMOJI)[0]).toMatchObject({
      level: 'caution',
      facts: ['3.3 samples per cell, 4 wanted'],
      effect: 'The interval of synergy may be too narrow.',
      action: { k: 6, also: 'Run K = 6, or bring 2,304 samples.' },
    });
  });

  it('says every warning, but for what the figure of shares says itself', () => {
    const said = checks(WEAK).filter(({ level }) => level !== 'pass');
    expect(said.map(({ level, facts }) => [level, ...facts])).toEqual([
      ['stop', '0.94 samples per cell, 4 wanted'],
      ['caution', '120 samples, 200 wanted'],
    ]);
    expect(WEAK.warnings.map(({ code }) => code)).toContain('contribution_undefined');
    expect(codes(WEAK)).not.toContain('contribution_undefined');
  });

  it('gives equal advice once', () => {
    const fitted = (name: string): Warning =>
      warning(
        'note',
        'fitted_on_sample',
        `K-means saw 700 of ${name}.`,
        'It learnt there.',
        'Raise the budget.',
      );
    const [first, ...rest] = checks(warns(fitted('image'), fitted('text'))).filter(
      ({ level }) => level === 'note',
    );
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      facts: ['K-means saw 700 of image', 'K-means saw 700 of text'],
      effect: 'It learnt there.',
      action: { text: 'Raise the budget.' },
    });
  });

  it('puts the worst first', () => {
    expect(
      checks(WEAK)
        .map(({ level }) => level)
        .slice(0, 3),
    ).toEqual(['stop', 'caution', 'pass']);
  });

  it('says what is present and in how many partitions, if there was more than one', () => {
    expect(byId(EMOJI, 'present')?.facts).toEqual(['All four atoms present in 10 of 10 partitions']);
    const { redundancy } = WEAK.atoms_bits;
    const one: [number, number] = [1, 1];
    const labels = {
      ...WEAK,
      atoms_bits: { ...WEAK.atoms_bits, redundancy: { ...redundancy, present_in_partitions: one } },
    };
    expect(byId(labels, 'present')?.facts).toEqual(['Redundancy present']);
  });

  it('says what passed as the engine does', () => {
    expect(byId(EMOJI, 'samples')?.facts).toEqual(['1,906 samples, 200 wanted']);
    expect(byId(EMOJI, 'gap')?.facts).toEqual(['Certified to 8 × 10⁻⁷ bits, 0.001 tolerated']);
  });

  it('reads old reports, which have a message without parts', () => {
    const old = { ...warning('note', 'tie', ''), message: 'All is shared. Their ends were raised.' };
    expect(byId(warns(old), 'note\ntie')?.facts).toEqual(['All is shared. Their ends were raised']);
  });

  it('labels plug-in values as such', () => {
    expect(byId(pluginOnly(EMOJI), 'plugin')?.level).toBe('caution');
    expect(byId(pluginOnly(EMOJI), 'present')).toBeUndefined();
  });

  it('says what was done and what the intervals are about', () => {
    expect(footnote(EMOJI)).toBe(
      'K-means on L2-normalised embeddings. K = 8 was set by hand. The intervals are for the mean over ' +
        'K-means solutions, not for the embeddings behind them.',
    );
  });

  it('says nothing of K-means where there was none', () => {
    const labels: Report = { ...EMOJI, partition: { ...EMOJI.partition, choice: 'labels' } };
    expect(footnote(labels)).toBe(
      'Labels were used as codes as they are. The intervals are for these codes.',
    );
  });
});
