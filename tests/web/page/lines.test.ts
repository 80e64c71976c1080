/** Lines of the page that a person can read: Biome wraps code, but neither strings nor comments. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PAGE = fileURLToPath(new URL('../../../www/page', import.meta.url));

it('no line of the page is longer than 110 letters', () => {
  const all = readdirSync(PAGE, { recursive: true, encoding: 'utf8' });
  const files = all.filter((file) => /\.(tsx?|mjs|css)$/.test(file));
  expect(files.length).toBeGreaterThan(50);
  const long = files.flatMap((file) =>
    readFileSync(`${PAGE}/${file}`, 'utf8')
      .split('\n')
      .flatMap((line, i) => (line.length > 110 ? [`${file}:${i + 1}`] : [])),
  );
  expect(long).toEqual([]);
});
