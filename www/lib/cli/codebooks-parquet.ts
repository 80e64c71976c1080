/** Codebooks as Parquet; loaded only where they are written. */

import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import type { CodebookRow } from '../export/codebook-rows';

const plain = (name: string, type: 'INT32' | 'BOOLEAN') =>
  ({ name, type, repetition_type: 'OPTIONAL' }) as const;
const text = (name: string) =>
  ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }) as const;

/** The same columns as of the CSV, but one list `values`. */
export function codebooksParquet(rows: readonly CodebookRow[]): Uint8Array {
  const writer = new ByteWriter();
  const columns = ['source', 'partition', 'part', 'number', 'l2', 'values'] as const;
  parquetWrite({
    writer,
    columnData: columns.map((name) => ({
      name,
      data: rows.map((row) => (name === 'values' ? [...row.values] : row[name])),
    })),
    schema: [
      { name: 'root', num_children: columns.length },
      text('source'),
      plain('partition', 'INT32'),
      text('part'),
      plain('number', 'INT32'),
      plain('l2', 'BOOLEAN'),
      { name: 'values', repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'FLOAT', repetition_type: 'OPTIONAL' },
    ],
    codec: 'UNCOMPRESSED',
    rowGroupSize: rows.length,
  });
  return new Uint8Array(writer.getBuffer());
}
