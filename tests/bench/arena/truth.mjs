// Writes www/lib/arena/truth.json: the atoms of every law of the arena, certified by the solver.
//
//   node tests/bench/arena/truth.mjs      after `npm run build`
//
// Systems of the engine to 1e-7, laws of the arena's own to 1e-9 bits between the bounds; six decimals are
// written. A chain's atoms are held against their formula by tests/web/lib/arena.test.ts.
import { writeFileSync } from 'node:fs';
import { createAnalyzer } from '../../../dist/node.js';
import { load, ROOT } from './load.mjs';

const GAP_BITS = 1e-9;
const ATOMS = ['redundancy', 'unique1', 'unique2', 'synergy'];
const { PROBLEMS } = await load('www/lib/arena/problems.ts');
const { lawOf } = await load('www/lib/arena/laws.ts');
const analyzer = await createAnalyzer();
const systems = new Map((await analyzer.systems()).map((system) => [system.name, system]));

/** A law as the table that the analyzer takes: its cells that can occur. */
function tableOf({ shape: [, k2, ky], p }) {
  const cells = [...p.keys()].filter((cell) => p[cell] > 0);
  return {
    x1: cells.map((cell) => Math.floor(cell / (k2 * ky))),
    x2: cells.map((cell) => Math.floor(cell / ky) % k2),
    y: cells.map((cell) => cell % ky),
    p: cells.map((cell) => p[cell]),
  };
}

async function known(name) {
  const law = lawOf(name);
  if (!law) return systems.get(name);
  const { atoms_bits, solver } = await analyzer.decompose(tableOf(law), { tolerance_bits: GAP_BITS });
  if (!(solver.gap_bits <= GAP_BITS)) throw new Error(`${name}: a gap of ${solver.gap_bits} bits is left.`);
  return { shape: law.shape, truth: atoms_bits };
}

const rounded = (bits) => Math.max(0, Number(bits.toFixed(6)));
const lines = [];
for (const name of new Set(PROBLEMS.map(({ law }) => law))) {
  const { shape, truth } = await known(name);
  const atoms = ATOMS.map((atom) => rounded(truth[atom]));
  lines.push(`  "${name}": { "shape": [${shape.join(', ')}], "atoms_bits": [${atoms.join(', ')}] }`);
}
analyzer.dispose();
writeFileSync(`${ROOT}/www/lib/arena/truth.json`, `{\n${lines.join(',\n')}\n}\n`);
console.log(`Wrote the atoms of ${lines.length} laws.`);
