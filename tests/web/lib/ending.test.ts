// What a call waits for besides its answer must not keep the answer.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { Ending } from '../../../www/lib/run/ending';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

it('rejects what waits, and whatever comes after the end, with the first reason', async () => {
  const ending = new Ending();
  const waiting = ending.before(new Promise(() => {}));
  expect(await ending.before(Promise.resolve(1))).toBe(1);
  ending.come('first');
  ending.come('second');
  await expect(waiting).rejects.toBe('first');
  await expect(ending.before(new Promise(() => {}))).rejects.toBe('first');
  await expect(ending.before(Promise.reject(new Error('own')))).rejects.toBe('first');
});

it('lets answers go that nobody holds', async () => {
  const ending = new Ending();
  const answers: WeakRef<object>[] = [];
  await (async () => {
    for (let i = 0; i < 5; i += 1)
      answers.push(new WeakRef(await ending.before(Promise.resolve(new Float64Array(1000)))));
  })();
  for (let i = 0; i < 20 && answers.some((answer) => answer.deref()); i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    collect();
  }
  expect(answers.map((answer) => answer.deref())).toEqual(Array(5).fill(undefined));
  ending.come('over');
});
