// An aborted call leaves nothing behind: the next one gives the same answer as if it had never been.
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../../www/lib/node';

const OPTIONS = { k: 3, seed: 1, partitions: 1, n_init: 1 } as const;
const ROUNDS = 500;

/** Numbers that look random and are the same each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const next = random(7);
const array = (n: number, d: number) => ({ data: Float32Array.from({ length: n * d }, next), shape: [n, d] });
const INPUTS = { x1: array(120, 3), x2: array(120, 3), y: Array.from({ length: 120 }, (_, i) => i % 3) };

describe('random aborts', { timeout: 300_000 }, () => {
  it.each([2, 3])(`${ROUNDS} of them, %i workers: the run after each is whole`, async (workers) => {
    const a = await createAnalyzer({ workers });
    const reference = await a.analyze(INPUTS, OPTIONS);
    /** How long a run takes at the moment, so that aborts fall everywhere within one. */
    let whole = 20;
    const timed = async () => {
      const begin = performance.now();
      const report = await a.analyze(INPUTS, OPTIONS);
      whole = performance.now() - begin;
      return report;
    };
    const outcomes = { aborted: 0, done: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const control = new AbortController();
      const run = a.analyze(INPUTS, OPTIONS, { signal: control.signal }).then(
        () => {
          outcomes.done += 1;
        },
        (reason: unknown) => {
          expect(reason).toBe(round);
          outcomes.aborted += 1;
        },
      );
      // Within the run, at its very beginning, and after its end.
      const wait = next() < 0.1 ? 0 : next() * 1.1 * whole;
      await new Promise((resolve) => setTimeout(resolve, wait));
      control.abort(round);
      // Half of the time the next run is asked for at once, else when the abort is known.
      const following = next() < 0.5 ? a.analyze(INPUTS, OPTIONS) : run.then(timed);
      expect(await following, `after abort ${round}`).toEqual(reference);
      await run;
    }
    expect(outcomes.aborted + outcomes.done).toBe(ROUNDS);
    expect(outcomes.aborted).toBeGreaterThan(ROUNDS / 4);
    a.dispose();
  });
});
