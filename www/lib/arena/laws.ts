/**
 * Laws P(x1, x2, y) that are in no catalogue: random ones, dense and sparse, and chains without synergy.
 *
 * Their atoms are those that the solver certifies; a chain's are known by formula too. Only sums, products
 * and quotients, so that every machine makes the same.
 */

import { type Random, randomOf } from './random';

/** A law: `p[(x1 * shape[1] + x2) * shape[2] + y]`. */
export interface Law {
  shape: [number, number, number];
  p: Float64Array;
}

/** Families of laws of the arena, and how many there are of each. */
export const FAMILIES = { dense: 16, sparse: 12, chain: 10 } as const;

type Family = keyof typeof FAMILIES;

/** Uniform on the simplex: the gaps between sorted uniform numbers. */
function simplex(random: Random, count: number): Float64Array {
  const cuts = Float64Array.from({ length: count - 1 }, () => random.uniform()).sort();
  return Float64Array.from({ length: count }, (_, i) => (cuts[i] ?? 1) - (cuts[i - 1] ?? 0));
}

/** A random distribution, the sharper the higher the power of two. */
function sharp(random: Random, count: number, squarings: number): Float64Array {
  let weights = simplex(random, count);
  for (let i = 0; i < squarings; i += 1) weights = weights.map((w) => w * w);
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}

/** Three to eight symbols a source, every cell possible; every third law is nearly a function. */
function dense(random: Random, number: number): Law {
  const shape: Law['shape'] = [3 + random.below(6), 3 + random.below(6), 2 + random.below(3)];
  const pairs = simplex(random, shape[0] * shape[1]);
  return { shape, p: conditional(pairs, () => sharp(random, shape[2], number % 3)) };
}

/** Eight to sixteen symbols a source, of whose pairs a fifth occur. */
function sparse(random: Random, number: number): Law {
  const shape: Law['shape'] = [8 + random.below(9), 8 + random.below(9), 2 + random.below(3)];
  const drawn = simplex(random, shape[0] * shape[1]).map((w) => (random.uniform() < 0.2 ? w : 0));
  const total = drawn.reduce((sum, w) => sum + w, 0);
  const pairs = drawn.map((w) => w / total);
  return { shape, p: conditional(pairs, () => sharp(random, shape[2], 1 + (number % 2))) };
}

/** Mass of a pair times the law of y in it. */
function conditional(pairs: Float64Array, channel: () => Float64Array): Float64Array {
  return Float64Array.from([...pairs].flatMap((w) => [...channel()].map((p) => w * p)));
}

/**
 * y - x1 - x2: x2 sees y only through x1, so that R = I(X2;Y), U1 = I(X1;Y) - I(X2;Y), U2 = S = 0. In every
 * second law the sources change places.
 */
function chain(random: Random, number: number): Law {
  const [near, far, ky] = [4 + random.below(5), 4 + random.below(5), 2 + random.below(3)];
  const y = sharp(random, ky, 0);
  const first = Array.from(y, () => sharp(random, near, 1));
  const second = Array.from({ length: near }, () => sharp(random, far, 3));
  const swapped = number % 2 === 1;
  const shape: Law['shape'] = swapped ? [far, near, ky] : [near, far, ky];
  const p = new Float64Array(near * far * ky);
  for (let a = 0; a < near; a += 1)
    for (let b = 0; b < far; b += 1)
      for (let c = 0; c < ky; c += 1) {
        const [x1, x2] = swapped ? [b, a] : [a, b];
        p[(x1 * shape[1] + x2) * ky + c] = y[c]! * first[c]![a]! * second[a]![b]!;
      }
  return { shape, p };
}

const MAKE = { dense, sparse, chain };

/** Name of a law, such as `dense_03`. */
export const lawName = (family: Family, number: number): string =>
  `${family}_${String(number).padStart(2, '0')}`;

/** The law of that name; undefined if it is one of the engine's systems. */
export function lawOf(name: string): Law | undefined {
  const [family, number] = name.split('_') as [Family, string];
  if (!Object.hasOwn(FAMILIES, family)) return undefined;
  const seed = 1000 * Object.keys(FAMILIES).indexOf(family) + Number(number);
  return MAKE[family](randomOf(seed), Number(number));
}
