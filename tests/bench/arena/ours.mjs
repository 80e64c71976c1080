// Answers of Modalens to every problem of the arena, one worker, as CSV: its estimates (ours.csv), its
// plug-in values (plugin.csv), and the estimates of label-aware codes, of embeddings alone (aware.csv).
//
//   node tests/bench/arena/ours.mjs FOLDER      after `npm run build`
//
// A table of counts is answered as `modalens decompose` answers it, embeddings as `modalens analyze` does,
// all options at their defaults. Seconds are of the processor, without starting the engine.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAnalyzer } from '../../../dist/node.js';
import { load } from './load.mjs';

const ATOMS = ['redundancy', 'unique1', 'unique2', 'synergy'];
const { MANIFEST } = await load('www/lib/arena/truth.ts');
const { countsOf, embeddingsOf } = await load('www/lib/arena/data.ts');

const decimals = (value, digits = 5) => (value === null ? '' : String(Number(value.toFixed(digits))));
/** Values without intervals. */
const estimates = (atoms) =>
  Object.fromEntries(ATOMS.map((atom) => [atom, { estimate: atoms[atom], lower: null, upper: null }]));

/** The value and the processor time that it took. */
async function timed(work) {
  const begin = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(begin);
  return { value, seconds: (user + system) / 1e6 };
}

/** What answers a problem, by the name of the file. */
async function waysTo(analyzer, entry) {
  const generate = (name, options) => analyzer.generate(name, options);
  if (entry.form === 'counts') {
    const counts = await countsOf(entry, generate);
    const column = (axis) => counts.counts.map((_, i) => counts.cells[3 * i + axis]);
    const table = { x1: column(0), x2: column(1), y: column(2), p: counts.counts };
    const options = await analyzer.resolveOptions({});
    return {
      ours: async () => (await analyzer.recompute({ options, counts }, {})).report.atoms_bits,
      plugin: async () => estimates((await analyzer.decompose(table)).atoms_bits),
    };
  }
  const { x1, x2, y } = await embeddingsOf(entry, generate);
  const inputs = { x1, x2, y };
  return {
    ours: async () => (await analyzer.analyze(inputs, {})).atoms_bits,
    plugin: async () => {
      const { atoms_bits } = await analyzer.analyze(inputs, { method: 'plugin' });
      return estimates(Object.fromEntries(ATOMS.map((atom) => [atom, atoms_bits[atom].plugin])));
    },
    aware: async () => (await analyzer.analyze(inputs, { discretiser: 'probe' })).label_aware.atoms_bits,
  };
}

const ends = (atom) => [`${atom}_lower`, `${atom}_upper`];
const rowOf = ({ id }, { value, seconds }) => [
  id,
  ...ATOMS.map((atom) => decimals(value[atom].estimate)),
  ...ATOMS.flatMap((atom) => [value[atom].lower, value[atom].upper].map((end) => decimals(end))),
  decimals(seconds, 3),
];

const head = ['id', ...ATOMS, ...ATOMS.flatMap(ends), 'seconds'];
const files = { ours: [head], plugin: [head], aware: [head] };
const analyzer = await createAnalyzer({ workers: 1 });
for (const [i, entry] of MANIFEST.entries()) {
  const ways = await waysTo(analyzer, entry);
  for (const [name, way] of Object.entries(ways)) files[name].push(rowOf(entry, await timed(way)));
  if ((i + 1) % 50 === 0) console.error(`${i + 1} of ${MANIFEST.length}`);
}
analyzer.dispose();
for (const [name, lines] of Object.entries(files))
  writeFileSync(
    join(process.argv[2], `${name}.csv`),
    `${lines.map((cells) => cells.join(',')).join('\n')}\n`,
  );
