/**
 * The engine and the samples: too large to come unseen, and not to be fetched, since the page may not
 * connect. They come as scripts in pieces, so that it can be told how many bytes are there.
 */

import badgeLayers from 'virtual:freight/badgeLayers';
import badges from 'virtual:freight/badges';
import emoji from 'virtual:freight/emoji';
import engine from 'virtual:freight/engine';
import layers from 'virtual:freight/layers';
import { base64ToUint8Array } from 'uint8array-extras';
import { part } from './part';

const FREIGHTS = { engine, emoji, layers, badges, badgeLayers } as const;
export type FreightName = keyof typeof FREIGHTS;
export const FREIGHT_NAMES = Object.keys(FREIGHTS) as FreightName[];

/** How much of a freight is here. */
export interface Loaded {
  done: number;
  total: number;
}

/** Pieces under way at a time: enough to fill a line, few enough to be told often. */
const AT_ONCE = 3;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Bytes of a freight as they travel. */
export const bytesOf = (name: FreightName): number =>
  sum(FREIGHTS[name].flatMap(({ pieces }) => pieces.map(({ bytes }) => bytes)));

async function inflated(pieces: readonly Uint8Array<ArrayBuffer>[]): Promise<ArrayBuffer> {
  const stream = new Blob([...pieces]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).arrayBuffer();
}

/** Loads a freight and tells of every piece. Pieces that came before a failure need not come again. */
export async function load(name: FreightName, tell: (loaded: Loaded) => void): Promise<File[]> {
  const total = bytesOf(name);
  let done = 0;
  tell({ done, total });
  const files = FREIGHTS[name].map((file) => ({ ...file, packed: [] as Uint8Array<ArrayBuffer>[] }));
  const waiting = files.flatMap(({ pieces, packed }) => pieces.map((piece, i) => ({ piece, i, packed })));
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { piece, i, packed } = next;
      packed[i] = base64ToUint8Array((await part(piece.load)).default) as Uint8Array<ArrayBuffer>;
      done += piece.bytes;
      tell({ done, total });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return Promise.all(files.map(async (file) => new File([await inflated(file.packed)], file.name)));
}
