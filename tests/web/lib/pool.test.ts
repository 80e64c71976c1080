// Every pending call settles, whatever happens to the workers.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PoolAnalyzer } from '../../../www/lib/analyzer';
import { GRACE } from '../../../www/lib/run/worker';
import { analyzer, EMPTY, INPUTS, settle, sound, TABLE } from './fake-pool';
import { crash, FakeThread, never, type Script } from './fakes';

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
