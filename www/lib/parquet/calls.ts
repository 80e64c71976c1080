/** The calls about Parquet files, wherever their bytes are. */

import type { AsyncBuffer } from 'hyparquet';
import { type Opened, openParquet, readColumns } from './columns';
import type { ParquetCalls, ParquetFile } from './protocol';
import { unreadable } from './refusals';
import { sampleOf, tableOf } from './sample';

/** Bytes of a file at most whose hash is taken at once. */
const HASHED = 2 ** 29;

/** The calls; `bytesOf` opens a file. Failures cross as data. */
export function parquetCalls(bytesOf: (file: ParquetFile) => Promise<AsyncBuffer>): ParquetCalls {
  const opened = async <T>(file: ParquetFile, work: (opened: Opened) => Promise<T>): Promise<T> => {
    try {
      return await work(await openParquet(await bytesOf(file)));
    } catch (thrown) {
      throw unreadable(thrown);
    }
  };
  return {
    sample: (file) => opened(file, sampleOf),
    read: (file, wanted) => opened(file, (found) => readColumns(found, wanted)),
    table: (file) => opened(file, tableOf),
    async hash(file) {
      const bytes = await bytesOf(file);
      if (!globalThis.crypto?.subtle || bytes.byteLength > HASHED) return null;
      const digest = await crypto.subtle.digest('SHA-256', await bytes.slice(0, bytes.byteLength));
      return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    },
  };
}

/** Bytes of a handle. */
export const blobBytes = (blob: Blob): AsyncBuffer => ({
  byteLength: blob.size,
  slice: (start, end) => blob.slice(start, end).arrayBuffer(),
});
