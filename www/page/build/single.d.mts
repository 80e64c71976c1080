import type { Plugin } from 'vite';

/** Puts the page as one file, modalens.html, beside the page. */
export function singleFile(): Plugin;
