/** Files as a browser gives them, in pieces. */

import { ModalensError } from '../types/errors';
import type { Bytes } from './bytes';

/** Size of the pieces. */
const PIECE = 4 * 1024 * 1024;

/**
 * Readers of blobs that are open.
 *
 * Chromium keeps the stream of a blob only while something refers to it. A BYOB read that waits for more
 * of the file does not: when memory is collected at that moment, stream, reader and read are all garbage,
 * and the read never settles. tests/bench/RESULTS.md has the proof.
 */
const open = new Set<ReadableStreamBYOBReader>();

/** A reader that fills a buffer of ours; undefined where the browser has none for blobs. */
function byobReader(blob: Blob): ReadableStreamBYOBReader | undefined {
  try {
    return blob.stream().getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
}

/** Through one buffer: five times as fast as slice by slice. */
async function* streamed(reader: ReadableStreamBYOBReader): AsyncGenerator<Uint8Array> {
  let room = new Uint8Array(PIECE);
  for (;;) {
    const { done, value } = await reader.read(room);
    if (done || !value) return;
    yield value;
    room = new Uint8Array(value.buffer);
  }
}

async function* sliced(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < blob.size; start += PIECE) {
    yield new Uint8Array(await blob.slice(start, start + PIECE).arrayBuffer());
  }
}

/** A file that was chosen is known by its handle; browsers refuse to read it once it is another. */
function gone(name: string, cause: unknown): ModalensError {
  return new ModalensError(
    {
      code: 'file_changed',
      message: `${name} cannot be read any more: it was changed, moved or deleted after it was chosen.`,
      hint: `Choose ${name} again.`,
    },
    { cause },
  );
}

/** A blob in pieces; `name` is for messages. */
export function openBlob(blob: Blob, name: string): Bytes {
  async function* pieces(start = 0, end = blob.size): AsyncGenerator<Uint8Array> {
    const part = blob.slice(start, end);
    const reader = part.size > PIECE ? byobReader(part) : undefined;
    if (reader) open.add(reader);
    try {
      const source = reader ? streamed(reader) : sliced(part);
      let left = part.size;
      for (;;) {
        const next = await source.next().catch((cause: unknown) => {
          throw gone(name, cause);
        });
        if (next.done) break;
        left -= next.value.length;
        yield next.value;
      }
      if (left !== 0) throw gone(name, new Error(`${left} bytes are missing`));
    } finally {
      if (reader) {
        open.delete(reader);
        // A stream that has failed says so again.
        await reader.cancel().catch(() => undefined);
      }
    }
  }
  return { size: blob.size, version: null, pieces, close: () => Promise.resolve() };
}
