/**
 * What the other side of a widget holds: arrays as bytes with their shape and type, labels, options, a
 * report.
 */

import { encodeNpy } from '../lib/inline';
import { npyOf } from '../lib/inputs/npy';
import type { PartialOptions, Report } from '../lib/public';

/** The model of an anywidget: https://anywidget.dev */
export interface Model {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  save_changes(): void;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
}

/** Names of the inputs; z may be missing. */
const KEYS = ['x1', 'x2', 'y', 'z'] as const;
export type Key = (typeof KEYS)[number];

/** Keys that a change of means another analysis. */
export const WATCHED: readonly string[] = [...KEYS, 'options'];

/** Values of an array in the order of NumPy: `tobytes()`, `shape`, `dtype.str`. */
interface SentArray {
  data: ArrayBufferView | ArrayBuffer;
  shape: readonly number[];
  dtype: string;
}

const bytesOf = (data: ArrayBufferView | ArrayBuffer): Uint8Array<ArrayBuffer> =>
  ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer)
    : new Uint8Array(data);

const isBytes = (value: unknown): value is ArrayBufferView | ArrayBuffer =>
  ArrayBuffer.isView(value) || value instanceof ArrayBuffer;

const isArray = (value: unknown): value is SentArray =>
  typeof value === 'object' && value !== null && 'data' in value && isBytes(value.data) && 'shape' in value;

/** Labels as a file of one a line: as text they may hold anything but the end of a line. */
const lines = (values: readonly unknown[]): string =>
  `${values.map((value) => JSON.stringify(String(value))).join('\n')}\n`;

/** An input as a file that the page takes; null where there is none. */
export function fileOf(key: Key, value: unknown): File | null {
  if (value === null || value === undefined) return null;
  if (isBytes(value)) return value.byteLength === 0 ? null : new File([bytesOf(value)], `${key}.npy`);
  if (isArray(value)) return new File([npyOf(value.dtype, value.shape, bytesOf(value.data))], `${key}.npy`);
  if (!Array.isArray(value)) return Object.keys(value).length === 0 ? null : refused(key);
  if (value.length === 0) return null;
  return value.every((one) => typeof one === 'number')
    ? new File([encodeNpy(Float64Array.from(value), [value.length])], `${key}.npy`)
    : new File([lines(value)], `${key}.jsonl`);
}

function refused(key: string): never {
  throw new TypeError(
    `${key} is neither bytes of an .npy file, { data, shape, dtype }, nor a list of labels or numbers`,
  );
}

/** All inputs that are there; null while one of the three is missing. */
export function filesOf(model: Model): File[] | null {
  const files = KEYS.map((key) => fileOf(key, model.get(key)));
  const [x1, x2, y] = files;
  return x1 && x2 && y ? files.filter((file) => file !== null) : null;
}

export const optionsOf = (model: Model): PartialOptions => (model.get('options') as PartialOptions) ?? {};

/** The finished report goes back. */
export function giveBack(model: Model, report: Report | null, error: unknown = null): void {
  model.set('report', report);
  model.set('error', error);
  model.save_changes();
}
