/** Labels from a text file: one a line, or the last column of a .csv. */

import type { ErrorFacts } from '../library';

export const MAX_BYTES = 64e6;

/** Whether a path is read as text labels. */
export const isText = (path: string): boolean => /\.(csv|tsv|txt)$/i.test(path);

/** One cell, without its quotes. */
const unquoted = (cell: string): string =>
  cell
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replaceAll('""', '"');

const HEADER = new Set([
  'y',
  'label',
  'labels',
  'target',
  'output',
  'answer',
  'answers',
  'class',
  'category',
  'prediction',
  'value',
]);

/** The labels, in the order of the lines; a header line is recognised by its word. */
export function labelsOf(text: string, path: string): string[] | ErrorFacts {
  const lines = text.replace(/^﻿/, '').split(/\r?\n/);
  while (lines.length && lines.at(-1)?.trim() === '') lines.pop();
  const separator = /\.tsv$/i.test(path) ? '\t' : ',';
  const column = (line: string) =>
    /\.txt$/i.test(path) ? line.trim() : unquoted(line.split(separator).at(-1) ?? '');
  const values = lines.map(column);
  if (values[0] && HEADER.has(values[0].toLowerCase())) values.shift();
  if (values.length === 0)
    return {
      code: 'empty_labels',
      message: 'The file holds no labels.',
      hint: 'Write one label a line, in the order of the samples.',
    };
  const blank = values.indexOf('');
  if (blank >= 0)
    return {
      code: 'blank_label',
      message: `Line ${blank + 1} has no label.`,
      hint: 'Every sample needs one; write "none" where there is none.',
    };
  return values;
}
