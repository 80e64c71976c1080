/** What a caller may give as an input, and the form in which it goes to a worker. */

import type { LoadHow, Slot } from '../types/engine';
import { ModalensError } from '../types/errors';
import { bytesOf, isNumberArray, type NumberArray, npyHeader } from './npy';
import { checkObject, checkText, kindOf } from './plain';

/** An array in memory: values row by row, and its shape. */
export interface ArraySource {
  data: NumberArray;
  shape: readonly number[];
  /** Name in the report. */
  name?: string;
}

/** A source with the way it is to be read. */
export interface ReadSource {
  source: PlainSource;
  /** Name in the report. */
  name?: string;
  /** Array to take from a container with several. */
  member?: string;
  /** Column to take from a table with several: its name, its number from 0, or names with one `*`. */
  column?: string;
  /** What to do with a third dimension. */
  pooling?: LoadHow['pooling'];
  /** Read as labels or as numbers, whatever the dtype suggests. */
  kind?: LoadHow['kind'];
}

/** A file, bytes of a file, an array, or values; in Node also the path of a file. */
export type PlainSource =
  | Blob
  | ArrayBuffer
  | Uint8Array
  | ArraySource
  | readonly string[]
  | readonly number[]
  | string;

/** An input. */
export type Source = PlainSource | ReadSource;

/** The inputs of an analysis. */
export interface Inputs {
  x1: Source;
  x2: Source;
  y: Source;
  /** Labels that put the samples into strata, each of which is decomposed as well. */
  z?: Source;
}

/** What an input carries besides: the hash of the file that it was made of, where that is another. */
interface Origin {
  sha256?: string | null;
}

/** An input with samples, as it goes to a worker: blobs are handles, so nothing is copied but arrays. */
export type FileInput =
  | ({ type: 'blob'; name: string; blob: Blob; how: Partial<LoadHow> } & Origin)
  | {
      type: 'path';
      name: string;
      path: string;
      how: Partial<LoadHow>;
      /** The state of the file that was read first; it must be read in no other. */
      version?: string;
    };

/** An input as it goes to a worker. */
export type Input =
  | FileInput
  | ({ type: 'labels'; name: string; values: string[]; how: Partial<LoadHow> } & Origin);

function unsupported(slot: string, found: string): ModalensError {
  return new ModalensError({
    code: 'unsupported_source',
    message:
      `${slot} is ${found}; a file, bytes of a file, { data, shape }, or a list of strings or ` +
      `numbers is expected.`,
    hint: 'See "Sources" in the documentation.',
  });
}

function fromNumbers(values: readonly number[]): Int32Array | Float64Array {
  const labels = values.every((value) => Number.isInteger(value) && Math.abs(value) < 2 ** 31);
  return labels ? Int32Array.from(values) : Float64Array.from(values);
}

/** An array in memory. */
export function fromArray(
  data: NumberArray,
  shape: readonly number[],
  name: string,
  how: Partial<LoadHow>,
): Extract<Input, { type: 'blob' }> {
  return { type: 'blob', name, blob: new Blob([npyHeader(data, shape), bytesOf(data)]), how };
}

function isReadSource(source: Source): source is ReadSource {
  return typeof source === 'object' && source !== null && 'source' in source;
}

function fromPlain(
  source: PlainSource,
  name: string | undefined,
  how: Partial<LoadHow>,
  slot: string,
): Input {
  if (typeof source === 'string')
    return { type: 'path', name: name ?? source.replace(/^.*[\\/]/, ''), path: source, how };
  if (source instanceof Blob) {
    const own = 'name' in source && typeof source.name === 'string' ? source.name : slot;
    return { type: 'blob', name: name ?? own, blob: source, how };
  }
  if (source instanceof ArrayBuffer)
    return { type: 'blob', name: name ?? slot, blob: new Blob([source]), how };
  if (source instanceof Uint8Array)
    return { type: 'blob', name: name ?? slot, blob: new Blob([bytesOf(source)]), how };
  if (isNumberArray(source)) throw unsupported(slot, 'a typed array without a shape');
  if (Array.isArray(source)) return fromValues(source, name ?? slot, how, slot);
  if (typeof source === 'object' && source !== null && 'data' in source && isNumberArray(source.data)) {
    if (!Array.isArray(source.shape)) throw unsupported(slot, 'an array without a shape');
    if (source.name !== undefined) checkText(source.name, `${slot}.name`);
    return fromArray(source.data, source.shape, name ?? source.name ?? slot, how);
  }
  throw unsupported(slot, kindOf(source));
}

function fromValues(values: readonly unknown[], name: string, how: Partial<LoadHow>, slot: string): Input {
  if (values.every((value): value is string => typeof value === 'string')) {
    return { type: 'labels', name, values: [...values], how };
  }
  if (values.every((value): value is number => typeof value === 'number')) {
    return fromArray(fromNumbers(values), [values.length], name, how);
  }
  throw unsupported(slot, 'a list of mixed values');
}

/** `source` in the form in which it goes to a worker; `slot` is its name where it has none. */
export function inputOf(source: Source, slot: string): Input {
  if (!isReadSource(source)) return fromPlain(source, undefined, {}, slot);
  const { name, member, column, pooling, kind } = source;
  if (name !== undefined) checkText(name, `${slot}.name`);
  if (member !== undefined) checkText(member, `${slot}.member`);
  if (column !== undefined) checkText(column, `${slot}.column`);
  const how = { member, column, pooling, kind };
  checkObject(how, slot);
  const given = Object.fromEntries(Object.entries(how).filter(([, value]) => value !== undefined));
  return fromPlain(source.source, name, given, slot);
}

/** The inputs of an analysis in that form. */
export function inputsOf(inputs: Inputs): Record<Slot, Input> & { z?: Input } {
  if (typeof inputs !== 'object' || inputs === null) throw unsupported('The first argument', kindOf(inputs));
  const { x1, x2, y, z } = inputs;
  const three = { x1: inputOf(x1, 'x1'), x2: inputOf(x2, 'x2'), y: inputOf(y, 'y') };
  return z === undefined ? three : { ...three, z: inputOf(z, 'z') };
}
