/**
 * Random numbers of the arena's own laws: xoshiro128** (Blackman and Vigna 2018), seeded by splitmix32.
 *
 * Own code, since its bits are part of the data set: no later version of a library may change them. Whole
 * numbers and IEEE operations only, so that every machine draws the same.
 */

/** A source of random numbers. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** A whole number from 0 to `count` - 1; the remainder of 53 bits is no bias that can be seen. */
  below(count: number): number;
}

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** Four words from one. */
function wordsOf(seed: number): Uint32Array {
  let state = seed >>> 0;
  return Uint32Array.from({ length: 4 }, () => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return word ^ (word >>> 15);
  });
}

/** The stream that `seed` names. */
export function randomOf(seed: number): Random {
  const s = wordsOf(seed);
  const next = (): number => {
    const drawn = Math.imul(rotated(Math.imul(s[1]!, 5), 7), 9) >>> 0;
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = rotated(s[3]!, 11);
    return drawn;
  };
  const uniform = (): number => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  return { uniform, below: (count) => Math.floor(uniform() * count) };
}
