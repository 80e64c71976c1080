/** `modalens decompose`. */

import type { Command, Context, Given } from '../command';
import { JSON_FLAGS, show } from '../output';
import { withProgress } from '../progress';
import { decompositionTable } from '../table';

async function run(given: Given, context: Context): Promise<void> {
  const [path] = given.exactly(1);
  const tolerance_bits = given.number('tolerance');
  const engine = await context.analyzer();
  const result = await withProgress(given, context, async (control) => {
    const table = await engine.parseTable(path!, { signal: context.signal });
    return engine.decompose(table, tolerance_bits === undefined ? {} : { tolerance_bits }, control);
  });
  await show({ json: result, text: decompositionTable(result) }, given, context);
}

export const decompose: Command = {
  name: 'decompose',
  takes: 'TABLE.csv',
  about: 'exact decomposition of a table with columns x1, x2, y and count or p',
  flags: { tolerance: { value: 'N', help: 'certified gap, bits' }, ...JSON_FLAGS },
  hints: { no_such_member: 'Name the columns x1, x2, y, and count or p, in the first line.' },
  run,
};
