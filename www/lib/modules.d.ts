// Modules that the build makes.

declare module 'virtual:modalens/worker' {
  /** The browser's worker as one script. */
  const code: string;
  export default code;
}

declare module 'virtual:modalens/worker-node' {
  /** Node's worker as one script. */
  const code: string;
  export default code;
}

declare module 'virtual:modalens/parquet' {
  /** The browser's worker for Parquet files as one script. */
  const code: string;
  export default code;
}

declare module 'virtual:modalens/parquet-node' {
  /** Node's worker for Parquet files as one script. */
  const code: string;
  export default code;
}

declare module 'virtual:modalens/engine' {
  /** The wasm module, deflated, in base64. */
  const packed: string;
  export default packed;
}

declare module '*/wasm/modalens.js' {
  /** Instantiates the engine. */
  export function initSync(source: { module: WebAssembly.Module }): unknown;
}

// Comlink has types for it, but not under the name of the module.
declare module 'comlink/dist/esm/node-adapter.mjs' {
  export { default } from 'comlink/dist/esm/node-adapter';
}
