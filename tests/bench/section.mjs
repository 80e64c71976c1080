// Puts a bench's findings between its markers in RESULTS.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RESULTS = join(dirname(fileURLToPath(import.meta.url)), 'RESULTS.md');

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`; prints it too. */
export function section(name, lines) {
  // Elapsed times on a busy machine are no measure of the engine; the reader should know.
  const load = `Load average at the end: ${loadavg()[0].toFixed(1)} on ${cpus().length} cores.`;
  const text = [...lines, '', load].join('\n');
  console.log(text);
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const results = existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : '# Results\n';
  const [begin, end] = [results.indexOf(open), results.indexOf(close)];
  const found = `${open}\n\n${text}\n\n${close}`;
  const next =
    begin >= 0 && end > begin
      ? results.slice(0, begin) + found + results.slice(end + close.length)
      : `${results.trimEnd()}\n\n## ${name}\n\n${found}\n`;
  writeFileSync(RESULTS, next);
}
