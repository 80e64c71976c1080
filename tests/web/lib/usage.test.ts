// What is no input, no option and no control is bad usage: said with a code of its own, whatever it is.
import { afterAll, describe, expect, it } from 'vitest';
import { type AnalyzerConfig, createAnalyzer } from '../../../www/lib/node';

const GOOD = { x1: [1, 2, 3, 4], x2: [1, 2, 3, 4], y: [0, 1, 0, 1] };
const QUICK = { k: 2, method: 'plugin' } as const;
const NO_VALUES: [string, unknown][] = [
  ['null', null],
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
];
const circle: { itself?: unknown } = {};
circle.itself = circle;

describe.each<[string, AnalyzerConfig]>([
  ['in workers', { workers: 1 }],
  ['on this thread', { worker: false }],
])('%s', async (_, config) => {
  const a = await createAnalyzer(config);
  afterAll(() => a.dispose());
  // Types say the same; these calls are those of a caller without them.
  const any = a as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const code = (call: Promise<unknown>) =>
    call.then(
      () => 'no error',
      (error: { code?: string; message: string }) => error.code ?? error.message,
    );

  describe.each(NO_VALUES)('%s', (name, value) => {
    it('as options, whole or one of them, as a table, a name or a codebook', async () => {
      const calls = [
        any.analyze!(GOOD, value),
        any.resolveOptions!(value),
        any.inspect!([1, 2], value),
        any.decompose!(value),
        any.generate!(value),
        any.generate!('C_xor', value),
        any.assign!(value, [1, 2]),
        any.recompute!(value),
        any.inspect!([1, 2], {}, value),
        any.inspect!({ source: [1, 2], name: value }),
        any.inspect!({ source: [1, 2], member: value }),
        any.decompose!({ x1: [0], x2: [0], y: [0], p: [value] }),
        any.inspect!([1, 2], {}, { signal: value }),
        any.analyze!(GOOD, QUICK, { onProgress: value === NO_VALUES[1]![1] ? 'text' : value }),
      ];
      // A mass of nothing is the engine's to refuse.
      expect(new Set(await Promise.all(calls.map(code)))).toEqual(
        new Set(name === 'null' ? ['invalid_option', 'malformed'] : ['invalid_option']),
      );
    });

    it('as any single option is named', async () => {
      for (const key of Object.keys(await a.resolveOptions())) {
        const message = expect.stringContaining(key) as string;
        await expect(any.resolveOptions!({ [key]: value })).rejects.toMatchObject({
          code: name === 'null' ? 'malformed' : 'invalid_option',
          message,
        });
      }
    });

    it('as inputs, or as one of them', async () => {
      const calls = [
        any.analyze!(value),
        any.analyze!({ ...GOOD, x1: value }),
        any.analyze!({ ...GOOD, z: value }),
        any.inspect!(value),
        any.inspect!({ source: value }),
        any.parseTable!(value),
        any.inspect!({ data: new Float32Array(4), shape: value }),
      ];
      expect(new Set(await Promise.all(calls.map(code)))).toEqual(new Set(['unsupported_source']));
    });
  });

  it('a circle of objects', async () => {
    expect(await code(any.analyze!(GOOD, circle))).toBe('invalid_option');
  });

  it('and the next call is answered', async () => {
    expect(await a.analyze(GOOD, QUICK)).toMatchObject({ n: 4 });
  });
});
