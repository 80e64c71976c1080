/** Cells and code of generated Markdown. */

import { escapeHtml } from '../render';

/** Text as a table's cell. */
export const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

/** Code as a table's cell, where a backtick or a bar may stand. */
export const codeCell = (code: string): string =>
  `<code>${escapeHtml(code.replace(/\s+/g, ' ').trim()).replaceAll('|', '&#124;')}</code>`;

/** A table; the head is one row. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
