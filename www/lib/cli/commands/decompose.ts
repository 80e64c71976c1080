/** `modalens decompose`. */

import type { Control } from '../../run/control';
import type { Analyzer } from '../../types/analyzer';
import type { Table } from '../../types/engine';
import type { Options } from '../../types/options';
import type { Report } from '../../types/report';
import { RULES } from '../../types/rules';
import type { Command, Context, Given } from '../command';
import { JSON_FLAGS, show } from '../output';
import { withProgress } from '../progress';
import { decompositionTable, table as reportTable } from '../table';

/** What whole counts allow besides: estimates with intervals, as of an analysis. */
async function estimates(
  engine: Analyzer,
  { counts }: Table,
  tolerance: Partial<Options>,
  control: Control,
): Promise<Report | null> {
  const samples = [...(counts?.counts ?? [])].reduce((sum, count) => sum + count, 0);
  if (!counts || samples < RULES.samples_needed) return null;
  const options = await engine.resolveOptions(tolerance);
  return (await engine.recompute({ options, counts }, control)).report;
}

async function run(given: Given, context: Context): Promise<void> {
  const [path] = given.exactly(1);
  const tolerance_bits = given.number('tolerance');
  const engine = await context.analyzer();
  const { exact, report } = await withProgress(given, context, async (control) => {
    const table = await engine.parseTable(path!, { signal: context.signal });
    const tolerance = tolerance_bits === undefined ? {} : { tolerance_bits };
    const exact = await engine.decompose(table, tolerance, control);
    return { exact, report: await estimates(engine, table, tolerance, control) };
  });
  const text = [decompositionTable(exact), ...(report ? [reportTable(report)] : [])].join('\n\n');
  await show({ json: { ...exact, report }, text }, given, context);
}

export const decompose: Command = {
  name: 'decompose',
  takes: 'TABLE.csv',
  about: 'exact decomposition of a table with columns x1, x2, y and count or p; of counts, intervals too',
  flags: { tolerance: { value: 'N', help: 'certified gap, bits' }, ...JSON_FLAGS },
  hints: { no_such_member: 'Name the columns x1, x2, y, and count or p, in the first line.' },
  run,
};
