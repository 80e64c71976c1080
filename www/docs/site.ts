/** The documentation as files: path below `docs/` -> text. Pure but for reading the sources. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { methodsParagraph, toLatex } from '../lib/export';
import type { Report } from '../lib/types/report';
import { apiReference } from './generate/api';
import { arenaTables } from './generate/arena';
import { commandHelp } from './generate/commands';
import { errorCodes } from './generate/errors';
import { defaultOf, optionFields, reportFields, rule, warningCodes } from './generate/report';
import { page } from './layout';
import { render } from './render';

/** Every page, in the order of its tab. */
export const PAGES: readonly { slug: string; title: string; tab: string; script?: string }[] = [
  { slug: 'index', title: 'Documentation', tab: 'Start' },
  { slug: 'method', title: 'Method', tab: 'Method' },
  { slug: 'statistics', title: 'Statistics', tab: 'Statistics' },
  { slug: 'recipes', title: 'Recipes', tab: 'Recipes' },
  { slug: 'scale', title: 'Data that does not fit', tab: 'Large data' },
  { slug: 'files', title: 'File formats', tab: 'Files' },
  { slug: 'api', title: 'API', tab: 'API' },
  { slug: 'cli', title: 'Command line', tab: 'Command line' },
  { slug: 'errors', title: 'Errors', tab: 'Errors' },
  { slug: 'report', title: 'Report schema', tab: 'Report' },
  { slug: 'arena', title: 'Arena', tab: 'Arena', script: 'arena.js' },
  { slug: 'paper', title: 'Use it in a paper', tab: 'Paper' },
  { slug: 'questions', title: 'Questions', tab: 'Questions' },
  { slug: 'stability', title: 'Stability', tab: 'Stability' },
  { slug: 'decisions', title: 'Decisions', tab: 'Decisions' },
];

type Part = (argument: string) => string;

/** The report of the emoji example, as the tests hold it. */
const example = (text: (path: string) => string): Report =>
  JSON.parse(text('tests/golden/report_emoji.json')) as Report;

const latexOf = (report: Report): string => toLatex([{ title: 'Emoji', report }]);

const FENCE = '```';
const RUN_BY = 'run by npm run test:recipes, test:notebook or test:scale';

/** What `{{name argument}}` stands for. */
function parts(root: string): Record<string, Part> {
  let api: Part | undefined;
  let arena: Part | undefined;
  const text = (path: string): string => readFileSync(join(root, path), 'utf8');
  return {
    api: (entry) => (api ??= apiReference(root))(entry),
    scorer: () => '<div id="scorer" class="scorer" hidden></div>',
    // Named, since the page's script adds the row of a reader's file.
    arena: (which) => `<div data-arena="${which}">\n\n${(arena ??= arenaTables(root))(which)}\n\n</div>`,
    commands: commandHelp,
    errors: () => errorCodes(root),
    report: () => reportFields(root),
    options: () => optionFields(root),
    warnings: () => warningCodes(root),
    figure: (name) => `<figure tabindex="0">\n${text(`www/docs/content/${name}.svg`).trim()}\n</figure>\n`,
    methods: () => `> ${methodsParagraph(example(text)).replaceAll('\n', '\n> ')}`,
    latex: () => `${FENCE}tex norun: as it leaves the tool\n${latexOf(example(text))}${FENCE}`,
    recipe: (file) =>
      `${FENCE}${file.split('.').pop()} norun: ${RUN_BY}\n${text(`www/public/recipes/${file}`)}${FENCE}`,
  };
}

/**
 * Markdown with its `{{part argument}}` lines and its `{{rule name}}` and `{{default name}}` numbers filled
 * in.
 */
export function markdown(root: string, slug: string): string {
  const known = parts(root);
  const text = readFileSync(join(root, 'www/docs/content', `${slug}.md`), 'utf8');
  const filled = text.replace(/^\{\{(\w+) ?([^}]*)\}\}$/gm, (line, name: string, argument: string) => {
    const part = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!part) throw new Error(`${slug}.md: nothing is known of ${line}.`);
    return part(argument);
  });
  return filled
    .replace(/\{\{rule (\w+)\}\}/g, (_, name: string) => rule(root, name))
    .replace(/\{\{default (\w+)\}\}/g, (_, name: string) => defaultOf(root, name));
}

/** Every file of the documentation. */
export function site(root: string): Map<string, string> {
  const files = new Map<string, string>();
  const icon = /<link rel="icon"[^\n]*>/.exec(readFileSync(join(root, 'www/index.html'), 'utf8'))?.[0];
  if (!icon) throw new Error('www/index.html has no icon.');
  for (const { slug, title, script } of PAGES) {
    const { html, headings } = render(markdown(root, slug), slug);
    files.set(`${slug}.html`, page({ slug, title, html, headings, icon, pages: PAGES, script }));
  }
  const styles = ['www/tokens.css', 'www/shared.css', 'www/docs/docs.css'];
  files.set('docs.css', styles.map((path) => readFileSync(join(root, path), 'utf8')).join(''));
  files.set('docs.js', readFileSync(join(root, 'www/docs/docs.js'), 'utf8'));
  return files;
}
