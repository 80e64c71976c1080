/** Files by path, in pieces; for Node. */

import type { BigIntStats } from 'node:fs';
import { open } from 'node:fs/promises';
import { ModalensError } from '../types/errors';
import type { Bytes } from './bytes';

const PIECE = 4 * 1024 * 1024;

/** Why the system refuses, in words. */
const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
};

function unreadable(path: string, cause: unknown): ModalensError {
  const { code, message } = cause as { code?: string; message?: string };
  const why = REASONS[code ?? ''] ?? message ?? String(cause);
  return new ModalensError(
    { code: 'file_unreadable', message: `${path} cannot be read: ${why}.`, hint: 'Check the path.' },
    { cause },
  );
}

function changed(path: string): ModalensError {
  return new ModalensError({
    code: 'file_changed',
    message:
      `${path} was changed or replaced while it was in use, so that its numbers would belong to two ` +
      `files.`,
    hint: 'Run again once nothing writes to it.',
  });
}

/** What tells one state of a file from another: each write sets the times, a replacement is another inode. */
function versionOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

/** Opens a file, which must still be in the state `version` if one is given. */
export async function openPath(path: string, version: string | null): Promise<Bytes> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const refuse = async (error: ModalensError): Promise<never> => {
    await file.close();
    throw error;
  };
  const stat = await file.stat({ bigint: true });
  if (!stat.isFile())
    return refuse(unreadable(path, { message: stat.isDirectory() ? 'it is a folder' : 'it is not a file' }));
  const own = versionOf(stat);
  if (version !== null && version !== own) return refuse(changed(path));
  async function* pieces(start = 0, end = Number(stat.size)): AsyncGenerator<Uint8Array> {
    const buffer = new Uint8Array(Math.max(0, Math.min(PIECE, end - start)));
    for (let at = start; at < end; ) {
      const length = Math.min(buffer.length, end - at);
      const { bytesRead } = await file.read(buffer, 0, length, at).catch((cause: unknown) => {
        throw unreadable(path, cause);
      });
      if (bytesRead === 0) break;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
    if (versionOf(await file.stat({ bigint: true })) !== own) throw changed(path);
  }
  return { size: Number(stat.size), version: own, pieces, close: () => file.close() };
}
