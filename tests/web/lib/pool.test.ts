// Every pending call settles, whatever happens to the workers.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PoolAnalyzer } from '../../../www/lib/analyzer';
import type { Progress } from '../../../www/lib/run/control';
import { SILENCE } from '../../../www/lib/run/follow';
import { Throttle } from '../../../www/lib/run/throttle';
import { GRACE } from '../../../www/lib/run/worker';
import type { ErrorFacts } from '../../../www/lib/types/errors';
import { crash, FakeThread, never, type Script } from './fakes';

// The smallest module there is: the fakes do not run it.
const EMPTY = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
const TABLE = { x1: [0], x2: [0], y: [0], p: [1] };
const INPUTS = { x1: [0, 1], x2: [0, 1], y: [0, 1] };
const FACTS = { target: {}, rows: 2, columns: 1 };

function analyzer(script: Script, workers = 2): PoolAnalyzer {
  return new PoolAnalyzer({
    module: async () => EMPTY,
    workers,
    spawn: () => new FakeThread(script),
    sameThread: false,
    parquet: () => Promise.reject(new Error('no Parquet here')),
  });
}

const progress = {
  phase: 'p',
  phases: [{ id: 'p', done: 0, total: 4, state: 'now' }],
  share: 0,
  remaining: 4,
  partitions: [0, 1],
};
const task = (id: number) => ({ id, phase: 'p', slots: [], order: id, work: 1, body: new Uint8Array() });

/** A sound analysis of four tasks; `run` is what a task does. */
function sound(run: Script): Script {
  let left = 4;
  return (method, args, thread) => {
    switch (method) {
      case 'resolveOptions':
        return { preparation: {} };
      case 'load':
        return { facts: FACTS, size: 0, version: null };
      case 'open':
        left = 4;
        return { ready: [0, 1, 2, 3].map(task), progress };
      case 'run':
        return run(method, args, thread);
      case 'complete':
        left -= 1;
        return {
          ready: [],
          progress,
          ...(left === 0 ? { report: { n: 2 }, extras: {} } : {}),
        };
      default:
        return undefined;
    }
  };
}

