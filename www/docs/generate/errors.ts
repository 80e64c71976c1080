/** Every failure, from the engine's catalogue. */

import { cell, table } from './cells';
import { engine } from './engine';

/** A table of all codes: what happened, why, what to do. */
export function errorCodes(root: string): string {
  const rows = engine(root).failures.map(({ code, what, why, advice }) => [
    `<code id="${code}">${code}</code>`,
    cell(what),
    cell(why),
    cell(advice),
  ]);
  return table(['Code', 'What happened', 'Why', 'What to do'], rows);
}
