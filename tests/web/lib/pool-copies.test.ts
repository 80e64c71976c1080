// Which workers load which inputs: a copy where it saves time, and none that a task waits for in vain.
import { beforeEach, describe, expect, it } from 'vitest';
import { analyzer, FACTS, INPUTS, progress, task } from './fake-pool';
import { FakeThread } from './fakes';

beforeEach(() => {
  FakeThread.all = [];
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
