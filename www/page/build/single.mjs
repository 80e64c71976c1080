// The page as one file that needs neither host nor network: `npm run build:single` makes dist/modalens.html,
// the build of the site puts the same beside the page.
//
// Its policy names script and style by their hash and nothing else, so no address at all may be asked for
// anything, not even that of the file.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { notices } from '../../lib/build/notices.mjs';
import { oneScript } from '../../lib/build/one-script.mjs';
import { parts, policyOf } from './page.mjs';

const WWW = fileURLToPath(new URL('../..', import.meta.url));
export const NAME = 'modalens.html';

/** A script as it may stand in HTML: nothing in it ends it. */
const inside = (code) => code.replace(/<(\/script|!--)/gi, '\\x3C$1');

/** Text that HTML keeps as it is: another would have another hash, or end where it should not. */
function kept(text) {
  const found = /[\0\r]|<\/(script|style)/i.exec(text);
  if (found) throw new Error(`HTML does not keep ${JSON.stringify(found[0])}.`);
  return text;
}

const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Puts `by` in the place of what `pattern` finds, once. */
function replaced(html, pattern, by) {
  if (html.split(pattern).length !== 2) throw new Error(`The page has not exactly one ${pattern}.`);
  return html.replace(pattern, () => by);
}

/** The file's text. */
export async function single() {
  const modules = new Set();
  const output = await oneScript(modules, {
    root: WWW,
    base: './',
    plugins: parts(true),
    build: {
      write: false,
      modulePreload: false,
      cssCodeSplit: false,
      rollupOptions: { input: join(WWW, 'index.html') },
    },
  });
  const one = (ending) => {
    const found = output.filter(({ fileName }) => fileName.endsWith(ending));
    if (found.length !== 1) throw new Error(`The build gave ${found.length} files ${ending}.`);
    return found[0].code ?? found[0].source.toString();
  };
  const script = kept(inside(one('.js')));
  const style = kept(one('.css'));
  const policy = policyOf(hashOf(script), hashOf(style));
  const licences = kept(await notices(modules));
  let html = one('.html');
  html = replaced(html, /<script [^>]*src=[^>]*><\/script>/, '');
  html = replaced(html, /<link rel="stylesheet"[^>]*>/, `<style>${style}</style>`);
  html = replaced(html, '<head>', `<head>\n<meta http-equiv="Content-Security-Policy" content="${policy}">`);
  // Last, so that the words of the page are there before its megabytes are read.
  const last = `<script type="text/plain" id="licences">\n${licences}</script>
<script type="module">${script}</script>\n`;
  return replaced(html, '</body>', `${last}</body>`);
}

/** Puts the single file beside the page. */
export function singleFile() {
  return {
    name: 'modalens:single',
    apply: 'build',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: NAME, source: await single() });
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(join(WWW, '../dist'), { recursive: true });
  await writeFile(join(WWW, '../dist', NAME), await single());
}
