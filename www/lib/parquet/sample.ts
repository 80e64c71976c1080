/** The first rows of a Parquet file as a small table, on which the engine decides what is read of it. */

import { csvFormatRows } from 'd3-dsv';
import { parquetSchema } from 'hyparquet';
import { type Cell, type Opened, rowsOf, textOf } from './columns';
import type { Sample } from './protocol';
import { notNumbers } from './refusals';

/** Rows that are looked at. */
const ROWS = 20;
/** Columns at most; more are no table of embeddings. */
const COLUMNS = 65_536;

/** A column: plain, or a list of so many numbers a row. */
interface Column {
  name: string;
  width: number | null;
}

/** Columns of the file; of lists the length, by what the file says of itself. */
function columnsOf({ metadata, rows }: Opened): Column[] {
  const values = new Map<string, number>();
  for (const { columns } of metadata.row_groups)
    for (const { meta_data } of columns) {
      const name = meta_data?.path_in_schema[0] ?? '';
      values.set(name, (values.get(name) ?? 0) + Number(meta_data?.num_values ?? 0));
    }
  return parquetSchema(metadata)
    .children.slice(0, COLUMNS)
    .map(({ element, children }) => ({
      name: element.name,
      width: children.length > 0 ? Math.round((values.get(element.name) ?? 0) / Math.max(1, rows)) : null,
    }))
    .filter(({ name }) => !/^__index_level_\d+__$/.test(name));
}

const plain = (cell: Cell, name: string): string => {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'object' && !(cell instanceof Date)) throw notNumbers(name);
  return textOf(cell as Exclude<Cell, null | undefined | readonly unknown[]>);
};

/** The first rows; lists stand there with their length alone, since nothing else is decided by them. */
export async function sampleOf(opened: Opened): Promise<Sample> {
  const columns = columnsOf(opened);
  const scalars = columns.filter(({ width }) => width === null).map(({ name }) => name);
  const shown = Math.min(ROWS, opened.rows);
  const rows = scalars.length > 0 ? await rowsOf(opened, scalars, 0, shown) : [];
  const at = (i: number, name: string): string => plain(rows[i]?.[name], name);
  const numbers = Array.from({ length: shown }, (_, i) => i);
  if (scalars.length === columns.length) {
    const lines = numbers.map((i) => scalars.map((name) => at(i, name)));
    return { extension: 'csv', text: `${csvFormatRows([scalars, ...lines])}\n`, rows: opened.rows };
  }
  const cell = (i: number, { name, width }: Column): unknown =>
    width === null ? (rows[i]?.[name] === null ? null : at(i, name)) : new Array<number>(width).fill(i);
  const lines = numbers.map((i) =>
    JSON.stringify(Object.fromEntries(columns.map((column) => [column.name, cell(i, column)]))),
  );
  return { extension: 'jsonl', text: `${lines.join('\n')}\n`, rows: opened.rows };
}

/** Rows of a table of counts at most. */
const MOST_ROWS = 5_000_000;

/** All plain columns as CSV. */
export async function tableOf(opened: Opened): Promise<string> {
  if (opened.rows > MOST_ROWS) throw new Error(`it has ${opened.rows} rows, more than ${MOST_ROWS} cells`);
  const names = columnsOf(opened).map(({ name }) => name);
  const rows = await rowsOf(opened, names, 0, opened.rows);
  return `${csvFormatRows([names, ...rows.map((row) => names.map((name) => plain(row[name], name)))])}\n`;
}
