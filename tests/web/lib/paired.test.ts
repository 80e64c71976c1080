// Differences of two analyses of the same rows: their intervals know how both vary together, and hold.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomOf } from '../../../www/lib/arena/random';
import { type Comparison, compareReports } from '../../../www/lib/explore/compare';
import type { Analyzer, Report } from '../../../www/lib/node';
import { createAnalyzer } from '../../../www/lib/node';

/** Data sets of an ordinary run; RESULTS.md has 500: PAIRED_REPEATS=500 npx vitest run paired. */
const REPEATS = Number(process.env['PAIRED_REPEATS'] ?? 30);
const N = 800;
/** Rows that stand for all there are. */
const ALL = 100_000;
const STATES = 4;
const D = 4;

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createAnalyzer({ workers: 2 });
});
afterAll(() => analyzer.dispose());

interface Drawn {
  /** x1 of two models, x2 and y of both. */
  a: number[];
  b: number[];
  x2: number[];
  y: number[];
  normal: () => number;
}

/**
 * Two models of which the second sees x1 a little worse than the first. Of the two bits of y, x1 knows the
 * first and x2 the second better, so that each has something of its own.
 */
function drawn(n: number, seed: number): Drawn {
  const random = randomOf(seed);
  const y = Array.from({ length: n }, () => random.below(STATES));
  const corrupt = (states: number[], p: number) =>
    states.map((state) => (random.uniform() < p ? random.below(STATES) : state));
  /** Without the bit of this weight in half of the samples. */
  const blurred = (weight: 1 | 2) =>
    y.map((state) => (random.uniform() < 0.5 ? state : (state & ~weight) | (weight * random.below(2))));
  const a = corrupt(blurred(1), 0.2);
  return {
    ...{ a, y, b: corrupt(a, 0.2), x2: corrupt(blurred(2), 0.2) },
    normal: () => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform()),
  };
}

/** States as labels, which are their own codes. */
const labels = (states: number[]) => ({ data: Int32Array.from(states), shape: [states.length] });

/** States as clouds that overlap, which K-means cuts its own way. */
function clouds(states: number[], normal: () => number) {
  const data = Float32Array.from(
    { length: states.length * D },
    (_, i) => normal() + 3 * Number(i % D === states[Math.floor(i / D)]),
  );
  return { data, shape: [states.length, D] };
}

const SYSTEMS = {
  labels: ({ a, b, x2 }: Drawn) => [labels(a), labels(b), labels(x2)] as const,
  clouds: ({ a, b, x2, normal }: Drawn) => {
    // Both models see the same pictures: their noise is the same where their states are.
    const noise = Array.from({ length: a.length * D }, normal);
    const seen = (states: number[]) => {
      let at = 0;
      return clouds(states, () => noise[at++]!);
    };
    return [seen(a), seen(b), clouds(x2, normal)] as const;
  },
};

const OPTIONS = { k: STATES, ky: STATES, partitions: 4, n_init: 2, gauge: false } as const;

async function both(system: keyof typeof SYSTEMS, n: number, seed: number): Promise<[Report, Report]> {
  const content = drawn(n, seed);
  const [a, b, x2] = SYSTEMS[system](content);
  const y = labels(content.y);
  return [
    await analyzer.analyze({ x1: a, x2, y }, { ...OPTIONS, seed }),
    await analyzer.analyze({ x1: b, x2, y }, { ...OPTIONS, seed: seed + 1 }),
  ];
}

const WHAT = ['redundancy', 'unique1', 'unique2', 'synergy', 'i1', 'c1'] as const;
const find = ({ differences }: Comparison, what: (typeof WHAT)[number]) =>
  differences.find(({ quantity }) => quantity === what);

describe.each(Object.keys(SYSTEMS) as (keyof typeof SYSTEMS)[])('of %s', (system) => {
  it('paired intervals cover, and are narrower by a fifth at least', {
    timeout: 60_000 + 4000 * REPEATS,
  }, async () => {
    const truth = compareReports(...(await both(system, ALL, 1)));
    const tally = new Map(WHAT.map((what) => [what, { runs: 0, covered: 0, paired: 0, alone: 0 }]));
    for (let i = 0; i < REPEATS; i += 1) {
      const [a, b] = await both(system, N, 1000 + i);
      const own = compareReports(a, b);
      expect([own.same_samples, own.paired]).toEqual([true, true]);
      const apart = compareReports({ ...a, samples: null }, b);
      expect([apart.same_samples, apart.paired]).toEqual([true, false]);
      for (const what of WHAT) {
        const [value, found, wide] = [truth, own, apart].map((one) => find(one, what));
        if (!value || !found || !wide || found.lower === null || found.upper === null) continue;
        const counts = tally.get(what)!;
        counts.runs += 1;
        counts.covered += Number(found.lower <= value.difference && value.difference <= found.upper);
        counts.paired += found.upper - found.lower;
        counts.alone += wide.upper! - wide.lower!;
      }
    }
    for (const [what, { runs, covered, paired, alone }] of tally) {
      const [share, width] = [covered / runs, paired / alone].map((one) => one.toFixed(3));
      console.info(`${system} ${what}: ${runs} runs, covered ${share}, width ${width} of unpaired`);
      // Three standard errors below 95 % in an ordinary run.
      expect(covered / runs, what).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / runs));
      expect(paired, what).toBeLessThan(0.8 * alone);
    }
  });
});
