/** The inputs of a command, from its arguments. */

import type { ReadSource } from '../inputs/source';
import type { LoadHow, Slot } from '../types/engine';
import { usage } from './run';

/** What --pooling says. */
export function pooling(text: string | undefined): LoadHow['pooling'] {
  if (text === undefined || text === 'mean' || text === 'last') return text;
  if (/^\d+$/.test(text)) return { layer: Number(text) };
  throw usage(
    `--pooling is "${text}"; mean, last or the number of a layer is expected.`,
    'Change --pooling.',
  );
}

/** The inputs of the command. */
export type Files = Record<Slot, ReadSource> & { z?: ReadSource };

/** The files of the command as sources. */
export function sources(
  paths: string[],
  member: string | undefined,
  pool: LoadHow['pooling'],
  strata: string | undefined,
): Files {
  const members = member?.split(',') ?? [];
  const of = (index: number): ReadSource => {
    const source: ReadSource = { source: paths[index]! };
    const own = members[index]?.trim();
    if (own) source.member = own;
    if (pool !== undefined && index < 2) source.pooling = pool;
    return source;
  };
  const inputs = { x1: of(0), x2: of(1), y: of(2) };
  return strata === undefined ? inputs : { ...inputs, z: { source: strata } };
}
