// An analyzer over workers that only pretend.
import { PoolAnalyzer } from '../../../www/lib/analyzer';
import { FakeThread, type Script } from './fakes';

// The smallest module there is: the fakes do not run it.
export const EMPTY = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
export const TABLE = { x1: [0], x2: [0], y: [0], p: [1] };
export const INPUTS = { x1: [0, 1], x2: [0, 1], y: [0, 1] };
export const FACTS = { target: {}, rows: 2, columns: 1 };

export function analyzer(script: Script, workers = 2): PoolAnalyzer {
  return new PoolAnalyzer({
    module: async () => EMPTY,
    workers,
    spawn: () => new FakeThread(script),
    sameThread: false,
    parquet: () => Promise.reject(new Error('no Parquet here')),
  });
}

export const progress = {
  phase: 'p',
  phases: [{ id: 'p', done: 0, total: 4, state: 'now' }],
  share: 0,
  remaining: 4,
  partitions: [0, 1],
};
export const task = (id: number) => ({
  id,
  phase: 'p',
  slots: [],
  order: id,
  work: 1,
  body: new Uint8Array(),
});

/** A sound analysis of four tasks; `run` is what a task does. */
export function sound(run: Script): Script {
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
export async function settle(): Promise<void> {
  for (let i = 0; i < 40; i += 1) await new Promise((resolve) => setImmediate(resolve));
}
