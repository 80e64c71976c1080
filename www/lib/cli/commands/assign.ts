/** `modalens assign`. */

import { readFile, writeFile } from 'node:fs/promises';
import { decodeCodebook } from '../../export/codebook';
import { encodeNpy } from '../../inputs/npy';
import type { Command, Context, Given } from '../command';
import { READ_FLAGS, readSource } from '../inputs';
import { usage } from '../outcome';
import { withProgress } from '../progress';

async function run(given: Given, context: Context): Promise<void> {
  const [path, samples] = given.exactly(2);
  const text = await readFile(path!, 'utf8').catch((cause: unknown) => {
    throw usage(`${path} cannot be read: ${String(cause)}.`, 'Check the path.');
  });
  const codebook = decodeCodebook(text);
  const source = readSource(samples!, 0, given);
  const engine = await context.analyzer(1);
  const codes = await withProgress(given, context, (control) => engine.assign(codebook, source, control));
  const out = given.text('out') ?? 'codes.npy';
  await writeFile(out, encodeNpy(codes));
  if (!given.has('quiet'))
    context.terminal.out(
      `Wrote the codes of ${codes.length} samples, 0 to ${codebook.shape[0] - 1}, to ${out}.`,
    );
}

export const assign: Command = {
  name: 'assign',
  takes: 'CODEBOOK X',
  about: 'codes of further samples by the codebook of an analysis',
  intro:
    'CODEBOOK: x1_codebook.json of `modalens analyze ... --codes DIR`; X: samples with the same features, read in pieces.',
  flags: {
    out: { value: 'FILE', help: 'where to write the codes (codes.npy)' },
    ...READ_FLAGS,
    quiet: { help: 'no progress, no message' },
  },
  run,
};
