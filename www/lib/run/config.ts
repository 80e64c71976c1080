/** How an analyzer is made. */

/** Where the compiled engine comes from. */
export type WasmSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/** Configuration of `createAnalyzer`. */
export interface AnalyzerConfig {
  /** The engine: an address, a response, bytes or a module; by default the file of this package. */
  wasm?: WasmSource | Promise<WasmSource>;
  /** Workers for tasks; by default as many as the machine has processors, 8 at most. */
  workers?: number;
  /** false: no workers, everything on this thread. */
  worker?: boolean;
}

/** Workers for tasks: as configured, at least 1. */
export function workerCount(config: AnalyzerConfig): number {
  if (config.worker === false) return 1;
  const processors = globalThis.navigator?.hardwareConcurrency ?? 4;
  const asked = config.workers ?? Math.min(processors, 8);
  return Math.max(1, Math.min(64, Math.floor(asked) || 1));
}
