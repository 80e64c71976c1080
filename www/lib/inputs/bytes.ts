/** Bytes of an input, wherever they come from, and their hash. */

import type { Engine } from '../types/engine';

/** A file that is open. */
export interface Bytes {
  size: number;
  /** Which state of the file this is; null where it cannot change. */
  version: string | null;
  /** Its bytes from `start` to `end`, piece by piece: each is to be taken in before the next is asked for. */
  pieces(start?: number, end?: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** The hash of a whole file, of which parts are read in any order. */
export class Digest {
  readonly #sha256: InstanceType<Engine['Sha256']>;
  /** How far it has been taken in from its beginning. */
  #end = 0;

  constructor(engine: Engine) {
    this.#sha256 = new engine.Sha256();
  }

  /** A piece that begins at `start`. */
  take(piece: Uint8Array, start: number): void {
    if (start !== this.#end) return;
    this.#sha256.update(piece);
    this.#end += piece.length;
  }

  /** The hash, once what was not read yet has been; `onPiece` is called after each piece of it. */
  async finish(file: Bytes, onPiece: () => void): Promise<string> {
    if (this.#end < file.size)
      for await (const piece of file.pieces(this.#end)) {
        this.#sha256.update(piece);
        onPiece();
      }
    return this.#sha256.finish();
  }
}
