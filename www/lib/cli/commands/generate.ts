/** `modalens generate`. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeNpy } from '../../inputs/npy';
import type { GenerateOptions } from '../../types/engine';
import type { Command, Context, Given } from '../command';
import { numberOf } from '../flags';
import { usage } from '../outcome';

const NUMBERS = ['n', 'sigma', 'd', 'rho', 'nuisance', 'seed'] as const;

/** Two numbers with a comma between them. */
function strengthsOf(text: string): [number, number] {
  const [x1, x2, ...rest] = text.split(',').map(numberOf);
  if (x1 === undefined || x2 === undefined || rest.length > 0)
    throw usage(
      `--strengths is "${text}".`,
      'Give two numbers between 0 and 1 with a comma between them: 1,0.4.',
    );
  return [x1, x2];
}

async function list(given: Given, { terminal, analyzer }: Context): Promise<void> {
  const systems = await (await analyzer()).systems();
  const lines = systems.map(({ name, title }) => `${name.padEnd(24)}  ${title}`);
  terminal.out(given.has('json') ? JSON.stringify(systems, null, 2) : lines.join('\n'));
}

async function run(given: Given, context: Context): Promise<void> {
  if (given.has('list')) return list(given, context);
  const [name] = given.exactly(1);
  const out = given.text('out');
  if (!out) throw usage('generate needs a folder to write to.', 'Add --out DIR.');
  const numbers = NUMBERS.map((flag) => [flag, given.number(flag)]).filter(
    ([, value]) => value !== undefined,
  );
  const strengths = given.text('strengths');
  const options: GenerateOptions = {
    ...Object.fromEntries(numbers),
    ...(strengths === undefined ? {} : { strengths: strengthsOf(strengths) }),
  };
  const engine = await context.analyzer();
  const { x1, x2, y, z, ...known } = await engine.generate(name!, options, { signal: context.signal });
  await mkdir(out, { recursive: true });
  const arrays = z ? { x1, x2, y, z } : { x1, x2, y };
  for (const [slot, { data, shape }] of Object.entries(arrays))
    await writeFile(join(out, `${slot}.npy`), encodeNpy(data, shape));
  await writeFile(
    join(out, 'truth.json'),
    `${JSON.stringify({ system: name, options, ...known }, null, 2)}\n`,
  );
  const names = Object.keys(arrays).map((slot) => `${slot}.npy`);
  context.terminal.out(`Wrote ${names.join(', ')} and truth.json to ${out}.`);
}

export const generate: Command = {
  name: 'generate',
  takes: 'SYSTEM --out DIR',
  about: 'samples of a system whose decomposition is known exactly',
  intro: 'Writes x1.npy, x2.npy, y.npy, z.npy where the samples come from groups, and truth.json.',
  flags: {
    out: { value: 'DIR', help: 'where to write' },
    n: { value: 'N', help: 'samples' },
    sigma: { value: 'N', help: 'noise of the embeddings' },
    d: { value: 'N', help: 'features of each embedding' },
    rho: { value: 'N', help: 'dependence of the two sources, where the system has it' },
    strengths: {
      value: 'A,B',
      help: 'how much the parts of x1 and x2 count, 0 to 1, where the system has it',
    },
    nuisance: { value: 'N', help: 'variance that is about nothing else, in units of that of the states' },
    seed: { value: 'N', help: 'seed' },
    list: { help: 'the systems there are' },
    json: { help: 'with --list: as JSON' },
  },
  run,
};
