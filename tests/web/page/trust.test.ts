/** Checks: thresholds of the method, worst first, each with what to do. */

import { describe, expect, it } from 'vitest';
import type { Report } from '../../../www/page/library';
import { checks, footnote, supportedK } from '../../../www/page/text/trust';
import { EMOJI, WEAK, pluginOnly } from './fixtures';

const byId = (report: Report, id: string) => checks(report).find((check) => check.id === id);
const cells = (value: number): Report => ({ ...EMOJI, partition: { ...EMOJI.partition, samples_per_triple_cell: value } });

describe('checks', () => {
  it('warns of thin tables with number, threshold, effect and action', () => {
    const check = byId(EMOJI, 'samples');
    expect(check).toMatchObject({ level: 'caution', lead: '3.3 samples per cell', action: { k: 6, label: 'Run K = 6' } });
    expect(`${check?.lead}${check?.text}${check?.action?.label}${check?.after}`).toBe(
      '3.3 samples per cell, 4 wanted. The interval of synergy may be too narrow. Run K = 6 (5.9 per cell), or bring 2,304 samples.',
    );
  });

  it('stops below one sample a cell and hides below a quarter', () => {
    expect(byId(WEAK, 'samples')).toMatchObject({ level: 'stop', action: { k: 2 }, after: ' (15 per cell), or bring 512 samples.' });
    expect(byId(cells(0.99), 'samples')?.level).toBe('stop');
    expect(byId(cells(1), 'samples')?.level).toBe('caution');
    expect(byId(cells(4), 'samples')?.level).toBe('pass');
    expect(byId(cells(0.24), 'samples')?.text).toContain('Synergy is hidden.');
  });

  it('puts the worst first', () => {
    const levels = checks(WEAK).map(({ level }) => level);
    expect(levels).toEqual([...levels].sort((p, q) => ['stop', 'caution', 'pass'].indexOf(p) - ['stop', 'caution', 'pass'].indexOf(q)));
    expect(levels[0]).toBe('stop');
  });

  it('says what is present and in how many seeds', () => {
    expect(byId(EMOJI, 'present')).toMatchObject({ lead: 'All four atoms present', value: 'in 5 of 5 seeds; 4 wanted' });
    expect(byId(WEAK, 'present')?.lead).toBe('Redundancy present');
  });

  it('warns where the interval would claim but the seeds do not', () => {
    const synergy = { ...EMOJI.atoms_bits.synergy, present: false, present_in_seeds: [2, 5] as [number, number] };
    const report = { ...EMOJI, atoms_bits: { ...EMOJI.atoms_bits, synergy } };
    expect(byId(report, 'unsteady-s')).toMatchObject({ level: 'caution', lead: 'Synergy in 2 of 5 seeds' });
  });

  it('warns where seeds disagree and where the gap is wide', () => {
    const low: Report = { ...EMOJI, partition: { ...EMOJI.partition, seed_agreement_x1: 0.62 } };
    expect(byId(low, 'agreement')?.level).toBe('caution');
    expect(byId(low, 'agreement')?.text).toContain('0.62 image');
    const wide: Report = { ...EMOJI, solver: { ...EMOJI.solver, gap_bits: 0.004, termination: 'iteration_limit' } };
    expect(byId(wide, 'certificate')).toMatchObject({ level: 'caution', lead: 'Certified only to 4 × 10⁻³ bits' });
  });

  it('passes on warnings of the engine that it does not know', () => {
    const report: Report = { ...EMOJI, warnings: [{ code: 'same_file', level: 'caution', message: 'X1 and X2 are the same file. All is shared. Run K = 4, or bring more.', smaller_k: 4 }] };
    expect(byId(report, 'same_file')).toMatchObject({ level: 'caution', lead: 'X1 and X2 are the same file.', text: ' All is shared. ', action: { k: 4 }, after: ', or bring more.' });
  });

  it('labels plug-in values as such', () => {
    expect(byId(pluginOnly(EMOJI), 'plugin')?.level).toBe('caution');
    expect(byId(pluginOnly(EMOJI), 'present')).toBeUndefined();
  });

  it('finds the largest K that the samples carry', () => {
    expect(supportedK(1906, 9, 8)).toBe(6);
    expect(supportedK(120, 2, 8)).toBe(2);
    expect(supportedK(10, 9, 8)).toBeNull();
  });

  it('says what was done and what the intervals are about', () => {
    expect(footnote(EMOJI)).toBe('K-means on L2-normalised embeddings. K = 8 was set by hand. The intervals are for this partition, not for the embeddings behind it.');
  });
});
