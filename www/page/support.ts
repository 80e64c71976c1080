/** What an analysis needs of a browser, and a sentence for visitors whose browser lacks it. */

/** A function that returns a vector: valid only where WebAssembly has SIMD. */
const SIMD = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** Browsers that have it all. */
export const BROWSERS = 'Chrome or Edge 103, Firefox 113, Safari 16.4, or later';

/** What of a browser is looked at. */
export type Platform = Partial<Record<'WebAssembly' | 'Worker' | 'DecompressionStream', unknown>>;

/** What is missing, as it is called; null where nothing is. */
export function missing(platform: Platform): string | null {
  const wasm = platform.WebAssembly as typeof WebAssembly | undefined;
  if (typeof wasm?.validate !== 'function') return 'WebAssembly';
  if (!wasm.validate(SIMD)) return 'WebAssembly SIMD';
  if (platform.Worker === undefined) return 'workers';
  return platform.DecompressionStream === undefined ? 'decompression' : null;
}

/** What to tell a visitor whose browser lacks something. */
export const unsupported = (what: string): string =>
  `This browser has no ${what}, so nothing can be analysed in it. ${BROWSERS} can; ` +
  'so can this one, perhaps, once a lockdown mode or an extension that switches it off is told ' +
  'to leave this page alone. ' +
  'Links and saved files open all the same.';
