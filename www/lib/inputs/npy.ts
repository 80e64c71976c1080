/**
 * Typed arrays as `.npy` files (version 1, little endian, C order).
 *
 * Arrays that a caller gives go to the engine in this form, so that there is one reader; codes and
 * codebooks are saved in it.
 */

import { ModalensError } from '../types/errors';

/** Arrays whose items NumPy knows. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

const DTYPES: Record<string, string> = {
  Float16Array: '<f2',
  Float32Array: '<f4',
  Float64Array: '<f8',
  Int8Array: '|i1',
  Uint8Array: '|u1',
  Uint8ClampedArray: '|u1',
  Int16Array: '<i2',
  Uint16Array: '<u2',
  Int32Array: '<i4',
  Uint32Array: '<u4',
  BigInt64Array: '<i8',
  BigUint64Array: '<u8',
};

/** Name of the class of a typed array, also for one of another realm. */
function kindOf(data: ArrayBufferView): string {
  return Object.prototype.toString.call(data).slice('[object '.length, -1);
}

/** Whether `value` is a typed array with a NumPy item type. */
export function isNumberArray(value: unknown): value is NumberArray {
  return ArrayBuffer.isView(value) && kindOf(value) in DTYPES;
}

/** A whole `.npy` file of values as they stand in memory: little endian, in C order. */
export function npyOf(
  dtype: string,
  shape: readonly number[],
  bytes: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const header = headerOf(dtype, shape);
  const file = new Uint8Array(header.length + bytes.length);
  file.set(header);
  file.set(bytes, header.length);
  return file;
}

/** The header of an `.npy` file, padded so that the data start at a multiple of 64. */
export function npyHeader(data: NumberArray, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const items = shape.reduce((product, side) => product * side, 1);
  if (
    shape.length === 0 ||
    !shape.every((side) => Number.isSafeInteger(side) && side >= 0) ||
    items !== data.length
  ) {
    throw new ModalensError({
      code: 'shape_mismatch',
      message: `The array has ${data.length} values, but its shape (${shape.join(', ')}) asks for ${items}.`,
      hint: 'Give the shape as [rows, columns], rows first.',
    });
  }
  return headerOf(DTYPES[kindOf(data)] ?? '', shape);
}

/** The header of values that are not there yet. */
export function headerOf(dtype: string, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${sides}), }`;
  const fixed = 10;
  const length = Math.ceil((fixed + text.length + 1) / 64) * 64 - fixed;
  const header = new Uint8Array(fixed + length).fill(0x20);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8]);
  header.set(new TextEncoder().encode(text), fixed);
  header[header.length - 1] = 0x0a;
  return header;
}

/** The bytes of a typed array, without a copy. */
export function bytesOf(data: NumberArray): Uint8Array<ArrayBuffer> {
  if (data.buffer instanceof ArrayBuffer)
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** A whole `.npy` file. */
export function encodeNpy(
  data: NumberArray,
  shape: readonly number[] = [data.length],
): Uint8Array<ArrayBuffer> {
  npyHeader(data, shape);
  return npyOf(DTYPES[kindOf(data)] ?? '', shape, bytesOf(data));
}
