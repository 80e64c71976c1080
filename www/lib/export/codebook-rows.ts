/**
 * Codebooks of all partitions of an input as rows that SQL engines join: one row a centroid, and the
 * preparation, which all partitions share.
 */

import { csvFormatRows } from 'd3-dsv';
import type { Codebook, Slot } from '../types/engine';

/** What the values of a row are; `centre`, `mean` and `component` are of the preparation. */
export type CodebookPart = 'centroid' | 'centre' | 'mean' | 'component';

/** One row. */
export interface CodebookRow {
  source: Slot;
  /** Number of the partition; null of the preparation. */
  partition: number | null;
  part: CodebookPart;
  /** Code of a centroid, place of a component. */
  number: number;
  /** Whether samples are divided by their norm. */
  l2: boolean;
  values: Float32Array;
}

const COLUMNS = ['source', 'partition', 'part', 'number', 'l2'] as const;

/** The lines of a matrix. */
function lines(data: Float32Array, width: number): Float32Array[] {
  return Array.from({ length: data.length / width }, (_, i) => data.subarray(i * width, (i + 1) * width));
}

/** The preparation of an input, then the centroids of each partition. */
export function codebookRows(source: Slot, codebooks: readonly Codebook[]): CodebookRow[] {
  const [first] = codebooks;
  if (!first) return [];
  const { centre, l2, mean, components } = first.transform;
  const rows = (partition: number | null, part: CodebookPart, all: readonly Float32Array[]): CodebookRow[] =>
    all.map((values, number) => ({ source, partition, part, number, l2, values }));
  return [
    ...rows(null, 'centre', centre ? [centre] : []),
    ...rows(null, 'mean', [mean]),
    ...rows(null, 'component', components ? lines(components.data, components.shape[1]) : []),
    ...codebooks.flatMap(({ data, shape }, partition) => rows(partition, 'centroid', lines(data, shape[1]))),
  ];
}

/** As CSV: values in columns v0, v1, ...; what a row has not is empty. */
export function codebooksCsv(rows: readonly CodebookRow[]): string {
  const width = rows.reduce((most, { values }) => Math.max(most, values.length), 0);
  const places = Array.from({ length: width }, (_, i) => i);
  const text = rows.map((row) => [
    ...COLUMNS.map((column) => String(row[column] ?? '')),
    ...places.map((i) => (i < row.values.length ? String(row.values[i]) : '')),
  ]);
  return `${csvFormatRows([[...COLUMNS, ...places.map((i) => `v${i}`)], ...text])}\n`;
}
