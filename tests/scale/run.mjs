// Ten million rows by DuckDB, Spark and `modalens assign`, and the answer from their counts:
// npm run test:scale
//
//   node tests/scale/run.mjs [--rows N] [--python PATH] [--keep FOLDER]
//
// Without --python a virtual environment is made and removed at the end: half a gigabyte, mostly Spark. The
// rows take 2.5 GB. Five minutes on two quiet processors. Not part of `npm test`.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { environment, measured } from './steps.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const here = join(root, 'tests/scale');
const recipe = (name) => join(root, 'www/public/recipes', `scale_${name}`);
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    python: { type: 'string' },
    keep: { type: 'string' },
  },
});
const ROWS = Number(values.rows);
/** As many as the smaller set has, whose memory is what all rows are held against. */
const FEW = ROWS / 5;
const PIECE = 500_000;
/** Memory may grow so much from a fifth of the rows to all of them. */
const GROWTH = 1.5;
/** The inertia of rows that K-means did not see may be so much larger. */
const HELD_OUT = 1.02;
const OPTIONS = ['--k', '8', '--partitions', '4', '--seed', '1', '--no-gauge', '--quiet'];

const folder = values.keep ?? (await mkdtemp(join(tmpdir(), 'modalens-scale-')));
const file = (...names) => join(folder, ...names);
const failures = [];

/** What must hold, said either way. */
function check(holds, said) {
  console.log(`${holds ? 'ok   ' : 'FAILS'} ${said}`);
  if (!holds) failures.push(said);
}

const told = (name, { seconds, processor, megabytes }) =>
  console.log(
    `      ${name}: ${seconds.toFixed(1)} s, ${processor} s of a processor, ${Math.round(megabytes)} MB`,
  );

function modalens(args) {
  return measured('node', [join(root, 'dist/cli.js'), ...args], { cwd: folder });
}

function sql(python, variables, ...files) {
  return measured(python, [join(here, 'sql.py'), JSON.stringify(variables), ...files], { cwd: folder });
}

/** Names of the first pieces of the rows. */
const pieces = (name, extension, rows) =>
  Array.from({ length: Math.ceil(rows / PIECE) }, (_, i) =>
    file('rows', `${name}-${String(i).padStart(3, '0')}.${extension}`),
  );

/** A glob of the first pieces, which are few enough for one digit, or of all. */
const parquet = (rows) =>
  file('rows', rows === ROWS ? 'rows-*.parquet' : `rows-00[0-${Math.ceil(rows / PIECE) - 1}].parquet`);

/** The same work on some rows and on all: each with its memory, which must not grow. */
async function flat(name, work) {
  const few = await work(FEW, `${name}_few`);
  const all = await work(ROWS, name);
  const growth = all.megabytes / few.megabytes;
  told(`${name}, ${FEW} rows`, few);
  told(`${name}, ${ROWS} rows`, all);
  check(growth <= GROWTH, `${name}: memory of all rows is ${growth.toFixed(2)} times that of a fifth`);
  return all;
}

/** A draw, K-means on it, and whether it was large enough. */
async function fitSample(python) {
  told('sample', await sql(python, { rows: parquet(ROWS), draw: 16000, seed: 1 }, recipe('sample.sql')));
  const sample = file('sample.parquet');
  const options = [...OPTIONS, '--column', 'x1,x2,y', '--codes', file('codes')];
  told('K-means on the sample', await modalens(['analyze', sample, sample, sample, ...options]));
  const files = [recipe('codebooks.sql'), recipe('held_out.sql')];
  for (const { source, ratio } of JSON.parse((await sql(python, { codes: file('codes') }, ...files)).out))
    check(ratio < HELD_OUT, `${source}: inertia of held-out rows is ${ratio.toFixed(4)} of the sample's`);
}

async function assignAll(source, rows, name) {
  const codebooks = file('codes', `${source}_codebooks.json`);
  return modalens(['assign', codebooks, ...pieces(source, 'npy', rows), '--out', `${name}.npy`, '--quiet']);
}

const count = (python, codes) => (rows, name) =>
  sql(
    python,
    { rows: parquet(rows), codes: file(codes), counts: file(`${name}.parquet`) },
    recipe('codebooks.sql'),
    recipe('count.sql'),
  );

const spark = (python, env) => (rows, name) => {
  const files = ['--rows', parquet(rows), '--codes', file('codes'), '--out', file(`${name}.parquet`)];
  return measured(python, [recipe('spark.py'), ...files], { cwd: folder, env });
};

/** Counts of other engines against the codes of `assign`; y is that of all rows. */
async function compare(python, codes, counts, y = file('rows', 'y.npy')) {
  const files = counts.map((name) => file(`${name}.parquet`));
  const args = [join(here, 'compare.py'), ...codes.map((name) => file(`${name}.npy`)), y, ...files];
  const { rows, partitions, found } = JSON.parse((await measured(python, args)).out);
  for (const [i, { samples, differences }] of found.entries())
    check(
      samples === rows && differences === 0,
      `${counts[i]}: ${differences} of ${partitions} x ${rows} codes are not those of assign`,
    );
}

