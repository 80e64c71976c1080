/**
 * Files too large to be made in memory or kept in the repository: written piece by piece into a temporary
 * folder.
 */

import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { integers, npy } from './site';

const CLASSES = 4;

/** Samples of single bytes' worth of noise around the class of each row, in half precision. */
async function writeHalves(path: string, rows: number, features: number): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write(npy('<f2', [rows, features], new Uint8Array()));
    const block = new Uint16Array(features * 1000);
    let state = 12345;
    for (let begin = 0; begin < rows; begin += 1000) {
      const some = block.subarray(0, Math.min(1000, rows - begin) * features);
      for (let i = 0; i < some.length; i += 1) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        const row = begin + Math.floor(i / features);
        const own = i % CLASSES === row % CLASSES;
        // From 0.5 to 1, or from 1 to 2 in the features of the row's class.
        some[i] = (own ? 0x3c00 : 0x3800) | (state >>> 22);
      }
      await file.write(new Uint8Array(some.buffer, 0, some.byteLength));
    }
  } finally {
    await file.close();
  }
}

/** Two arrays of `megabytes` each and their labels. */
export interface LargeFiles {
  paths: [x1: string, x2: string, y: string];
  rows: number;
  remove(): Promise<void>;
}

export async function largeFiles(megabytes: number, features = 1024): Promise<LargeFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'modalens-large-'));
  const rows = Math.round((megabytes * 1e6) / (2 * features));
  const path = (name: string) => join(folder, name);
  await writeHalves(path('image.npy'), rows, features);
  await writeHalves(path('text.npy'), rows, features);
  await writeFile(
    path('label.npy'),
    integers(rows, (i) => i % CLASSES),
  );
  return {
    paths: [path('image.npy'), path('text.npy'), path('label.npy')],
    rows,
    remove: () => rm(folder, { recursive: true }),
  };
}
