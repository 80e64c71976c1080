/** Which input a worker holds, by key. */

import type { Input } from '../inputs/source';
import type { LoadHow } from '../types/engine';

/** Inputs that workers hold are known by key; only blobs are surely the same input again. */
const known = new WeakMap<Blob, number>();
let inputs = 0;

/** The same for the same input, read in the same way. */
export function keyOf(input: Input, how: LoadHow): string {
  let id = input.type === 'blob' && how.drop_rows === undefined ? known.get(input.blob) : undefined;
  if (id === undefined) {
    id = ++inputs;
    if (input.type === 'blob' && how.drop_rows === undefined) known.set(input.blob, id);
  }
  const { preparation, sample, ignore, scores } = how;
  return `${id} ${input.name} ${JSON.stringify([input.how, preparation, sample, ignore, scores])}`;
}
