/** What is wrong with a link or a file that cannot be read. */

import { ModalensError } from '../types/errors';

/** A fault, as the end of a sentence: "it was cut". */
export class Damage extends Error {}

const HINTS = {
  link: 'Part of it may have been lost on the way. Ask for it again, or for the .modalens.json file.',
  file: 'Save it again in the page, or with `modalens analyze ... --out FILE`.',
};

/** The error of a link or a file with this fault. */
export function damaged(what: 'link' | 'file', cause: unknown): ModalensError {
  const why = cause instanceof Damage ? cause.message : 'its content is not what is expected';
  return new ModalensError(
    { code: `${what}_damaged`, message: `This ${what} cannot be read: ${why}.`, hint: HINTS[what] },
    { cause },
  );
}

/** The error of something that a later version wrote. */
export function newer(found: string, known: string): ModalensError {
  return new ModalensError({
    code: 'link_version',
    message: `This was written in format "${found.slice(0, 60)}"; this version reads ${known}.`,
    hint: 'Open it with a newer version of Modalens.',
  });
}

/** What `read` gives; whatever goes wrong in it is told as a fault of the link or the file. */
export function guarded<T>(what: 'link' | 'file', read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof ModalensError ? cause : damaged(what, cause);
  }
}
