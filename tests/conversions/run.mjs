// Runs the lines of Python that messages about files of other kinds give, on files by those who write them,
// and reads what they make: npm run test:conversions, after npm run build
//
//   node tests/conversions/run.mjs [--python PATH]
//
// Without --python a virtual environment is made in a temporary folder, and removed at the end. Not part of
// `npm test`.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));
const { createAnalyzer } = await import(pathToFileURL(join(here, '../../dist/node.js')).href);
const { values } = parseArgs({ options: { python: { type: 'string' } } });
const folder = await mkdtemp(join(tmpdir(), 'modalens-conversions-'));

const PACKAGES = ['numpy', 'pandas', 'pyarrow', 'h5py', 'scipy', 'datasets'];

/** What is refused, what its lines make, and whether that is the numbers or the labels. */
const FILES = [
  ['set.h5', 'set.npy', 'x'],
  ['matrix.mat', 'matrix.npy', 'x'],
  ['frame.pkl', 'frame.parquet', 'x'],
  ['lists.pkl', 'lists.npy', 'x'],
  ['frame.feather', 'frame.parquet', 'x'],
  ['stream.arrow', 'stream.parquet', 'x'],
  ['numbers.json', 'numbers.npy', 'x'],
  ['records.json', 'records.jsonl', 'y'],
  ['labels.json', 'labels.jsonl', 'y'],
];

function run(program, args) {
  const { status, stderr, error } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  if (error) throw error;
  assert.equal(status, 0, `${program} ${args.join(' ')}\n${stderr}`);
}

/** A Python with what writes and converts the files. */
function environment() {
  if (values.python) return values.python;
  run('python3', ['-m', 'venv', join(folder, 'venv')]);
  const python = join(folder, 'venv/bin/python');
  run(python, ['-m', 'pip', 'install', '--quiet', '--no-cache-dir', ...PACKAGES]);
  return python;
}

/** What tells inputs apart: what they are, how many, and the first of them. */
const told = ({ kind, shape, label_names: labels, preview }) => ({ kind, shape, labels, preview });

const analyzer = await createAnalyzer({ workers: 1 });
try {
  const python = environment();
  run(python, [join(here, 'make.py')]);
  const read = (name) => analyzer.inspect({ source: join(folder, name) });
  for (const [file, made, like] of FILES) {
    const refused = await read(file).catch((error) => error);
    assert.match(refused.code, /^(foreign_format|pickle)$/, `${file}: ${refused.message}`);
    const [, ...lines] = refused.hint.split('\n');
    run(python, ['-c', lines.join('\n')]);
    assert.deepEqual(told(await read(made)), told(await read(`${like}.npy`)), file);
    await rm(join(folder, made));
    console.log(`${refused.message} Its lines make ${made}, which is read.`);
  }
} finally {
  analyzer.dispose();
  await rm(folder, { recursive: true });
}
