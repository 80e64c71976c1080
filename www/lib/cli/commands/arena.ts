/** `modalens arena`. */

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countsOf, embeddingsOf, type Generate } from '../../arena/data';
import { scoresOf } from '../../arena/score';
import { MOST_BYTES, readSubmission } from '../../arena/submission';
import { type Entry, MANIFEST, manifestCsv } from '../../arena/truth';
import { encodeNpy } from '../../inputs/npy';
import type { Counts } from '../../types/engine';
import { arenaTable } from '../arena-table';
import type { Command, Context, Given } from '../command';
import { listOf } from '../flags';
import { usage } from '../outcome';

const IDS: ReadonlySet<string> = new Set(MANIFEST.map(({ id }) => id));

/** The problems that `--only` names, or all. */
function wanted(given: Given): readonly Entry[] {
  if (!given.has('only')) return MANIFEST;
  const ids = listOf(given.all('only'));
  const unknown = ids.find((id) => !IDS.has(id));
  if (unknown !== undefined)
    throw usage(
      `"${unknown.slice(0, 60)}" is the id of no problem.`,
      'Take ids from manifest.csv, or leave --only out.',
    );
  return MANIFEST.filter(({ id }) => ids.includes(id));
}

function countsCsv({ cells, counts }: Counts): string {
  const lines = Array.from(counts, (count, i) => `${cells.slice(3 * i, 3 * i + 3).join(',')},${count}`);
  return `${['x1,x2,y,count', ...lines].join('\n')}\n`;
}

async function writeProblem(folder: string, entry: Entry, generate: Generate): Promise<void> {
  if (entry.form === 'counts')
    return writeFile(join(folder, `${entry.id}.csv`), countsCsv(await countsOf(entry, generate)));
  const arrays = await embeddingsOf(entry, generate);
  await mkdir(join(folder, entry.id), { recursive: true });
  for (const [slot, { data, shape }] of Object.entries(arrays))
    await writeFile(join(folder, entry.id, `${slot}.npy`), encodeNpy(data, shape));
}

async function data(folder: string, given: Given, { analyzer, terminal, signal }: Context): Promise<void> {
  const entries = wanted(given);
  const engine = await analyzer(1);
  await mkdir(folder, { recursive: true });
  for (const entry of entries)
    await writeProblem(folder, entry, (name, options) => engine.generate(name, options, { signal }));
  await writeFile(join(folder, 'manifest.csv'), manifestCsv(entries));
  terminal.out(`Wrote ${entries.length} problems and manifest.csv to ${folder}.`);
}

async function submission(path: string): Promise<string> {
  const refused = (cause: unknown): never => {
    throw usage(`${path} cannot be read: ${String(cause)}.`, 'Check the path.');
  };
  const { size } = await stat(path).catch(refused);
  if (size > MOST_BYTES)
    throw usage(
      `${path} has ${size} bytes; a submission has ${MOST_BYTES} at most.`,
      'One row a problem is all that is needed.',
    );
  return readFile(path, 'utf8').catch(refused);
}

async function score(path: string, given: Given, { terminal }: Context): Promise<void> {
  const scores = scoresOf(readSubmission(await submission(path), IDS), MANIFEST);
  terminal.out(given.has('json') ? JSON.stringify(scores, null, 2) : arenaTable(scores));
}

async function run(given: Given, context: Context): Promise<void> {
  const [what, path] = given.exactly(2) as [string, string];
  if (what === 'data') return data(path, given, context);
  if (what === 'score') return score(path, given, context);
  throw usage(
    `arena takes "data" or "score", but "${what.slice(0, 60)}" was given.`,
    'See `modalens arena --help`.',
  );
}

export const arena: Command = {
  name: 'arena',
  takes: 'data DIR | score FILE',
  about: 'problems with known atoms for any estimator, and the score of its answers',
  intro:
    'data DIR writes the problems: ID.csv (x1, x2, y, count) or ID/x1.npy, x2.npy, y.npy; manifest.csv.\n' +
    'score FILE reads answers, CSV or JSON: id,redundancy,unique1,unique2,synergy, and perhaps ends of\n' +
    'intervals (synergy_lower,synergy_upper and so on) and seconds.',
  flags: {
    only: { value: 'ID,ID', help: 'data: these problems alone' },
    json: { help: 'score: the scores as JSON' },
  },
  run,
};
