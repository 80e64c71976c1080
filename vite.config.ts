import { defineConfig } from 'vitest/config';
import { documentation } from './www/docs/plugin.mjs';
import { thirdParty } from './www/lib/build/notices.mjs';
import { modalens } from './www/lib/build/plugin.mjs';
import { page } from './www/page/build/page.mjs';
import { singleFile } from './www/page/build/single.mjs';

/** Modules of the workers' scripts, whose licences travel with the page. */
const modules = new Set<string>();

/** The page: one folder that any static host serves from any path. The package: www/lib/build. */
export default defineConfig({
  root: 'www',
  base: './',
  plugins: [page(), modalens(modules), documentation(), thirdParty(modules), singleFile()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  build: {
    outDir: '../dist/site',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    rollupOptions: { checks: { bundlerTimings: false, pluginTimings: false } },
  },
  test: { dir: 'tests/web', root: '.', testTimeout: 60_000 },
});
