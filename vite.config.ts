import { defineConfig } from 'vitest/config';
import { documentation } from './www/docs/plugin.mjs';
import { modalens } from './www/lib/build/plugin.mjs';
import { page } from './www/page/build/page.mjs';

/** The page: one folder that any static host serves from any path. The package: www/lib/build. */
export default defineConfig({
  root: 'www',
  base: './',
  plugins: [modalens(), page(), documentation()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: { outDir: '../dist/site', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  test: { dir: 'tests/web', root: '.', testTimeout: 60_000 },
});
