/**
 * Codebooks as files, `modalens.codebook/1`: JSON with arrays as base64 of float32, little endian, so
 * that `numpy.frombuffer(base64.b64decode(a["data"]), "<f4").reshape(a["shape"])` reads them.
 */

import { base64ToUint8Array, uint8ArrayToBase64 } from 'uint8array-extras';
import { bytesOf } from '../inputs/npy';
import type { Codebook } from '../types/engine';
import { ModalensError } from '../types/errors';

const SCHEMA = 'modalens.codebook/1';
/** Several of one input, by partition: `{ schema, codebooks }`. */
const SEVERAL = 'modalens.codebooks/1';

interface Packed {
  shape: number[];
  data: string;
}

function pack(data: Float32Array, shape: number[]): Packed {
  return { shape, data: uint8ArrayToBase64(bytesOf(data)) };
}

function packed({ data, shape, transform: { centre, l2, mean, components } }: Codebook): object {
  return {
    schema: SCHEMA,
    centroids: pack(data, shape),
    centre: centre && pack(centre, [centre.length]),
    l2,
    mean: pack(mean, [mean.length]),
    components: components && pack(components.data, components.shape),
  };
}

/** The text of a codebook file. */
export function encodeCodebook(codebook: Codebook): string {
  return `${JSON.stringify(packed(codebook), null, 1)}\n`;
}

/** The text of a file of several codebooks of one input, such as those of all partitions. */
export function encodeCodebooks(codebooks: readonly Codebook[]): string {
  return `${JSON.stringify({ schema: SEVERAL, codebooks: codebooks.map(packed) }, null, 1)}\n`;
}

function malformed(what: string): ModalensError {
  return new ModalensError({
    code: 'malformed_codebook',
    message: `The codebook cannot be read: ${what}.`,
    hint: 'Write one with `modalens analyze ... --codes DIR`, or export it from the page.',
  });
}

function unpack(value: unknown, name: string, axes: number): { data: Float32Array; shape: number[] } {
  const { shape, data } = (value ?? {}) as Partial<Record<keyof Packed, unknown>>;
  const isSide = (side: unknown): side is number => Number.isSafeInteger(side) && (side as number) > 0;
  if (!Array.isArray(shape) || shape.length !== axes || !shape.every(isSide) || typeof data !== 'string') {
    throw malformed(`${name} is no array of ${axes} ${axes === 1 ? 'axis' : 'axes'}`);
  }
  let bytes: Uint8Array;
  try {
    bytes = base64ToUint8Array(data);
  } catch {
    throw malformed(`${name} is not base64`);
  }
  const items = shape.reduce((product, side) => product * side, 1);
  if (bytes.length !== 4 * items)
    throw malformed(`${name} has ${bytes.length} bytes, and ${4 * items} are expected`);
  return { shape, data: new Float32Array(bytes.buffer) };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown> | null;
  } catch {
    throw malformed('it is not JSON');
  }
}

function unpacked(file: Record<string, unknown> | null): Codebook {
  if (file?.['schema'] !== SCHEMA) throw malformed(`its schema is not ${SCHEMA}`);
  if (typeof file['l2'] !== 'boolean') throw malformed('l2 is neither true nor false');
  const matrix = (name: string) =>
    unpack(file[name], name, 2) as { data: Float32Array; shape: [number, number] };
  return {
    ...matrix('centroids'),
    transform: {
      centre: file['centre'] === null ? null : unpack(file['centre'], 'centre', 1).data,
      l2: file['l2'],
      mean: unpack(file['mean'], 'mean', 1).data,
      components: file['components'] === null ? null : matrix('components'),
    },
  };
}

/** Reads the text of a codebook file. Whether its parts fit together is checked where it is used. */
export function decodeCodebook(text: string): Codebook {
  return unpacked(parsed(text));
}

/** Reads the text of a file of one codebook or of several. */
export function decodeCodebooks(text: string): Codebook[] {
  const file = parsed(text);
  if (file?.['schema'] !== SEVERAL) return [unpacked(file)];
  const { codebooks } = file;
  if (!Array.isArray(codebooks) || codebooks.length === 0) throw malformed('it lists no codebooks');
  return codebooks.map(unpacked);
}
