import { defineConfig } from 'vite';

/** The page: one folder that any static host serves from any path. */
export default defineConfig({
  root: 'www',
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: { outDir: '../dist/site', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
});
