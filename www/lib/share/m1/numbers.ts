/** Numbers of version 1, small whole numbers of steps. Null stays null. */

import { Damage } from '../damage';

/** A packed number. */
export type Packed = number | null;

/** The value of so many steps. */
export function restore(packed: Packed, steps: number): number | null {
  return packed === null ? null : packed / steps;
}

/** `a + b`, where null b counts as 0 and null a stays null. */
export const more = (a: Packed, b: Packed): Packed => (a === null ? null : a + (b ?? 0));

/** A packed number, or the fault of a damaged link. */
export function asPacked(value: unknown): Packed {
  if (value === null || (typeof value === 'number' && Number.isSafeInteger(value))) return value;
  throw new Damage('a number is not where it should be');
}

/** A number, or the fault of a damaged link. */
export function asNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new Damage('a number is not where it should be');
}

/** A list, or the fault of a damaged link. */
export function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw new Damage('a list is not where it should be');
}
