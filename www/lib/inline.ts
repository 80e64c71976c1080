/**
 * Modalens with the engine inside the script: for bundlers that lose assets, and for pages that may
 * not connect to anything at all (`connect-src 'none'`).
 */

import engine from 'virtual:modalens/engine';
import { base64ToUint8Array } from 'uint8array-extras';
import { create } from './run/browser';
import type { AnalyzerConfig } from './run/config';
import type { Analyzer } from './types/analyzer';

export * from './public';

/** The engine's bytes, unpacked from the script. */
async function unpack(): Promise<ArrayBuffer> {
  const packed = base64ToUint8Array(engine);
  return new Response(
    new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')),
  ).arrayBuffer();
}

/** Makes an analyzer; workers start when they are first needed. */
export async function createAnalyzer(config: AnalyzerConfig = {}): Promise<Analyzer> {
  return create(config, unpack);
}
