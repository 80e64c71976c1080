import type { Plugin } from 'vite';

/** What the page needs of the build: samples inside scripts, and the policy. */
export function page(): Plugin[];
