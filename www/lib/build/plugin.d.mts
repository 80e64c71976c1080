import type { Plugin } from 'vite';

/** The virtual modules of the library. */
export function modalens(): Plugin[];
/** Keeps the address of the engine's file as bundlers of consumers must see it. */
export function wasmBeside(): Plugin;
