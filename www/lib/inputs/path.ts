/** Files by path, in pieces. */

import { open } from 'node:fs/promises';
import type { ErrorFacts } from '../types/errors';
import type { Bytes } from '../worker/host';

const PIECE = 4 * 1024 * 1024;

function unreadable(path: string, cause: unknown): ErrorFacts {
  const code = (cause as { code?: string } | null)?.code;
  const why =
    code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'permission is denied' : String(cause);
  return { code: 'file_unreadable', message: `${path} cannot be read: ${why}.`, hint: 'Check the path.' };
}

/** Opens a file; it is closed when its pieces have been taken. */
export async function openFile(path: string): Promise<Bytes> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const stat = await file.stat();
  if (!stat.isFile()) {
    await file.close();
    const facts: ErrorFacts = {
      code: 'file_unreadable',
      message: `${path} is not a file.`,
      hint: 'Give the path of a file.',
    };
    throw facts;
  }
  async function* pieces(): AsyncGenerator<Uint8Array> {
    try {
      // One buffer for all pieces: each is taken in before the next is asked for.
      const buffer = new Uint8Array(PIECE);
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, PIECE);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }
  return { size: stat.size, pieces: pieces() };
}
