// Puts a bench's findings between its markers in RESULTS.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RESULTS = join(dirname(fileURLToPath(import.meta.url)), 'RESULTS.md');

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`; prints it too. */
export function section(name, lines) {
  const text = lines.join('\n');
  console.log(text);
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const results = existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : '# Results\n';
  const [begin, end] = [results.indexOf(open), results.indexOf(close)];
  const found = `${open}\n\n${text}\n\n${close}`;
  const next = begin >= 0 && end > begin
    ? results.slice(0, begin) + found + results.slice(end + close.length)
    : `${results.trimEnd()}\n\n## ${name}\n\n${found}\n`;
  writeFileSync(RESULTS, next);
}
