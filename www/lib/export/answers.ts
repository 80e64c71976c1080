/** What became of the labels of a target, as a table. */

import { csvFormatRows } from 'd3-dsv';
import type { Spelling } from '../generated/types';
import type { Report } from '../types/report';
import { field } from './csv';

/**
 * One row a spelling: the answer that it is, what it counts as once rare answers are merged, and its samples.
 */
export function answersCsv(
  spellings: readonly Spelling[],
  { partition: { y_merged: merged } }: Report,
): string {
  const samples = new Map<string, number>();
  for (const { answer, samples: own } of spellings) samples.set(answer, (samples.get(answer) ?? 0) + own);
  const counted = (answer: string): string =>
    merged && (samples.get(answer) ?? 0) < merged.least ? 'other' : answer;
  const lines = spellings.map(({ spelling, answer, samples: own }) =>
    [spelling, answer, counted(answer), own].map(field),
  );
  return `${csvFormatRows([['spelling', 'answer', 'counted_as', 'samples'], ...lines])}\n`;
}
