/** `modalens assign`. */

import { readFile } from 'node:fs/promises';
import { decodeCodebooks } from '../../export/codebook';
import { writeCodes } from '../codes';
import type { Command, Context, Given } from '../command';
import { READ_FLAGS } from '../inputs';
import { usage } from '../outcome';
import { withProgress } from '../progress';
import { readSource } from '../read-source';

async function run(given: Given, context: Context): Promise<void> {
  const [path, ...pieces] = given.arguments;
  if (path === undefined || pieces.length === 0) given.exactly(2);
  const text = await readFile(path!, 'utf8').catch((cause: unknown) => {
    throw usage(`${path} cannot be read: ${String(cause)}.`, 'Check the path.');
  });
  const codebooks = decodeCodebooks(text);
  const sources = pieces.map((piece, place) => readSource(piece, place, given));
  const engine = await context.analyzer(1);
  const out = given.text('out') ?? 'codes.npy';
  const rows = await withProgress(given, context, (control) =>
    writeCodes(out, codebooks.length, async (add) => {
      for (const source of sources) await add(await engine.assignAll(codebooks, source, control));
    }),
  );
  const most = Math.max(...codebooks.map(({ shape }) => shape[0])) - 1;
  const many = codebooks.length === 1 ? '' : ` by ${codebooks.length} codebooks`;
  if (!given.has('quiet'))
    context.terminal.out(`Wrote the codes of ${rows} samples${many}, 0 to ${most}, to ${out}.`);
}

export const assign: Command = {
  name: 'assign',
  takes: 'CODEBOOK X [X ...]',
  about: 'codes of further samples by the codebook of an analysis',
  intro:
    'CODEBOOK: x1_codebook.json of `modalens analyze ... --codes DIR`, or x1_codebooks.json for one column ' +
    'of codes a partition; X: samples with the same features, read in pieces; the codes of several files ' +
    'follow each other in their order.',
  flags: {
    out: { value: 'FILE', help: 'where to write the codes (codes.npy)' },
    ...READ_FLAGS,
    quiet: { help: 'no progress, no message' },
  },
  run,
};
