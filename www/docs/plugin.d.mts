import type { Plugin } from 'vite';

/** The documentation in the page's build: `docs/*.html` in the output, and served while developing. */
export function documentation(): Plugin;
