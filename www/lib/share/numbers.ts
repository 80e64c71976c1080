/** Numbers as small whole numbers, and back. Null stays null. */

import { damaged } from './text';

/** A packed number. */
export type Packed = number | null;

/** `value` in steps of 1 / `steps`. */
export function quantise(value: number | null, steps: number): Packed {
  return value === null ? null : Math.round(value * steps) + 0;
}

/** The value of so many steps. */
export function restore(packed: Packed, steps: number): number | null {
  return packed === null ? null : packed / steps;
}

/** `a - b`, where null b counts as 0 and null a stays null. */
export const less = (a: Packed, b: Packed): Packed => (a === null ? null : a - (b ?? 0));

/** `a + b`, where null b counts as 0 and null a stays null. */
export const more = (a: Packed, b: Packed): Packed => (a === null ? null : a + (b ?? 0));

/** `value` to so many significant digits. */
export const rounded = (value: number, digits: number): number => Number(value.toPrecision(digits));

/** A packed number, or the error of a damaged link. */
export function asPacked(value: unknown): Packed {
  if (value === null || (typeof value === 'number' && Number.isSafeInteger(value))) return value;
  throw damaged('a number is not where it should be');
}

/** A number, or the error of a damaged link. */
export function asNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  throw damaged('a number is not where it should be');
}

/** A list, or the error of a damaged link. */
export function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw damaged('a list is not where it should be');
}
