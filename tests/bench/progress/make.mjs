// Files of the size that the benches need, written piece by piece.
import { closeSync, openSync, writeSync } from 'node:fs';
import { extname } from 'node:path';

const PIECE = 1 << 20;

/** Numbers that look random and are the same each time. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The beginning of an .npy file. */
export function npyHeader(descr, shape) {
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const text = `${dict.padEnd(64 * Math.ceil((dict.length + 11) / 64) - 11, ' ')}\n`;
  const head = Buffer.alloc(10 + text.length);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(text.length, 8);
  head.write(text, 10);
  return head;
}

/** Writes what `parts` give. */
function write(path, parts) {
  const file = openSync(path, 'w');
  for (const part of parts) writeSync(file, part);
  closeSync(file);
}

/** Group of a sample: the same for every file, so that one tells something of another. */
const group = (row) => (Math.imul(row, 2654435761) >>> 0) % 8;

/** Samples in eight wide clusters, in single precision. */
export function writeMatrix(path, { rows, features, seed }) {
  const next = random(seed);
  const centres = Float32Array.from({ length: 8 * features }, () => 2 * next() - 1);
  const each = Math.max(1, Math.floor(PIECE / features));
  write(
    path,
    (function* () {
      yield npyHeader('<f4', [rows, features]);
      for (let begin = 0; begin < rows; begin += each) {
        const some = new Float32Array(Math.min(each, rows - begin) * features);
        for (let i = 0; i < some.length; i += 1) {
          const row = begin + Math.floor(i / features);
          some[i] = centres[group(row) * features + (i % features)] + 2 * (next() + next() + next() - 1.5);
        }
        yield Buffer.from(some.buffer);
      }
    })(),
  );
}

/** Words of ten letters at most, of so many, as .npy of <U10, as a .csv of one column or as .jsonl. */
export function writeText(path, { rows, values }) {
  const next = random(values);
  // Half of the samples have the value of their group, so that there is something to tell.
  const value = (row) => (next() < 0.5 ? group(row) % values : Math.floor(next() * values));
  const word = (row) => `value${value(row)}`;
  const each = 1 << 16;
  const kind = extname(path);
  write(
    path,
    (function* () {
      if (kind === '.npy') yield npyHeader('<U10', [rows]);
      if (kind === '.csv') yield Buffer.from('answer\n');
      for (let begin = 0; begin < rows; begin += each) {
        const some = Array.from({ length: Math.min(each, rows - begin) }, (_, i) => word(begin + i));
        if (kind === '.csv') yield Buffer.from(`${some.join('\n')}\n`);
        else if (kind === '.jsonl') yield Buffer.from(some.map((text) => `{"answer": "${text}"}\n`).join(''));
        else {
          const items = new Uint32Array(10 * some.length);
          for (const [i, text] of some.entries())
            for (let j = 0; j < text.length; j += 1) items[10 * i + j] = text.charCodeAt(j);
          yield Buffer.from(items.buffer);
        }
      }
    })(),
  );
}
