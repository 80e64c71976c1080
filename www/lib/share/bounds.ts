/** What anything in a link or a file is bounded by, whoever wrote it. */

import * as v from 'valibot';

/** Letters of a text at most. */
const MAX_TEXT = 4000;

/** Items of a list at most: as many as an input may have codes. */
const MAX_LIST = 4096;

/** A text. */
export const text = (most = MAX_TEXT) => v.pipe(v.string(), v.maxLength(most));

/** A number, far from overflow. */
export const finite = v.pipe(v.number(), v.finite(), v.minValue(-1e30), v.maxValue(1e30));

/** A whole number that JavaScript keeps exactly. */
export const whole = (least = 0, most = Number.MAX_SAFE_INTEGER) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));

/** A list. */
export const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.maxLength(MAX_LIST));
