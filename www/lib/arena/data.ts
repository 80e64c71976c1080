/**
 * The samples of a problem: counts drawn from its law, or embeddings of its states.
 *
 * Of all three sorts of embeddings the state of a sample is a function of x, and what x says beside it is
 * independent of everything else, so that the atoms of x are those of the states. Clusters are the engine's
 * own (`modalens generate`), whose noise is so small that the nearest centre is nearly always the right one.
 * Nuisance adds uniform numbers in six directions, with some 25 times the variance of the states. A curve has
 * no clusters: state z of K becomes a point anywhere between z / K and (z + 1) / K of a smooth curve.
 */

import type { ArrayData, Counts, Generated, GenerateOptions } from '../types/engine';
import { type Law, lawOf } from './laws';
import type { Problem } from './problems';
import { type Random, randomOf } from './random';

/** What draws samples of the engine's systems: `analyzer.generate`. */
export type Generate = (name: string, options: GenerateOptions) => Promise<Generated>;

/** Embeddings of two sources, a row a sample, and labels. */
export type Embeddings = Pick<Generated, 'x1' | 'x2' | 'y'>;

/** States of x1 and x2, and y of every sample. */
type States = [x1: number[], x2: number[], y: number[]];

/** Directions of nuisance, and how far it goes. */
const NUISANCE = { directions: 6, reach: 3 };

/** Bends of a curve. */
const BENDS = 5;

/** Streams of a problem beside that of its samples. */
const STREAM = { parts: 1 << 20, x1: 2 << 20, x2: 3 << 20 };

/** One number for each state, as embeddings without noise have it: its rank. */
function ranks({ data }: ArrayData): number[] {
  const rank = new Map([...new Set(data)].sort((a, b) => a - b).map((value, i) => [value, i]));
  return Array.from(data, (value) => rank.get(value)!);
}

async function statesOfSystem({ law, n, seed }: Problem, generate: Generate): Promise<States> {
  const { x1, x2, y } = await generate(law, { n, seed, sigma: 0, d: 1 });
  return [ranks(x1), ranks(x2), Array.from(y.data)];
}

/** Independent samples of a law by its inverse distribution function. */
function statesOfLaw({ shape: [, k2, ky], p }: Law, n: number, random: Random): States {
  let sum = 0;
  const ends = p.map((mass) => (sum += mass));
  const last = p.findLastIndex((mass) => mass > 0);
  const states: States = [[], [], []];
  for (let i = 0; i < n; i += 1) {
    const point = random.uniform() * sum;
    const found = ends.findIndex((end) => end > point);
    const cell = found < 0 ? last : found;
    states[0].push(Math.floor(cell / (k2 * ky)));
    states[1].push(Math.floor(cell / ky) % k2);
    states[2].push(cell % ky);
  }
  return states;
}

/** A table of the samples: occupied cells, ascending. */
function tableOf([x1, x2, y]: States): Counts {
  const side = (symbols: number[]): number => symbols.reduce((most, symbol) => Math.max(most, symbol), 0) + 1;
  const shape: Counts['shape'] = [side(x1), side(x2), side(y)];
  const counts = new Map<number, number>();
  for (const [i, a] of x1.entries()) {
    const cell = (a * shape[1] + x2[i]!) * shape[2] + y[i]!;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const found = [...counts].sort(([a], [b]) => a - b);
  const symbols = ([cell]: [number, number]): number[] => [
    Math.floor(cell / (shape[1] * shape[2])),
    Math.floor(cell / shape[2]) % shape[1],
    cell % shape[2],
  ];
  return { shape, cells: found.flatMap(symbols), counts: found.map(([, count]) => count) };
}

/** The counts of a problem of that form. */
export async function countsOf(problem: Problem, generate: Generate): Promise<Counts> {
  const law = lawOf(problem.law);
  const [x1, x2, y] = law
    ? statesOfLaw(law, problem.n, randomOf(problem.seed))
    : await statesOfSystem(problem, generate);
  const random = randomOf(problem.seed + STREAM.parts);
  const split = (states: number[]): number[] =>
    problem.parts === 1 ? states : states.map((state) => problem.parts * state + random.below(problem.parts));
  return tableOf([split(x1), split(x2), y]);
}

const between = (random: Random, low: number, high: number): number => low + (high - low) * random.uniform();

/** Adds to each sample the same few directions with coefficients of its own. */
function withNuisance({ data, shape }: ArrayData, random: Random): ArrayData {
  const [n = 0, d = 0] = shape;
  const { directions, reach } = NUISANCE;
  const along = Array.from({ length: directions * d }, () => between(random, -2, 2));
  const moved = new Float32Array(data.length);
  for (let i = 0; i < n; i += 1) {
    const far = Array.from({ length: directions }, () => between(random, -reach, reach));
    for (let j = 0; j < d; j += 1)
      moved[i * d + j] = data[i * d + j]! + far.reduce((sum, v, k) => sum + v * along[k * d + j]!, 0);
  }
  return { data: moved, shape };
}

/** Chebyshev polynomials 1 to `BENDS` at `t`. */
function polynomials(t: number): number[] {
  const values = [1, t];
  while (values.length <= BENDS) values.push(2 * t * values.at(-1)! - values.at(-2)!);
  return values.slice(1);
}

/** A point of a curve for each sample, anywhere on the stretch of its state. */
function onCurve(states: number[], d: number, random: Random): ArrayData {
  const stretches = states.reduce((most, state) => Math.max(most, state), 0) + 1;
  const along = Array.from({ length: BENDS * d }, (_, i) => between(random, -1, 1) / (1 + Math.floor(i / d)));
  const data = new Float32Array(states.length * d);
  for (const [i, state] of states.entries()) {
    const at = polynomials((2 * (state + random.uniform())) / stretches - 1);
    for (let j = 0; j < d; j += 1)
      data[i * d + j] = at.reduce((sum, value, k) => sum + value * along[k * d + j]!, 0);
  }
  return { data, shape: [states.length, d] };
}

/** The embeddings of a problem of that form. */
export async function embeddingsOf(problem: Problem, generate: Generate): Promise<Embeddings> {
  const { kind, law, n, sigma, d, seed } = problem;
  const streams = [randomOf(seed + STREAM.x1), randomOf(seed + STREAM.x2)] as const;
  if (kind === 'curve') {
    const [x1, x2, y] = await statesOfSystem(problem, generate);
    const labels = { data: Int32Array.from(y), shape: [n] };
    return { x1: onCurve(x1, d, streams[0]), x2: onCurve(x2, d, streams[1]), y: labels };
  }
  const { x1, x2, y } = await generate(law, { n, seed, sigma, d });
  if (kind !== 'nuisance') return { x1, x2, y };
  return { x1: withNuisance(x1, streams[0]), x2: withNuisance(x2, streams[1]), y };
}
