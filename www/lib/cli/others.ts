/** `modalens decompose` and `generate`. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeNpy } from '../inputs/npy';
import { ProgressLine } from './progress';
import { type Context, numeric, positionals, read, usage } from './run';
import { decompositionTable } from './table';

const option = { type: 'string' } as const;
const toggle = { type: 'boolean' } as const;

/** Decomposes a table exactly. */
export async function decompose(args: string[], { terminal, signal, analyzer }: Context): Promise<void> {
  const { values, positionals: given } = read('decompose', args, {
    tolerance: option,
    json: toggle,
    out: option,
    quiet: toggle,
  });
  const [path] = positionals('decompose', given, ['TABLE.csv']);
  const tolerance_bits = numeric('tolerance', values.tolerance);
  const engine = await analyzer();
  const progress = new ProgressLine(process.stderr, values.quiet === true);
  const control = { signal, onProgress: progress.draw };
  const table = await engine.parseTable(path!, { signal });
  const result = await engine
    .decompose(table, tolerance_bits === undefined ? {} : { tolerance_bits }, control)
    .finally(() => progress.clear());
  const text = JSON.stringify(result, null, 2);
  if (values.out) await writeFile(values.out, `${text}\n`);
  terminal.out(values.json ? text : decompositionTable(result));
}

/** Draws samples of a system with known atoms. */
export async function generate(args: string[], { terminal, signal, analyzer }: Context): Promise<void> {
  const { values, positionals: given } = read('generate', args, {
    n: option,
    sigma: option,
    d: option,
    rho: option,
    seed: option,
    out: option,
    list: toggle,
    json: toggle,
  });
  const engine = await analyzer();
  if (values.list) {
    const systems = await engine.systems();
    terminal.out(
      values.json
        ? JSON.stringify(systems, null, 2)
        : systems.map(({ name, title }) => `${name.padEnd(24)}  ${title}`).join('\n'),
    );
    return;
  }
  const [name] = positionals('generate', given, ['SYSTEM']);
  if (!values.out) throw usage('generate needs a folder to write to.', 'Add --out DIR.');
  const numbers = (['n', 'sigma', 'd', 'rho', 'seed'] as const).map((flag) => [
    flag,
    numeric(flag, values[flag]),
  ]);
  const options = Object.fromEntries(numbers.filter(([, value]) => value !== undefined)) as Record<
    string,
    number
  >;
  const { x1, x2, y, ...known } = await engine.generate(name!, options, { signal });
  await mkdir(values.out, { recursive: true });
  await writeFile(join(values.out, 'x1.npy'), encodeNpy(x1.data, x1.shape));
  await writeFile(join(values.out, 'x2.npy'), encodeNpy(x2.data, x2.shape));
  await writeFile(join(values.out, 'y.npy'), encodeNpy(y.data, y.shape));
  await writeFile(
    join(values.out, 'truth.json'),
    `${JSON.stringify({ system: name, options, ...known }, null, 2)}\n`,
  );
  terminal.out(`Wrote x1.npy, x2.npy, y.npy and truth.json to ${values.out}.`);
}
