// The documentation in the page's build: docs/*.html in the output, and served while developing.
import { dirname, join } from 'node:path';
import { runnerImport } from 'vite';

/** Scripts of single pages, by their place in the output; compiled like those of the page. */
const SCRIPTS = { 'arena.js': 'docs/arena/scorer.ts' };

const TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

/** Every file of the documentation, rendered anew: sources may have changed. */
async function render(root) {
  const { module } = await runnerImport(join(root, 'www/docs/site.ts'), {
    configFile: false,
    root,
    logLevel: 'warn',
  });
  return module.site(root);
}

/** @returns {import('vite').Plugin} */
export function documentation() {
  let root = '';
  return {
    name: 'modalens:documentation',
    configResolved(config) {
      root = dirname(config.root);
    },
    configureServer(server) {
      server.middlewares.use('/docs', (request, response, next) => {
        const path = new URL(request.url, 'http://localhost').pathname.slice(1) || 'index.html';
        const type = TYPES[path.split('.').at(-1)];
        if (Object.hasOwn(SCRIPTS, path)) {
          response.setHeader('content-type', 'text/javascript');
          return response.end(`import '/${SCRIPTS[path]}';`);
        }
        if (!type || path.includes('/')) return next();
        render(root).then((files) => {
          if (!files.has(path)) return next();
          response.setHeader('content-type', `${type}; charset=utf-8`);
          response.end(files.get(path));
        }, next);
      });
    },
    buildStart() {
      if (this.environment.mode !== 'build') return;
      for (const [path, source] of Object.entries(SCRIPTS))
        this.emitFile({ type: 'chunk', id: join(root, 'www', source), fileName: `docs/${path}` });
    },
    async generateBundle() {
      for (const [path, source] of await render(root))
        this.emitFile({ type: 'asset', fileName: `docs/${path}`, source });
    },
  };
}
