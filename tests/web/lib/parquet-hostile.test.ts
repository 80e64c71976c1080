// Damaged Parquet files, on this thread: a reader that ends the process, or holds it, would end the test.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parquetSchema } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { openParquet, readColumns } from '../../../www/lib/parquet/columns';
import { unreadable } from '../../../www/lib/parquet/refusals';
import { sampleOf } from '../../../www/lib/parquet/sample';
import { fuzzed, type Mutation, PATIENCE } from './mutations';

const folder = (path: string) => new URL(`../../${path}/`, import.meta.url);
const files = (path: string): [string, Buffer][] =>
  readdirSync(folder(path))
    .filter((name) => name.endsWith('.parquet'))
    .map((name) => [name, readFileSync(new URL(name, folder(path)))]);

/** Bytes that reading a file of 20 kB may leave: columns as JavaScript's own values, not yet collected. */
const MOST_TAKEN = 48e6;

/** Everything that is ever read of a file. Whatever goes wrong has words. */
async function readAll(bytes: Uint8Array): Promise<'read' | 'refused'> {
  const slice = async (start: number, end?: number) => Uint8Array.from(bytes.subarray(start, end)).buffer;
  try {
    const opened = await openParquet({ byteLength: bytes.length, slice });
    await sampleOf(opened);
    const names = parquetSchema(opened.metadata).children.map(({ element }) => element.name);
    for (const name of names.slice(0, 4)) {
      const read = (kind: 'numbers' | 'labels') => readColumns(opened, { columns: [name], kind });
      // What is no list of numbers may be labels.
      await read('numbers').catch(() => read('labels'));
    }
    return 'read';
  } catch (thrown) {
    expect(unreadable(thrown)).toMatchObject({
      code: 'bad_parquet',
      message: expect.stringMatching(/.{10,}/) as string,
      hint: expect.stringMatching(/.{10,}/) as string,
    });
    return 'refused';
  }
}

/** Bytes changed, half of them in the end of the file, which says how large everything is. */
const damaged: fc.Arbitrary<Mutation> = fc
  .tuple(
    fc.constantFrom(...files('golden/parquet')),
    fc.array(
      fc.record({
        end: fc.boolean(),
        at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        byte: fc.oneof(fc.constant(255), fc.nat(255)),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([[from, whole], edits]) => {
    const bytes = Uint8Array.from(whole);
    for (const { end, at, byte } of edits) {
      const first = end ? Math.max(0, bytes.length - 1500) : 0;
      bytes[first + Math.floor(at * (bytes.length - first))] = byte;
    }
    return { from, text: Buffer.from(bytes).toString('latin1') };
  });

describe('a damaged Parquet file', () => {
  it('is refused or read, and takes no more room than a sound one', { timeout: PATIENCE }, async () => {
    const found = { read: 0, refused: 0 };
    const taken = () => {
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    const runs = await fuzzed(
      fc.asyncProperty(damaged, async ({ text }) => {
        const before = taken();
        found[await readAll(Buffer.from(text, 'latin1'))] += 1;
        expect(taken() - before).toBeLessThan(MOST_TAKEN);
      }),
      2_000,
    );
    console.info(`parquet: ${runs} mutations, ${JSON.stringify(found)}`);
    expect(Math.min(found.read, found.refused)).toBeGreaterThan(runs / 10);
  });

  it.each(files('fuzz/regressions'))(
    'that once ended or held the process is refused: %s',
    async (_, bytes) => {
      expect(await readAll(bytes)).toBe('refused');
    },
  );
});
