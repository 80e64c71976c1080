/** What to do about a failure, which may end in lines of Python to copy. */

/** The sentence, and the lines after it; null where there are none. */
export function adviceOf(hint: string): { sentence: string; lines: string | null } {
  const end = hint.indexOf('\n');
  return end < 0
    ? { sentence: hint, lines: null }
    : { sentence: hint.slice(0, end), lines: hint.slice(end + 1) };
}
