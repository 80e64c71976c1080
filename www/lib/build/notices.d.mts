import type { Plugin } from 'vite';

/** Writes THIRD-PARTY.txt beside a bundle; `modules` are those of scripts that were bundled before. */
export function thirdParty(modules: Set<string>): Plugin;

/** Crates that the engine is made of. */
export function crates(): { name: string; version: string; licence: string; folder: string }[];
