/**
 * Widths of text without a document, so that a chart is the same in the page, in a test and in an export.
 *
 * Average advances of common interface typefaces at 1 px, rounded up: a label is placed where it
 * certainly fits, and is never measured.
 */

import { wrapWords } from '../../lib/words';

const NARROW = new Set([..."iljI.,:;|!' ·"]);
const SLIM = new Set([...'tfr()[]']);
const WIDE = new Set([...'mwMWQO@%×→—']);

/** Estimated width in px at the given size. */
export function textWidth(text: string, size = 14, bold = false): number {
  let em = 0;
  for (const c of text) {
    if (c >= '0' && c <= '9') em += 0.62;
    else if (NARROW.has(c)) em += 0.33;
    else if (SLIM.has(c)) em += 0.42;
    else if (WIDE.has(c)) em += 0.9;
    else if (c >= 'A' && c <= 'Z') em += 0.7;
    else em += c > '⺀' ? 1 : 0.61;
  }
  return em * size * (bold ? 1.06 : 1);
}

/** Words in lines that fit in a width. */
export const wrap = (text: string, width: number, size = 14): string[] =>
  wrapWords(text, (line) => textWidth(line, size) <= width);

/** Cuts a name so that it fits in a width, with an ellipsis. */
export function cut(text: string, width: number, size = 14, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, size, bold) > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
