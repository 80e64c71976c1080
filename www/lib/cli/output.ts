/** What commands write: the result on the terminal and in files, and links. */

import { writeFile } from 'node:fs/promises';
import { type Entry, toCsv, toLatex } from '../export';
import { encodeLink, type Shared } from '../share';
import type { Context, Given } from './command';
import type { Flag } from './flags';
import { Unmet } from './outcome';

/** Where links open. */
const PAGE = 'https://modalens.github.io/modalens/';

/** Flags of a command that has a result. */
export const JSON_FLAGS: Record<string, Flag> = {
  json: { help: 'print the result as JSON on standard output, and nothing else there' },
  out: {
    value: 'FILE',
    help: 'write the result as JSON to FILE; as FILE.modalens.json it opens in the page',
  },
  quiet: { help: 'no progress' },
};

/** Flags of a command whose result is one or more reports. */
export const REPORT_FLAGS: Record<string, Flag> = {
  link: { help: 'print a link that opens the result in the page' },
  'input-names': { help: 'tell the file names in the link' },
  csv: { value: 'FILE', help: 'write the numbers as CSV to FILE' },
  latex: { value: 'FILE', help: 'write a LaTeX table to FILE' },
};

/** What a command has to show, for a person and for a program. */
export interface Result {
  json: unknown;
  text: string;
  /** The reports for tables. */
  entries?: readonly Entry[];
  /** What a link would hold. */
  shared?: Shared;
}

async function link(shared: Shared, inputNames: boolean): Promise<string> {
  const { fragment, fits } = await encodeLink(shared, { inputNames });
  if (!fits) throw new Unmet('The result is too large for a link. Write a file with --out instead.');
  return `${PAGE}${fragment}`;
}

/** Writes the result as the flags say. */
export async function show(
  { json, text, entries, shared }: Result,
  given: Given,
  { terminal }: Context,
): Promise<void> {
  const files = [
    ['out', () => `${JSON.stringify(json, null, 2)}\n`],
    ['csv', () => toCsv(entries ?? [])],
    ['latex', () => toLatex(entries ?? [])],
  ] as const;
  for (const [flag, content] of files) {
    const path = given.text(flag);
    if (path !== undefined) await writeFile(path, content());
  }
  const address = given.has('link') && shared ? await link(shared, given.has('input-names')) : undefined;
  terminal.out(given.has('json') ? JSON.stringify(json, null, 2) : text);
  if (address) (given.has('json') ? terminal.err : terminal.out)(address);
}
