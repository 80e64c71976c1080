// Everything that an entry needs in one script: the notebook's widget, and the page as a single file.
import { build, mergeConfig } from 'vite';
import { modalens } from './plugin.mjs';

/**
 * What a build with these settings gives, in one script.
 * @param {Set<string>} modules is told the modules of the script and of its workers' scripts
 * @param {import('vite').InlineConfig} config its entry and where it goes
 */
export async function oneScript(modules, { plugins = [], ...config }) {
  const common = {
    configFile: false,
    logLevel: 'warn',
    plugins: [...plugins, modalens(modules)],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2022',
      rollupOptions: {
        output: { codeSplitting: false },
        checks: { bundlerTimings: false, pluginTimings: false },
      },
      minify: true,
    },
  };
  const [{ output }] = [await build(mergeConfig(common, config))].flat();
  for (const { moduleIds = [] } of output) for (const id of moduleIds) modules.add(id);
  return output;
}
