/** Markdown to HTML that needs no script: formulas as MathML, no inline style. */

import { Marked, type TokenizerAndRendererExtension, type Tokens } from 'marked';
import temml from 'temml';

/** A heading that the list beside the page shows. */
export interface Heading {
  id: string;
  text: string;
  depth: number;
}

export interface Rendered {
  html: string;
  headings: Heading[];
}

/** Text as HTML. */
export const escapeHtml = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter] ?? letter,
  );

/**
 * LaTeX as MathML. Inline styles, which the page's policy would block, are taken out; docs.css has what they
 * did.
 */
function formula(tex: string, displayMode: boolean): string {
  return temml
    .renderToString(tex, { displayMode, throwOnError: true, strict: true })
    .replace(/ style="[^"]*"/g, '');
}

const inlineFormula: TokenizerAndRendererExtension = {
  name: 'inlineFormula',
  level: 'inline',
  start: (source) => source.indexOf('$'),
  tokenizer(source) {
    const found = /^\$(?![\s$])((?:\\.|[^\\$\n])+?)\$(?!\d)/.exec(source);
    return found ? { type: 'inlineFormula', raw: found[0], tex: found[1] } : undefined;
  },
  renderer: (token) => formula(String(token['tex']), false),
};

const displayFormula: TokenizerAndRendererExtension = {
  name: 'displayFormula',
  level: 'block',
  start: (source) => source.indexOf('$$'),
  tokenizer(source) {
    const found = /^\$\$\n([^$]+)\n\$\$(?:\n|$)/.exec(source);
    return found ? { type: 'displayFormula', raw: found[0], tex: found[1] } : undefined;
  },
  renderer: (token) =>
    `<div class="formula" role="group" aria-label="Formula" ` +
    `tabindex="0">${formula(String(token['tex']), true)}</div>\n`,
};

/** Name of a heading in addresses. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/&\w+;/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** A heading's words, without its markup. */
const plain = (html: string): string =>
  html.replace(/<annotation[\s\S]*?<\/annotation>/g, '').replace(/<[^>]*>/g, '');

/** `source` as HTML; `name` is the page, for messages. */
export function render(source: string, name: string): Rendered {
  const headings: Heading[] = [];
  const taken = new Set<string>();
  const unique = (wanted: string): string => {
    let id = wanted;
    for (let number = 2; taken.has(id); number += 1) id = `${wanted}-${number}`;
    taken.add(id);
    return id;
  };
  const marked = new Marked({
    extensions: [displayFormula, inlineFormula],
    renderer: {
      heading({ tokens, depth }: Tokens.Heading): string {
        const html = this.parser.parseInline(tokens);
        const text = plain(html);
        const id = unique(slugOf(text));
        if (depth > 1) headings.push({ id, text, depth });
        return `<h${depth} id="${id}">${html}</h${depth}>\n`;
      },
      code({ text, lang }: Tokens.Code): string {
        const language = /^\w+/.exec(lang ?? '')?.[0];
        if (!language) throw new Error(`${name}: a code block has no language: ${text.slice(0, 60)}`);
        return `<pre tabindex="0"><code class="language-${language}">${escapeHtml(text)}\n</code></pre>\n`;
      },
      link({ href, tokens }: Tokens.Link): string {
        const rel = /^https?:/.test(href) ? ' rel="noreferrer"' : '';
        const address = escapeHtml(href.replace(/^(\w+)\.md(?=#|$)/, '$1.html'));
        return `<a href="${address}"${rel}>${this.parser.parseInline(tokens)}</a>`;
      },
    },
  });
  const tables = (html: string): string =>
    html
      .replaceAll('<table>', '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>')
      .replaceAll('</table>', '</table></div>')
      .replace(/<(t[hd]) align="(\w+)">/g, '<$1 class="$2">');
  return { html: tables(marked.parse(source, { async: false })), headings };
}
