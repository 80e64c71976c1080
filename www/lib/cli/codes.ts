/** Codes and codebooks in files. */

import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answersCsv } from '../export';
import { encodeCodebook, encodeCodebooks } from '../export/codebook';
import { codebookRows, codebooksCsv } from '../export/codebook-rows';
import { bytesOf, encodeNpy, headerOf } from '../inputs/npy';
import type { AnalysisResult } from '../run/run';
import type { Codebook, Slot } from '../types/engine';

const SLOTS: readonly Slot[] = ['x1', 'x2', 'y'];

/** The codebooks of all partitions: for `assign`, and for other engines. */
async function savePartitions(folder: string, slot: Slot, codebooks: readonly Codebook[]): Promise<void> {
  const { codebooksParquet } = await import('./codebooks-parquet');
  const rows = codebookRows(slot, codebooks);
  const file = (extension: string) => join(folder, `${slot}_codebooks.${extension}`);
  await writeFile(file('json'), encodeCodebooks(codebooks));
  await writeFile(file('csv'), codebooksCsv(rows));
  await writeFile(file('parquet'), codebooksParquet(rows));
}

/** Codes and codebooks of an analysis. */
export async function saveCodes(folder: string, { report, extras }: AnalysisResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const slot of SLOTS) {
    const codes = extras.codes?.[slot];
    if (codes) await writeFile(join(folder, `${slot}_codes.npy`), encodeNpy(codes));
    const codebook = extras.codebooks?.[slot];
    if (!codebook) continue;
    await writeFile(join(folder, `${slot}_codebook.npy`), encodeNpy(codebook.data, codebook.shape));
    await writeFile(join(folder, `${slot}_codebook.json`), encodeCodebook(codebook));
    const all = extras.partitions?.flatMap(({ [slot]: own }) => own ?? []) ?? [];
    if (all.length > 0) await savePartitions(folder, slot, all);
  }
  if (extras.spellings) await writeFile(join(folder, 'y_answers.csv'), answersCsv(extras.spellings, report));
}

/** Codes by each codebook, side by side, in `into` where they fit. */
function beside(codes: readonly Uint32Array[], into: Uint32Array): Uint32Array {
  const items = codes.reduce((sum, { length }) => sum + length, 0);
  const all = items <= into.length ? into.subarray(0, items) : new Uint32Array(items);
  for (const [place, own] of codes.entries())
    for (let i = 0; i < own.length; i += 1) all[i * codes.length + place] = own[i]!;
  return all;
}

/** A file of codes that is written piece by piece: (n,), or (n, m) of m codebooks. */
export async function writeCodes(
  path: string,
  codebooks: number,
  work: (add: (codes: readonly Uint32Array[]) => Promise<void>) => Promise<void>,
): Promise<number> {
  let rows = 0;
  let piece: Uint32Array = new Uint32Array();
  // As long for any number of samples.
  const header = (): Uint8Array => headerOf('<u4', codebooks === 1 ? [rows] : [rows, codebooks]);
  const file = await open(path, 'w');
  try {
    await file.writeFile(header());
    await work(async (codes) => {
      piece = beside(codes, piece);
      await file.writeFile(bytesOf(piece));
      rows += codes[0]?.length ?? 0;
    });
    await file.write(header(), 0, null, 0);
  } catch (error) {
    // Half a file of codes would be taken for a whole one.
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return rows;
}
