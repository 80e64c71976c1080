// The documentation: whole, without anything inline or foreign, its links and fields those of the sources.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { escapeHtml, render, slugOf } from '../../www/docs/render';
import { PAGES, site } from '../../www/docs/site';
import { FLAGS } from '../../www/lib/cli/flags';
import { FAILURES } from '../../www/lib/generated/failures';
import * as main from '../../www/lib/public';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = site(root);
const pages = PAGES.map(({ slug, script }) => ({ slug, script, html: files.get(`${slug}.html`) ?? '' }));
const of = (slug: string): string => files.get(`${slug}.html`) ?? '';

/** Those of `wanted` that a page does not hold; short, where a page would be a long message. */
const missing = (slug: string, wanted: string[]): string[] =>
  wanted.filter((text) => !of(slug).includes(text));

describe.each(pages)('$slug', ({ html, script }) => {
  test('nothing inline, nothing foreign', () => {
    expect(html.includes("default-src 'none'")).toBe(true);
    expect(html.match(/\sstyle="|<style|\son\w+="|javascript:/g)).toBeNull();
    expect([...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual([
      '<script src="docs.js">',
      ...(script ? [`<script type="module" src="${script}">`] : []),
    ]);
    for (const [, address] of html.matchAll(/<(?:link|img|script)[^>]*(?:href|src)="([^"]*)"/g))
      expect(address).toMatch(/^(docs\.css$|docs\.js$|arena\.js$|data:)/);
  });

  test('every address leads somewhere', () => {
    for (const [, address = ''] of html.matchAll(/<a [^>]*href="([^"]*)"/g)) {
      if (/^https:\/\//.test(address) || ['../', '../THIRD-PARTY.txt'].includes(address)) continue;
      const [path = '', anchor] = address.split('#');
      if (path.startsWith('../')) {
        expect(existsSync(join(root, 'www/public', path.slice(3))), address).toBe(true);
        continue;
      }
      const target = path === '' ? html : files.get(path);
      expect(
        target !== undefined && (anchor === undefined || target.includes(`id="${anchor}"`)),
        address,
      ).toBe(true);
    }
  });

  test('one title, no name twice, no source left over', () => {
    expect(html.match(/<h1/g)).toHaveLength(1);
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(html.replace(/<pre[\s\S]*?<\/pre>/g, '').match(/\{\{|\}\}|\$\$|\\(frac|sum|min)\b/g)).toBeNull();
  });
});

/** Every field of a JSON Schema and of what it defines. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { properties?: object };
  return [...Object.keys(properties), ...Object.values(schema).flatMap(fieldsOf)];
}

describe('what is generated', () => {
  test('the report page names every field of the published schema, with words', () => {
    const schema = readFileSync(join(root, 'www/lib/generated/report.schema.json'), 'utf8');
    const names = new Set(fieldsOf(JSON.parse(schema)));
    expect(names.size).toBeGreaterThan(80);
    expect(
      missing(
        'report',
        [...names].map((name) => `<code>${name}</code>`),
      ),
    ).toEqual([]);
    expect(of('report').match(/<td><\/td>/g)).toBeNull();
  });

  test('options have defaults', () => {
    const row = (name: string): string[] => {
      const cells = new RegExp(
        `<tr>\\s*<td><code>${name}</code></td>\\s*<td>(.*)</td>\\s*<td>(.*)</td>`,
      ).exec(of('report').split('id="options-and-their-defaults"')[1] ?? '');
      return (cells?.slice(1) ?? []).map((cell) => cell.replace(/<[^>]*>/g, '').replaceAll('&quot;', '"'));
    };
    expect(row('tolerance_bits')).toEqual(['number', '0.000001']);
    expect(row('k')).toEqual(['integer or "auto"', '"auto"']);
    expect(row('names')).toEqual(['3 × string', '["x1","x2","y"]']);
    expect(row('pca')).toEqual(['integer or null', 'null']);
  });

  test('the API page has every export, and every call of the analyzer', () => {
    const names = ['createAnalyzer', 'Analyzer', 'encodeLink', ...Object.keys(main)];
    expect(
      missing(
        'api',
        names.map((name) => `id="${slugOf(name)}"`),
      ),
    ).toEqual([]);
    const source = readFileSync(join(root, 'www/lib/types/analyzer.ts'), 'utf8');
    const calls = [...source.matchAll(/^ {2}(\w+)\(/gm)].map(
      ([, name]) => `id="analyzer-${name?.toLowerCase()}"`,
    );
    expect(calls.length).toBeGreaterThan(8);
    expect(missing('api', calls)).toEqual([]);
  });

  test('the command line page has every flag', () => {
    expect(
      missing(
        'cli',
        FLAGS.map(({ name }) => `--${name}`),
      ),
    ).toEqual([]);
  });

  test('every failure has its place on the page of errors', () => {
    expect(FAILURES.length).toBeGreaterThan(60);
    expect(
      missing(
        'errors',
        FAILURES.map(({ code }) => `<code id="${code}">${code}</code>`),
      ),
    ).toEqual([]);
  });

  test('the picture of coverage is drawn in the colours of the page, from the rows of the bench', () => {
    const [, picture = ''] =
      /<figure[^>]*>\s*(<svg class="coverage"[\s\S]*?<\/svg>)/.exec(of('statistics')) ?? [];
    expect(picture).not.toMatch(/#[0-9a-f]{3}|rgb/i);
    const table = readFileSync(join(root, 'tests/bench/RESULTS.md'), 'utf8').split('<!-- partition -->')[1];
    const rows = [
      ...(table ?? '').matchAll(/^\| ([^|]+?) +\| (\d+) of \d+ +\| (\d+) +\| 10 x best of 2 +\|/gm),
    ];
    expect(rows.length).toBeGreaterThan(0);
    for (const [, name, n, k] of rows) expect(picture).toContain(`>${name}, n = ${n}, K = ${k}<`);
  });

  test('a recipe is printed as it is downloaded', () => {
    const source = readFileSync(join(root, 'www/public/recipes/extract.py'), 'utf8');
    expect(missing('recipes', [escapeHtml(source)])).toEqual([]);
  });
});

describe('rendering', () => {
  test('formulas become MathML without inline styles', () => {
    const { html } = render(
      'Let $x_1 \\ge 0$ cost $5.\n\n$$\n\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}\n$$\n',
      'test',
    );
    expect(html.match(/<math/g)).toHaveLength(2);
    expect(html).not.toContain(' style=');
    expect(html).toContain('cost $5.');
  });

  test('code without a language, unknown parts and unknown formulas are refused', () => {
    expect(() => render('    code\n', 'test')).toThrow(/no language/);
    expect(() => render('$\\nosuchmacro$', 'test')).toThrow();
  });

  test('colours are those of the page', () => {
    // Both take them from one file (the documentation in www/docs/site.ts), and define none of their own.
    const css = (path: string): string => readFileSync(join(root, path), 'utf8');
    expect(css('www/page/style/index.css')).toContain('@import "../../tokens.css"');
    const parts = readdirSync(join(root, 'www/page/style')).map((name) => `www/page/style/${name}`);
    expect(parts.length).toBeGreaterThan(5);
    const names = [...css('www/tokens.css').matchAll(/^ {2}(--[\w-]+):/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBeGreaterThan(20);
    for (const own of [...parts, 'www/docs/docs.css']) expect(css(own)).not.toMatch(/^:root/m);
  });
});
