/** What stands around every page of the documentation. */

import { escapeHtml, type Heading } from './render';

interface Page {
  slug: string;
  title: string;
  html: string;
  headings: Heading[];
  /** The page's own icon, as its link. */
  icon: string;
  pages: readonly { slug: string; title: string; tab: string }[];
  /** A script of this page alone. */
  script?: string | undefined;
}

/** Nothing but the files of the site; nothing in the page itself runs or styles. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; " +
  "form-action 'none'";

function contents(headings: Heading[]): string {
  const shown = headings.filter(({ depth }) => depth <= 3);
  if (shown.length < 2) return '';
  const items = shown.map(
    ({ id, text, depth }) => `<li class="d${depth}"><a href="#${id}">${escapeHtml(text)}</a></li>`,
  );
  return (
    `<aside><nav aria-labelledby="on-this-page"><h2 id="on-this-page">On this page</h2><ul ` +
    `class="contents">${items.join('')}</ul></nav></aside>`
  );
}

/** A page as a whole. */
export function page({ slug, title, html, headings, icon, pages, script }: Page): string {
  const tabs = pages.map((other) => {
    const current = other.slug === slug ? ' aria-current="page"' : '';
    return `<li><a href="${other.slug}.html"${current}>${other.tab}</a></li>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${slug === 'index' ? 'Documentation' : escapeHtml(title)}: Modalens</title>
${icon}
<link rel="stylesheet" href="docs.css">
<script src="docs.js"></script>
${script ? `<script type="module" src="${script}"></script>\n` : ''}</head>
<body>
<a class="skip" href="#content">To the text</a>
<header class="page"><div class="top"><a class="name" href="../">Modalens</a>
<span class="what">Documentation</span>
<div class="acts"><button type="button" id="theme" hidden>Theme</button></div></div></header>
<nav class="tabs" aria-label="Documentation"><div class="page"><ul>${tabs.join('')}</ul></div></nav>
<div class="page cols">
<main id="content">
${html}</main>
${contents(headings)}
</div>
</body>
</html>
`;
}
