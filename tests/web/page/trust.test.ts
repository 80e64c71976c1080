/** Checks: the engine's words and levels, worst first, set for reading. */

import { describe, expect, it } from 'vitest';
import type { Report, Warning } from '../../../www/page/library';
import { checks, footnote } from '../../../www/page/text/trust';
import { EMOJI, pluginOnly, WEAK } from './fixtures';

const byId = (report: Report, id: string) => checks(report).find((check) => check.id === id);
const warns = (...warnings: Warning[]): Report => ({ ...EMOJI, warnings });

describe('checks', () => {
  it('opens with the fact in bold, and makes the smaller K an action', () => {
    const check = byId(EMOJI, 'samples_per_triple_cell');
    expect(check).toMatchObject({
      level: 'caution',
      lead: '3.3 samples per cell',
      action: { k: 6, label: 'Run K = 6' },
      after: ', or bring 2,304 samples.',
    });
    expect(`${check?.lead}${check?.text}${check?.action?.label}${check?.after}`).toBe(
      EMOJI.warnings[0]?.message,
    );
  });

  it('says every word of every warning, and no other', () => {
    for (const report of [EMOJI, WEAK]) {
      for (const { code, level, message } of report.warnings) {
        const check = byId(report, code);
        expect(`${check?.lead}${check?.text}${check?.action?.label ?? ''}${check?.after ?? ''}`).toBe(
          message,
        );
        expect(check?.level).toBe(level);
      }
      expect(checks(report).filter(({ level }) => level !== 'pass')).toHaveLength(report.warnings.length);
    }
  });

  it('gives equal advice once', () => {
    const seeds = (name: string, found: string): Warning => ({
      code: 'seed_agreement',
      level: 'caution',
      message: `K-means seeds of ${name} agree at ${found}, 0.8 wanted. Try fewer codes.`,
      smaller_k: null,
    });
    const all = checks(warns(seeds('image', '0.67'), seeds('text', '0.59')));
    expect(all.filter(({ id }) => id === 'seed_agreement')).toEqual([
      {
        id: 'seed_agreement',
        level: 'caution',
        lead: 'K-means seeds of image agree at 0.67',
        text: ', 0.8 wanted. K-means seeds of text agree at 0.59, 0.8 wanted. Try fewer codes.',
      },
    ]);
  });

  it('puts the worst first', () => {
    expect(
      checks(WEAK)
        .map(({ level }) => level)
        .slice(0, 4),
    ).toEqual(['stop', 'caution', 'note', 'pass']);
  });

  it('says what is present and in how many partitions, if there was more than one', () => {
    expect(byId(EMOJI, 'present')).toMatchObject({
      lead: 'All four atoms present',
      value: 'in 10 of 10 partitions',
    });
    expect(byId(WEAK, 'present')?.lead).toBe('Redundancy present');
    const { redundancy } = WEAK.atoms_bits;
    const labels = {
      ...WEAK,
      atoms_bits: {
        ...WEAK.atoms_bits,
        redundancy: { ...redundancy, present_in_partitions: [1, 1] as [number, number] },
      },
    };
    expect(byId(labels, 'present')).not.toHaveProperty('value');
  });

  it('says what passed in few words, with its threshold', () => {
    expect(byId(EMOJI, 'samples')).toEqual({
      id: 'samples',
      level: 'pass',
      lead: '1,906 samples',
      text: '',
      value: '200 wanted',
    });
    expect(byId(EMOJI, 'gap')).toMatchObject({
      lead: 'Certified to 8 × 10⁻⁷ bits',
      value: '0.001 tolerated',
    });
  });

  it('leaves a message whole that has no action or no comma', () => {
    expect(
      byId(
        warns({
          code: 'tie',
          level: 'note',
          message: 'All is shared. Their ends were raised.',
          smaller_k: 4,
        }),
        'tie',
      ),
    ).toEqual({ id: 'tie', level: 'note', lead: 'All is shared.', text: ' Their ends were raised.' });
  });

  it('labels plug-in values as such', () => {
    expect(byId(pluginOnly(EMOJI), 'plugin')?.level).toBe('caution');
    expect(byId(pluginOnly(EMOJI), 'present')).toBeUndefined();
  });

  it('says what was done and what the intervals are about', () => {
    expect(footnote(EMOJI)).toBe(
      'K-means on L2-normalised embeddings. K = 8 was set by hand. The intervals are for the mean over K-means solutions, not for the embeddings behind them.',
    );
  });

  it('says nothing of K-means where there was none', () => {
    const labels: Report = { ...EMOJI, partition: { ...EMOJI.partition, choice: 'labels' } };
    expect(footnote(labels)).toBe(
      'Labels were used as codes as they are. The intervals are for these codes.',
    );
  });
});