/** Lets messages between the fakes and the lanes pass. */
async function settle(): Promise<void> {
  for (let i = 0; i < 40; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

beforeEach(() => {
  FakeThread.all = [];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a crash', () => {
  it('rejects with a typed error and the next call gets a new worker', async () => {
    let broken = true;
    const a = analyzer(() => {
      if (broken) throw crash;
      return { fine: true };
    });
    await expect(a.decompose(TABLE)).rejects.toMatchObject({ name: 'ModalensError', code: 'engine_crashed' });
    broken = false;
    await expect(a.decompose(TABLE)).resolves.toEqual({ fine: true });
    expect(FakeThread.all.map((thread) => thread.terminated)).toEqual([true, false]);
    a.dispose();
  });

  it('of a task ends the run and leaves the analyzer usable', async () => {
    let broken = true;
    const a = analyzer(
      sound((_, args) => {
        if (broken && (args[0] as { id: number }).id === 2) throw crash;
        return new Uint8Array();
      }),
    );
    await expect(a.analyze(INPUTS)).rejects.toMatchObject({ code: 'engine_crashed' });
    broken = false;
    await expect(a.analyze(INPUTS)).resolves.toEqual({ n: 2 });
    a.dispose();
  });
});

it('a thread that dies rejects everything that waits for it', async () => {
  const a = analyzer(never);
  const calls = [a.decompose(TABLE), a.systems(), a.version()].map((call) =>
    call.catch((error: { code: string }) => error.code),
  );
  await settle();
  FakeThread.all[0]?.die(new Error('out of memory'));
  await expect(calls[0]).resolves.toBe('out_of_memory');
  a.dispose();
  await expect(Promise.all(calls)).resolves.toEqual(['out_of_memory', 'disposed', 'disposed']);
});

describe('an abort', () => {
  it('rejects at once with its reason; a hanging worker is replaced after the grace', async () => {
    let hang = true;
    const a = analyzer(sound(() => (hang ? never() : new Uint8Array())));
    const control = new AbortController();
    const run = a.analyze(INPUTS, {}, { signal: control.signal });
    await settle();
    const reason = new Error('changed my mind');
    control.abort(reason);
    await expect(run).rejects.toBe(reason);
    const hanging = FakeThread.all.filter((thread) => thread.calls.includes('run'));
    expect(hanging).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(GRACE - 50);
    expect(hanging.map((thread) => thread.terminated)).toEqual([false, false]);
    hang = false;
    const next = a.analyze(INPUTS);
    await vi.advanceTimersByTimeAsync(100);
    expect(hanging.map((thread) => thread.terminated)).toEqual([true, true]);
    await expect(next).resolves.toEqual({ n: 2 });
    a.dispose();
  });

  it('keeps a worker that yields in time', async () => {
    const yields: Script = async (_, __, thread) => {
      while (thread.stop && Atomics.load(thread.stop, 0) === 0)
        await new Promise((resolve) => setImmediate(resolve));
      throw { code: 'interrupted', message: 'The run was interrupted.', hint: '' };
    };
    const a = analyzer(sound(yields));
    const control = new AbortController();
    const run = a.analyze(INPUTS, {}, { signal: control.signal });
    await settle();
    control.abort();
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    await settle();
    await vi.advanceTimersByTimeAsync(2 * GRACE);
    expect(FakeThread.all.map((thread) => thread.terminated)).toEqual(FakeThread.all.map(() => false));
    a.dispose();
  });

  it('before the start does nothing at all', async () => {
    const a = analyzer(never);
    await expect(a.analyze(INPUTS, {}, { signal: AbortSignal.abort('no') })).rejects.toBe('no');
    expect(FakeThread.all).toEqual([]);
    a.dispose();
  });

  it('of one small call leaves the others alone', async () => {
    const a = analyzer((method) => (method === 'decompose' ? never() : 'answer'));
    const control = new AbortController();
    const stuck = a.decompose(TABLE, {}, { signal: control.signal });
    const other = a.version();
    await settle();
    control.abort('enough');
    await expect(stuck).rejects.toBe('enough');
    await vi.advanceTimersByTimeAsync(2 * GRACE);
    await expect(other).resolves.toBe('answer');
    a.dispose();
  });
});

it('a run whose tasks end late after an abort touches nothing of the next', async () => {
  const slow: Script = async (_, __, thread) => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    if (thread.stop && Atomics.load(thread.stop, 0) === 1)
      throw { code: 'interrupted', message: 'The run was interrupted.', hint: '' };
    return new Uint8Array();
  };
  const a = analyzer(sound(slow));
  for (let turn = 0; turn < 30; turn += 1) {
    const control = new AbortController();
    const aborted = a.analyze(INPUTS, {}, { signal: control.signal });
    for (let wait = 0; wait < turn; wait += 1) await new Promise((resolve) => setImmediate(resolve));
    control.abort('no');
    await expect(aborted).rejects.toBe('no');
    await expect(a.analyze(INPUTS)).resolves.toEqual({ n: 2 });
  }
  a.dispose();
});

it('workers that vanish without a word: the abort is heard, and the next run has new ones', async () => {
  let gone = true;
  const a = analyzer(sound(() => (gone ? never() : new Uint8Array())));
  const control = new AbortController();
  const run = a.analyze(INPUTS, {}, { signal: control.signal });
  await settle();
  // Nothing comes through any more, and nobody says so.
  for (const thread of FakeThread.all) thread.endpoint.close();
  control.abort('enough');
  await expect(run).rejects.toBe('enough');
  gone = false;
  const next = a.analyze(INPUTS);
  await vi.advanceTimersByTimeAsync(GRACE);
  await expect(next).resolves.toEqual({ n: 2 });
  a.dispose();
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

describe('an input of 200 MB', () => {
  /**
   * Which slots were loaded, each as often as it was, by a run of two tasks of x1 and six of x2; of these so
   * many at once, and one more whenever one has ended.
   */
  async function loads(work: number, atOnce = 8): Promise<string[]> {
    const loaded: string[] = [];
    let left = 8;
    const tasks = Array.from({ length: left }, (_, id) => ({
      ...task(id),
      slots: [id % 4 === 0 ? 'x1' : 'x2'],
      work,
    }));
    const more = tasks.splice(atOnce);
    const a = analyzer(async (method, args) => {
      if (method === 'resolveOptions') return { preparation: {} };
      if (method === 'load') {
        loaded.push(args[0] as string);
        return {
          facts: { ...FACTS, fitted: 1e6, columns: args[0] === 'y' ? 1 : 50 },
          size: 0,
          version: null,
        };
      }
      if (method === 'open') return { ready: tasks, progress };
      if (method === 'run') return new Promise((resolve) => setImmediate(() => resolve(new Uint8Array())));
      if (method !== 'complete') return undefined;
      left -= 1;
      return { ready: more.splice(0, 1), progress, ...(left === 0 ? { report: { n: 2 }, extras: {} } : {}) };
    });
    await expect(a.analyze(INPUTS)).resolves.toEqual({ n: 2 });
    a.dispose();
    return loaded.sort();
  }

  it('is copied into a second worker where that saves time', async () => {
    expect(await loads(10)).toEqual(['x1', 'x2', 'x2', 'y']);
  });

  it('is not where its tasks are short', async () => {
    expect(await loads(0.1)).toEqual(['x1', 'x2', 'y']);
  });

  it('is never waited for in vain, however tasks become ready', async () => {
    for (let turn = 0; turn < 100; turn += 1)
      expect(await loads(0.1, 1 + (turn % 7))).toEqual(['x1', 'x2', 'y']);
  });
});

it('dispose rejects what is pending and what comes later', async () => {
  const a = analyzer(never);
  const pending = [a.analyze(INPUTS), a.analyze(INPUTS), a.inspect([1, 2]), a.decompose(TABLE)];
  await settle();
  a.dispose();
  const codes = await Promise.all(
    [...pending, a.version()].map((call) =>
      (call as Promise<unknown>).catch((error: { code: string }) => error.code),
    ),
  );
  expect(codes).toEqual(Array.from({ length: 5 }, () => 'disposed'));
  expect(FakeThread.all.every((thread) => thread.terminated)).toBe(true);
});

it('a module that cannot be had is told, and asked for again', async () => {
  let there = false;
  const a = new PoolAnalyzer({
    module: async () => {
      if (!there) throw new Error('offline');
      return EMPTY;
    },
    workers: 1,
    spawn: () => new FakeThread(() => 'fine'),
    sameThread: false,
    parquet: () => Promise.reject(new Error('no Parquet here')),
  });
  await expect(a.version()).rejects.toMatchObject({ name: 'ModalensError' });
  there = true;
  await expect(a.version()).resolves.toBe('fine');
  a.dispose();
});

it('a wrong source is refused with a code before any worker starts on it', async () => {
  const a = analyzer(sound(() => new Uint8Array()));
  await expect(a.analyze({ ...INPUTS, x1: new Float32Array(4) as never })).rejects.toMatchObject({
    code: 'unsupported_source',
  });
  await expect(
    a.analyze({ ...INPUTS, x1: { data: new Float32Array(4), shape: [3, 2] } }),
  ).rejects.toMatchObject({ code: 'shape_mismatch' });
  a.dispose();
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
