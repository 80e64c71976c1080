/** Bytes of an input, wherever they come from. */

/** A file that is open. */
export interface Bytes {
  size: number;
  /** Which state of the file this is; null where it cannot change. */
  version: string | null;
  /** Its bytes, once, piece by piece: each is to be taken in before the next is asked for. */
  pieces(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}
