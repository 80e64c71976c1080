/** The documentation in the page's build: `docs/*.html` in the output, and served while developing. */

import { dirname } from 'node:path';
import type { Plugin } from 'vite';
import { site } from './site';

const TYPES: Record<string, string> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

/** Renders the documentation into the site. */
export function documentation(): Plugin {
  let root = '';
  return {
    name: 'modalens:documentation',
    configResolved(config) {
      root = dirname(config.root);
    },
    configureServer(server) {
      server.middlewares.use('/docs', (request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1) || 'index.html';
        const text = /\.(html|css|js)$/.test(path) ? site(root).get(path) : undefined;
        if (text === undefined) return next();
        response.setHeader('content-type', `${TYPES[path.split('.').at(-1) ?? ''] ?? 'text/plain'}; charset=utf-8`);
        response.end(text);
      });
    },
    generateBundle() {
      // The package's build may share plugins; the documentation belongs to the page's alone.
      for (const [path, source] of site(root)) this.emitFile({ type: 'asset', fileName: `docs/${path}`, source });
    },
  };
}
