/** `modalens decompose`. */

import type { Control } from '../../run/control';
import type { Analyzer } from '../../types/analyzer';
import type { Table } from '../../types/engine';
import type { PartialOptions } from '../../types/options';
import type { Decomposition, Report } from '../../types/report';
import { RULES } from '../../types/rules';
import type { Command, Context, Given } from '../command';
import { JSON_FLAGS, show } from '../output';
import { withProgress } from '../progress';
import { decompositionTable, table as reportTable } from '../table';

/** The exact decomposition of one partition. */
type Exact = Decomposition & { partition?: string };

/** What whole counts allow besides: estimates with intervals, as of an analysis, pooled over partitions. */
async function estimates(
  engine: Analyzer,
  tables: readonly Table[],
  options: PartialOptions,
  control: Control,
): Promise<Report | null> {
  const counts = tables.flatMap((table) => table.counts ?? []);
  const samples = [...(counts[0]?.counts ?? [])].reduce((sum, count) => sum + count, 0);
  if (samples < RULES.samples_needed) return null;
  const resolved = await engine.resolveOptions(options);
  return (await engine.recompute({ options: resolved, counts }, control)).report;
}

/** What was given of the options that matter to counts. */
function optionsOf(given: Given): PartialOptions {
  const [tolerance_bits, seed] = [given.number('tolerance'), given.number('seed')];
  return { ...(tolerance_bits !== undefined && { tolerance_bits }), ...(seed !== undefined && { seed }) };
}

async function run(given: Given, context: Context): Promise<void> {
  const [path] = given.exactly(1);
  const options = optionsOf(given);
  const { seed: _, ...tolerance } = options;
  const engine = await context.analyzer();
  const { exact, report } = await withProgress(given, context, async (control) => {
    const tables = await engine.parseTables(path!, { signal: context.signal });
    const exact: Exact[] = [];
    for (const table of tables) {
      const { partition } = table;
      const found = await engine.decompose(table, tolerance, control);
      exact.push(partition === undefined ? found : { partition, ...found });
    }
    return { exact, report: await estimates(engine, tables, options, control) };
  });
  const [only, ...others] = exact;
  // The exact values of many partitions are for programs.
  const several = others.length > 0;
  const parts = [...(several ? [] : [decompositionTable(only!)]), ...(report ? [reportTable(report)] : [])];
  const text = parts.join('\n\n') || exact.map((one) => decompositionTable(one)).join('\n\n');
  await show({ json: several ? { partitions: exact, report } : { ...only, report }, text }, given, context);
}

export const decompose: Command = {
  name: 'decompose',
  takes: 'TABLE.csv',
  about: 'exact decomposition of a table with columns x1, x2, y and count or p; of counts, intervals too',
  intro:
    'TABLE: .csv or .parquet. With a column partition it holds the counts of several partitions of the ' +
    'same samples: estimates are pooled over them, as those of an analysis are.',
  flags: {
    tolerance: { value: 'N', help: 'certified gap, bits' },
    seed: { value: 'N', help: 'seed of the intervals: that of the analysis gives its numbers again' },
    ...JSON_FLAGS,
  },
  hints: { no_such_member: 'Name the columns x1, x2, y, and count or p, in the first line.' },
  run,
};
