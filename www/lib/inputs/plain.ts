/** What a caller gives besides inputs, checked before it goes to a worker: which takes plain values only. */

import { ModalensError } from '../types/errors';

/** Values nested deeper than this are no options, tables or codebooks; a circle is. */
const DEEPEST = 8;

/** What a value is, in a message. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function refuse(what: string, found: string, expected: string): never {
  throw new ModalensError({
    code: 'invalid_option',
    message: `${what} is ${found}; ${expected} is expected.`,
    hint: 'See the API in the documentation for what may be given.',
  });
}

function checkValue(value: unknown, what: string, depth: number): void {
  if (typeof value === 'function' || typeof value === 'symbol') refuse(what, kindOf(value), 'a plain value');
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  if (depth === DEEPEST) refuse(what, 'nested too deeply', 'a plain value');
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) {
      // Tables have millions of numbers, and a name for each takes time.
      if (typeof value[i] !== 'number') checkValue(value[i], `${what}[${i}]`, depth + 1);
    }
  } else {
    for (const [key, own] of Object.entries(value)) checkValue(own, `${what}.${key}`, depth + 1);
  }
}

/** `value` must be an object of plain values; `what` it is called in a message. */
export function checkObject(value: unknown, what: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    refuse(what, kindOf(value), 'an object');
  checkValue(value, what, 0);
}

/** `value` must be a list with something in it. */
export function checkList(value: unknown, what: string): void {
  if (!Array.isArray(value) || value.length === 0)
    refuse(what, Array.isArray(value) ? 'an empty list' : kindOf(value), 'a list of one or more');
}

/** `value` must be text. */
export function checkText(value: unknown, what: string): void {
  if (typeof value !== 'string') refuse(what, kindOf(value), 'text');
}
