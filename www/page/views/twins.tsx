/** Charts as tables: counts of two codes, certificates, intervals over seeds. */

import { bySize, type HeatmapData, sizesIn } from '../charts/heatmap';
import { ATOMS, type Atom, SYMBOL } from '../charts/marks';
import { bits, count, power, range } from '../text/format';
import { Wide } from './wide';

interface TableProps {
  /** What is in it. */
  name: string;
  /** Names of the columns; the first is that of the rows. */
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Numbers to the right, the name of each row before them. */
function Numbers({ name, columns, rows }: TableProps) {
  return (
    <Wide name={name} class="gap-12">
      <table class="numbers">
        <caption class="sr">{name}</caption>
        <thead>
          <tr>
            {columns.map((column, i) => (
              <th key={column} scope="col" class={i > 0 ? 'num' : ''}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([head, ...cells]) => (
            <tr key={head}>
              <th scope="row">{head}</th>
              {cells.map((cell, i) => (
                <td key={columns[i + 1]} class="num">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Rows and columns of a table of counts at most. */
const MOST_CODES = 60;

/** The largest codes of a side in the order of their numbers, and the place of each in the table. */
function told(sizes: readonly number[]) {
  const named = bySize(sizes)
    .slice(0, MOST_CODES)
    .sort((a, b) => a - b);
  const heads = named.map(String);
  const rest = sizes.length - named.length;
  return {
    heads: rest > 0 ? [...heads, `${count(rest)} smaller`] : heads,
    placeOf: new Map(named.map((code, place) => [code, place])),
  };
}

/** Samples by two codes, with the sizes of both as sums; beyond sixty the smaller codes are one. */
export function CountsTable({ data }: { data: HeatmapData }) {
  const { names, pairs } = data;
  const [rows, columns] = [told(sizesIn(data, 0)), told(sizesIn(data, 1))];
  const cells = rows.heads.map(() => new Array<number>(columns.heads.length).fill(0));
  for (const [row, column, n] of pairs) {
    const line = cells[rows.placeOf.get(row) ?? MOST_CODES];
    const at = columns.placeOf.get(column) ?? MOST_CODES;
    if (line) line[at] = (line[at] ?? 0) + n;
  }
  const across = columns.heads.map((_, j) => sum(cells.map((line) => line[j] ?? 0)));
  return (
    <Numbers
      name={`Counts of ${names[0]} and ${names[1]}`}
      columns={[`${names[0]} \\ ${names[1]}`, ...columns.heads, 'all']}
      rows={[
        ...cells.map((line, i) => [rows.heads[i] ?? '', ...line.map(count), count(sum(line))]),
        ['all', ...across.map(count), count(sum(across))],
      ]}
    />
  );
}

/** Iteration, lower and upper bound of each certificate. */
export function CertificatesTable({ trace }: { trace: readonly (readonly [number, number, number])[] }) {
  return (
    <Numbers
      name="Certificates in bits"
      columns={['certificate', 'after iteration', 'lower bound', 'upper bound', 'gap']}
      rows={trace.map(([iteration, lower, upper], i) => [
        count(i + 1),
        count(iteration),
        lower.toFixed(7),
        upper.toFixed(7),
        power(Math.max(upper - lower, 0)),
      ])}
    />
  );
}

interface SeedsProps {
  exact: Record<Atom, number>;
  repetitions: readonly Record<Atom, readonly [number, number]>[];
}

/** The interval of each seed, and whether it holds the truth. */
export function SeedsTable({ exact, repetitions }: SeedsProps) {
  const cell = (atom: Atom, [lower, upper]: readonly [number, number]): string =>
    `${range(lower, upper)}${lower <= exact[atom] && exact[atom] <= upper ? '' : ', misses'}`;
  return (
    <Numbers
      name="Intervals of all seeds, bits"
      columns={['seed', ...ATOMS.map((atom) => `${SYMBOL[atom]}, truth ${bits(exact[atom])}`)]}
      rows={repetitions.map((one, i) => [count(i + 1), ...ATOMS.map((atom) => cell(atom, one[atom]))])}
    />
  );
}
