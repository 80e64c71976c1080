import type { Plugin } from 'vite';

/** The virtual modules of the library; `modules` is told the modules of the workers' scripts. */
export function modalens(modules?: Set<string>): Plugin[];
/** Keeps the address of the engine's file as bundlers of consumers must see it. */
export function wasmBeside(): Plugin;
