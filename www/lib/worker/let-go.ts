/** Bytes on their way to another thread. */

import * as Comlink from 'comlink';

/** A value whose bytes leave this thread with it: copies would pile up in both until they are collected. */
export const letGo = <T>(value: T, ...bytes: readonly (Uint8Array | Uint32Array)[]): T =>
  Comlink.transfer(
    value,
    bytes.map(({ buffer }) => buffer as ArrayBuffer),
  );
