/** `modalens assign`. */

import { readFile, writeFile } from 'node:fs/promises';
import { decodeCodebook } from '../../export/codebook';
import { encodeNpy } from '../../inputs/npy';
import type { Command, Context, Given } from '../command';
import { READ_FLAGS, readSource } from '../inputs';
import { usage } from '../outcome';
import { withProgress } from '../progress';

/** One after the other. */
function joined(pieces: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const piece of pieces) {
    all.set(piece, place);
    place += piece.length;
  }
  return all;
}

async function run(given: Given, context: Context): Promise<void> {
  const [path, ...pieces] = given.arguments;
  if (path === undefined || pieces.length === 0) given.exactly(2);
  const text = await readFile(path!, 'utf8').catch((cause: unknown) => {
    throw usage(`${path} cannot be read: ${String(cause)}.`, 'Check the path.');
  });
  const codebook = decodeCodebook(text);
  const sources = pieces.map((piece, place) => readSource(piece, place, given));
  const engine = await context.analyzer(1);
  const each = await withProgress(given, context, async (control) => {
    const found: Uint32Array[] = [];
    for (const source of sources) found.push(await engine.assign(codebook, source, control));
    return found;
  });
  const codes = joined(each);
  const out = given.text('out') ?? 'codes.npy';
  await writeFile(out, encodeNpy(codes));
  if (!given.has('quiet'))
    context.terminal.out(
      `Wrote the codes of ${codes.length} samples, 0 to ${codebook.shape[0] - 1}, to ${out}.`,
    );
}

export const assign: Command = {
  name: 'assign',
  takes: 'CODEBOOK X [X ...]',
  about: 'codes of further samples by the codebook of an analysis',
  intro:
    'CODEBOOK: x1_codebook.json of `modalens analyze ... --codes DIR`; X: samples with the same features, ' +
    'read in pieces; the codes of several files follow each other in their order.',
  flags: {
    out: { value: 'FILE', help: 'where to write the codes (codes.npy)' },
    ...READ_FLAGS,
    quiet: { help: 'no progress, no message' },
  },
  run,
};
