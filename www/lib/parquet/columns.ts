/** Columns of a Parquet file -> numbers row by row, or labels. */

import { gunzipSync } from 'fflate';
import { decompress as unzstd } from 'fzstd';
import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  snappyUncompress,
} from 'hyparquet';
import type { Columns, Wanted } from './protocol';
import { compressed, missing, nothing, notNumbers, overflowing, ragged, tooLarge, unlike } from './refusals';

/** What a cell may be once the library has read it. */
export type Cell = string | number | bigint | boolean | Date | readonly unknown[] | null | undefined;
export type Row = Record<string, Cell>;

/** Bytes that the numbers of a row group may take while they are unpacked. */
const GROUP_BYTES = 1.5e9;
const UNPACKED = 8;

/** Bytes of a page before it is unpacked and after, as its codec can have them at most. */
const LARGEST_RATIO = { SNAPPY: 24, GZIP: 1100, ZSTD: 40_000 };
/** Bytes that a page may have beside. */
const LEAST_PAGE = 1 << 16;

/** Room for a page, unless a damaged file asks for more than there can be in it. */
function room(codec: keyof typeof LARGEST_RATIO, packed: Uint8Array, length: number): Uint8Array {
  if (!(length <= LARGEST_RATIO[codec] * packed.length + LEAST_PAGE))
    throw overflowing(packed.length, length);
  return new Uint8Array(length);
}

const COMPRESSORS: Compressors = {
  SNAPPY(packed, length) {
    const page = room('SNAPPY', packed, length);
    snappyUncompress(packed, page);
    return page;
  },
  GZIP: (packed, length) => gunzipSync(packed, { out: room('GZIP', packed, length) }),
  ZSTD: (packed, length) => unzstd(packed, room('ZSTD', packed, length)),
};
const CODECS: ReadonlySet<string> = new Set(['UNCOMPRESSED', ...Object.keys(COMPRESSORS)]);

/** A file with what its end says of it. */
export interface Opened {
  file: AsyncBuffer;
  metadata: FileMetaData;
  rows: number;
  /** Rows of each group, which are unpacked together. */
  groups: number[];
}

/** What every Parquet file begins and ends with. */
const MAGIC = 'PAR1';

/** Refuses what is no Parquet file, or not a whole one. */
async function checkEnds(file: AsyncBuffer): Promise<void> {
  if (file.byteLength === 0) throw nothing();
  const last = Math.max(0, file.byteLength - MAGIC.length);
  for (const [where, at] of [
    ['begin', 0],
    ['end', last],
  ] as const) {
    const found = new Uint8Array(await file.slice(at, Math.min(at + MAGIC.length, file.byteLength)));
    if (String.fromCharCode(...found) !== MAGIC) throw unlike(where, found);
  }
}

/** Reads what the file says of itself. */
export async function openParquet(file: AsyncBuffer): Promise<Opened> {
  await checkEnds(file);
  // Geometry is none of ours; a damaged schema holds the search for it for ever.
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  const codec = metadata.row_groups
    .flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec ?? 'UNCOMPRESSED'))
    .find((name) => !CODECS.has(name));
  if (codec) throw compressed(codec);
  return {
    file,
    metadata,
    rows: Number(metadata.num_rows),
    groups: metadata.row_groups.map(({ num_rows }) => Number(num_rows)),
  };
}

/** Some rows. */
export async function rowsOf(
  { file, metadata }: Opened,
  columns: readonly string[] | undefined,
  rowStart: number,
  rowEnd: number,
): Promise<Row[]> {
  const found = await parquetReadObjects({
    file,
    metadata,
    compressors: COMPRESSORS,
    ...(columns && { columns: [...columns] }),
    rowStart,
    rowEnd,
  });
  return found as Row[];
}

/** A cell as text: a label. */
export function textOf(cell: Exclude<Cell, null | undefined | readonly unknown[]>): string {
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'boolean' ? (cell ? 'True' : 'False') : String(cell);
}

const isList = (cell: Cell): cell is readonly unknown[] => Array.isArray(cell) || ArrayBuffer.isView(cell);

/** A number; the lack of one is NaN. */
function numberOf(cell: unknown, column: string): number {
  if (cell === null || cell === undefined) return Number.NaN;
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'bigint' || typeof cell === 'boolean') return Number(cell);
  throw notNumbers(column);
}

/** Collects rows of numbers, the first of which says how long they are. */
class Numbers {
  readonly #columns: readonly string[];
  readonly #parts: Float32Array[] = [];
  #width = 0;
  #rows = 0;

  constructor(columns: readonly string[]) {
    this.#columns = columns;
  }

  add(rows: readonly Row[]): void {
    const lengths = this.#columns.map((column) => {
      const cell = rows[0]?.[column];
      return isList(cell) ? cell.length : 1;
    });
    this.#width ||= lengths.reduce((sum, length) => sum + length, 0);
    const part = new Float32Array(rows.length * this.#width);
    rows.forEach((row, i) => {
      let at = i * this.#width;
      for (const [place, column] of this.#columns.entries()) {
        const cell = row[column];
        const values = isList(cell) ? cell : [cell];
        if (values.length !== lengths[place])
          throw ragged(column, this.#rows + i, values.length, lengths[place] ?? 0);
        for (const value of values) part[at++] = numberOf(value, column);
      }
    });
    this.#parts.push(part);
    this.#rows += rows.length;
  }

  finish(): Columns {
    const data = new Float32Array(this.#rows * this.#width);
    let at = 0;
    for (const part of this.#parts) {
      data.set(part, at);
      at += part.length;
    }
    return { kind: 'numbers', data, shape: [this.#rows, this.#width] };
  }
}

function labelsOf(rows: readonly Row[], column: string, before: number): string[] {
  return rows.map((row, i) => {
    const cell = row[column];
    if (cell === null || cell === undefined) throw missing(column, before + i);
    if (isList(cell) || (typeof cell === 'object' && !(cell instanceof Date))) throw notNumbers(column);
    return textOf(cell);
  });
}

/** Refuses a row group whose numbers would not fit when unpacked. */
function checkSize({ metadata }: Opened, columns: readonly string[]): void {
  for (const { columns: chunks, num_rows } of metadata.row_groups) {
    const values = chunks
      .filter(({ meta_data }) => columns.includes(meta_data?.path_in_schema[0] ?? ''))
      .reduce((sum, { meta_data }) => sum + Number(meta_data?.num_values ?? 0), 0);
    if (values * UNPACKED > GROUP_BYTES) throw tooLarge(Number(num_rows), values * UNPACKED);
  }
}

/** Reads whole columns, a row group at a time. */
export async function readColumns(opened: Opened, { columns, kind }: Wanted): Promise<Columns> {
  checkSize(opened, columns);
  const numbers = new Numbers(columns);
  const labels: string[][] = [];
  let start = 0;
  for (const count of opened.groups) {
    const rows = await rowsOf(opened, columns, start, start + count);
    if (kind === 'numbers') numbers.add(rows);
    else labels.push(labelsOf(rows, columns[0] ?? '', start));
    start += count;
  }
  return kind === 'numbers' ? numbers.finish() : { kind: 'labels', values: labels.flat() };
}
