/** `modalens assign`. */

import { readFile, writeFile } from 'node:fs/promises';
import { decodeCodebook } from '../export/codebook';
import { encodeNpy } from '../inputs/npy';
import type { ReadSource } from '../inputs/source';
import { pooling } from './inputs';
import { ProgressLine } from './progress';
import { type Context, positionals, read, usage } from './run';

const option = { type: 'string' } as const;
const toggle = { type: 'boolean' } as const;

/** Codes samples by a codebook of an earlier analysis. */
export async function assign(args: string[], { terminal, signal, analyzer }: Context): Promise<void> {
  const { values, positionals: given } = read('assign', args, {
    out: option,
    member: option,
    pooling: option,
    quiet: toggle,
  });
  const [path, samples] = positionals('assign', given, ['CODEBOOK', 'X']);
  const text = await readFile(path!, 'utf8').catch((cause: unknown) => {
    throw usage(`${path} cannot be read: ${String(cause)}.`, 'Check the path.');
  });
  const codebook = decodeCodebook(text);
  const source: ReadSource = { source: samples! };
  if (values.member !== undefined) source.member = values.member;
  const pool = pooling(values.pooling);
  if (pool !== undefined) source.pooling = pool;
  const engine = await analyzer(1);
  const progress = new ProgressLine(process.stderr, values.quiet === true);
  const codes = await engine
    .assign(codebook, source, { signal, onProgress: progress.draw })
    .finally(() => progress.clear());
  const out = values.out ?? 'codes.npy';
  await writeFile(out, encodeNpy(codes));
  if (!values.quiet)
    terminal.out(`Wrote the codes of ${codes.length} samples, 0 to ${codebook.shape[0] - 1}, to ${out}.`);
}