/** The answer from rows and from counts: not a digit may differ. */
async function answers(python) {
  const rows = ['x1', 'x2', 'y'].map((name) => file('rows', `${name}.npy`));
  const args = ['--budget-bytes', '32000000', '--codes', file('full'), '--json'];
  const whole = await modalens(['analyze', ...rows, ...OPTIONS, ...args]);
  told('analysis of all rows, for comparison', whole);
  told('their counts in DuckDB', await count(python, 'full')(ROWS, 'full'));
  const counted = await modalens(['decompose', 'full.parquet', '--seed', '1', '--json']);
  told('the answer from counts', counted);
  const [a, b] = [JSON.parse(whole.out), JSON.parse(counted.out).report];
  for (const key of ['n', 'atoms_bits', 'information_bits', 'contribution', 'ranking'])
    check(isDeepStrictEqual(a[key], b[key]), `${key} from counts is that from rows, every digit`);
  return a;
}

/** The answer by codes of the sample, beside that of all rows: other K-means solutions of the same data. */
async function beside(whole) {
  const { out } = await modalens(['decompose', 'duckdb.parquet', '--seed', '1', '--json']);
  for (const [name, atom] of Object.entries(JSON.parse(out).report.atoms_bits)) {
    const other = whole.atoms_bits[name];
    const said = ({ estimate, lower, upper }) => `${[estimate, lower, upper].map((v) => v.toFixed(3))}`;
    const overlap = atom.lower <= other.upper && other.lower <= atom.upper;
    check(overlap, `${name}: ${said(atom)} by the sample's codes, ${said(other)} by those of all rows`);
  }
}

/** Other preparations, on the first piece; without Spark itself, which takes long to start. */
async function preparations(python) {
  const [one] = pieces('rows', 'parquet', 1);
  const sample = file('sample.parquet');
  for (const [name, ...flags] of [['no-l2'], ['whitened', '--centre', '--pca', '5', '--whiten']]) {
    const given = flags.length > 0 ? flags : [`--${name}`];
    const options = [...OPTIONS, ...given, '--column', 'x1,x2,y', '--codes', file(name)];
    await modalens(['analyze', sample, sample, sample, ...options]);
    for (const source of ['x1', 'x2']) {
      const [piece] = pieces(source, 'npy', 1);
      const out = ['--out', `${name}_${source}.npy`, '--quiet'];
      await modalens(['assign', file(name, `${source}_codebooks.json`), piece, ...out]);
    }
    const [sqls, numpys] = [`${name}_duckdb`, `${name}_numpy`];
    const variables = { rows: one, codes: file(name), counts: file(`${sqls}.parquet`) };
    await sql(python, variables, recipe('codebooks.sql'), recipe('count.sql'));
    await measured(python, [join(here, 'numpy_counts.py'), one, file(name), file(`${numpys}.parquet`)]);
    const [y] = pieces('y', 'npy', 1);
    await compare(python, [`${name}_x1`, `${name}_x2`], [sqls, numpys], y);
  }
}

async function main() {
  const { python, env, missing } = await environment(folder, values.python);
  console.log(`      packages: ${Math.round((performance.now() - begun) / 1000)} s`);
  if (readdirSync(folder).every((name) => name !== 'rows')) {
    const args = [join(here, 'generate.py'), file('rows'), String(ROWS)];
    told('rows', await measured(python, args));
  }
  await fitSample(python);
  const sources = ['x1', 'x2'];
  for (const source of sources) await flat(`assign_${source}`, (rows, name) => assignAll(source, rows, name));
  await flat('duckdb', count(python, 'codes'));
  if (missing) console.log(`SKIPPED Spark: ${missing}.`);
  else await flat('spark', spark(python, env));
  const counts = ['duckdb', ...(missing ? [] : ['spark'])];
  await compare(python, ['assign_x1', 'assign_x2'], counts);
  await beside(await answers(python));
  await preparations(python);
  return missing;
}

if (!existsSync(join(root, 'dist/cli.js'))) {
  console.log('Building first; that is not counted.');
  spawnSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' });
}
const begun = performance.now();
try {
  const missing = await main();
  console.log(`      ${Math.round((performance.now() - begun) / 1000)} s in all.`);
  if (missing) console.log('Without Spark, which was skipped:');
  console.log(failures.length > 0 ? `${failures.length} checks failed.` : 'All checks passed.');
} finally {
  if (!values.keep) await rm(folder, { recursive: true, force: true });
}
process.exitCode = failures.length > 0 ? 1 : 0;
