/** Numbers as links hold them. */

/**
 * `value` to so many decimals; large values to as many digits, small ones to four, so that a gap of 1e-9
 * stays one.
 */
function rounded(value: number, decimals: number): number {
  if (Number.isInteger(value)) return value + 0;
  const size = Math.abs(value);
  if (size >= 10) return Number(value.toPrecision(decimals + 1));
  return Number(size >= 0.01 ? value.toFixed(decimals) : value.toPrecision(4));
}

/** A copy of `value` with all its numbers rounded. */
export function roundedNumbers<T>(value: T, decimals: number): T {
  const copy = (part: unknown): unknown => {
    if (typeof part === 'number') return rounded(part, decimals);
    if (Array.isArray(part)) return part.map(copy);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, copy(inner)]));
  };
  return copy(value) as T;
}
