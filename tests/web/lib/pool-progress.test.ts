// What a caller hears of a run: that it goes on, how far it is, and that it has been silent for long.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Progress } from '../../../www/lib/run/control';
import { SILENCE } from '../../../www/lib/run/follow';
import { Throttle } from '../../../www/lib/run/throttle';
import type { ErrorFacts } from '../../../www/lib/types/errors';
import { analyzer, INPUTS, progress, settle, sound, TABLE } from './fake-pool';
import { FakeThread, never } from './fakes';

beforeEach(() => {
  FakeThread.all = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('progress', () => {
  it('never falls, whatever the engine foresees, and is told at once', async () => {
    const shares = [0.5, 0.2, 0.6, 0.1, 0.9];
    let step = 0;
    const script = sound(async (_, args, thread) => {
      const { id } = args[0] as { id: number };
      for (const done of [1, 0, 2]) {
        thread.tell({ of: id, done, total: 2 });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return new Uint8Array();
    });
    const a = analyzer(async (method, args, thread) => {
      const answer = (await script(method, args, thread)) as { progress?: object };
      return answer?.progress ? { ...answer, progress: { ...progress, share: shares[step++ % 5] } } : answer;
    });
    const told: Progress[] = [];
    let over = false;
    const run = a.analyze(INPUTS, {}, { onProgress: (p) => told.push(p) }).finally(() => {
      over = true;
    });
    await Promise.resolve();
    expect(told).toMatchObject([{ phase: 'read', share: 0 }]);
    while (!over) {
      await settle();
      await vi.advanceTimersByTimeAsync(60);
    }
    await run;
    const seen = told.map(({ share }) => share);
    expect(new Set(seen).size).toBeGreaterThan(3);
    expect(seen).toEqual([...seen].sort((p, q) => p - q));
    a.dispose();
  });

  it('that does not come for 20 seconds is said once; a word of a worker begins anew', async () => {
    const a = analyzer(sound(never));
    const said: ErrorFacts[] = [];
    const control = new AbortController();
    const run = a.analyze(INPUTS, {}, { signal: control.signal, onSilence: (facts) => said.push(facts) });
    await settle();
    const pass = (seconds: number) => vi.advanceTimersByTimeAsync(1000 * seconds);
    await pass(SILENCE - 1);
    FakeThread.all.find(({ calls }) => calls.includes('run'))?.tell({ of: 1, done: 0, total: 0 });
    await settle();
    await pass(SILENCE - 1);
    expect(said).toEqual([]);
    await pass(2 * SILENCE);
    expect(said).toMatchObject([
      {
        code: 'no_progress',
        message: expect.stringContaining('20 seconds'),
        hint: expect.stringContaining('cancel'),
      },
    ]);
    control.abort('enough');
    await expect(run).rejects.toBe('enough');
    a.dispose();
  });

  it('of work that does not know how much is left is told once a second, as a sign of life', async () => {
    const a = analyzer(sound(never));
    const told: Progress[] = [];
    const control = new AbortController();
    const run = a.analyze(INPUTS, {}, { signal: control.signal, onProgress: (p) => told.push(p) });
    await settle();
    await vi.advanceTimersByTimeAsync(100);
    const before = told.length;
    const worker = FakeThread.all.find(({ calls }) => calls.includes('run'));
    for (let word = 0; word < 100; word += 1) {
      worker?.tell({ of: 1, done: 0, total: 0 });
      await settle();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(told.length - before).toBeGreaterThanOrEqual(9);
    expect(told.length - before).toBeLessThanOrEqual(11);
    control.abort('enough');
    await expect(run).rejects.toBe('enough');
    a.dispose();
  });

  it('of a call that waits for its turn is no silence', async () => {
    let hang: () => void = () => {};
    const a = analyzer((method) =>
      method === 'version' ? new Promise<void>((resolve) => (hang = resolve)) : 'answer',
    );
    const first = a.version();
    const said: ErrorFacts[] = [];
    const second = a.decompose(TABLE, {}, { onSilence: (facts) => said.push(facts) });
    await settle();
    await vi.advanceTimersByTimeAsync(3000 * SILENCE);
    expect(said).toEqual([]);
    hang();
    await Promise.all([first, second]);
    a.dispose();
  });
});

it('progress comes at most 20 times a second, and its last word comes', () => {
  const told: [number, number][] = [];
  const start = Date.now();
  const throttle = new Throttle<number>((value) => told.push([Date.now() - start, value]));
  for (let ms = 0; ms < 1000; ms += 1) {
    throttle.push(ms);
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(100);
  expect(told.length).toBeLessThanOrEqual(21);
  expect(told.length).toBeGreaterThan(15);
  expect(told.at(-1)?.[1]).toBe(999);
  throttle.push(1000);
  throttle.push(1001);
  throttle.close();
  vi.advanceTimersByTime(100);
  expect(told.at(-1)?.[1]).not.toBe(1001);
});
