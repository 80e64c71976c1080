/**
 * Bounds of what is read, held before anything else is done with it: a file of megabytes that is none of ours
 * costs milliseconds.
 */

import { Damage } from './damage';

/** Longest file that is read, characters. */
const MAX_FILE = 64 * 1024 * 1024;

/** Levels of brackets; a report has nine. */
const MAX_DEPTH = 32;

/** Items of a list, and fields of an object. */
const MAX_ITEMS = 4096;
const MAX_FIELDS = 100;

/** Lists of numbers that may be longer; how they look is checked where they are used. */
const LONG = new Set(['cells', 'counts']);

/** Whether the brackets of `text` go deeper than `most`; those in strings do not count. */
function deeper(text: string, most: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const letter = text.charCodeAt(i);
    if (inString) {
      if (letter === 0x5c) i += 1;
      else if (letter === 0x22) inString = false;
    } else if (letter === 0x22) inString = true;
    else if (letter === 0x5b || letter === 0x7b) {
      depth += 1;
      if (depth > most) return true;
    } else if (letter === 0x5d || letter === 0x7d) depth -= 1;
  }
  return false;
}

/** Throws where a list or an object in `value` has more parts than any of ours. */
export function checkSizes(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    if (value.length > MAX_ITEMS) throw new Damage(`it has a list of ${value.length} items`);
    for (const item of value) checkSizes(item);
    return;
  }
  let fields = 0;
  for (const name in value) {
    fields += 1;
    if (fields > MAX_FIELDS) throw new Damage(`it has an object of more than ${MAX_FIELDS} fields`);
    const part = (value as Record<string, unknown>)[name];
    if (!(LONG.has(name) && Array.isArray(part) && part.every((item) => typeof item === 'number')))
      checkSizes(part);
  }
}

/** The JSON of a file or a link, within bounds. */
export function parseBounded(text: string): unknown {
  if (text.length > MAX_FILE) throw new Damage(`it has more than ${MAX_FILE / 1024 / 1024} MB`);
  if (deeper(text, MAX_DEPTH)) throw new Damage(`its brackets go deeper than ${MAX_DEPTH} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Damage('it is not JSON', { cause });
  }
  checkSizes(value);
  return value;
}
