/** Codes of errors: those of the engine and those of the package, from their sources. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cell, codeCell, table } from './cells';

/** Files below a folder, or the file itself. */
function below(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? below(join(path, entry.name)) : [join(path, entry.name)],
  );
}

/** Doc comments of an enumeration's variants, by name. */
function variants(source: string): Map<string, string> {
  const found = source.matchAll(/((?: {4}\/\/\/ .*\n)+)(?: {4}#\[.*\n)* {4}([A-Z]\w*)(?: \{|\(.*\),|,)/g);
  return new Map(
    [...found].map(([, doc, name]) => [name ?? '', (doc ?? '').replace(/\s*\/\/\/ /g, ' ').trim()]),
  );
}

/** Stable codes of the engine with what they mean: `Self::Variant => "code"` beside the variants' comments. */
function engineCodes(root: string): [string, string][] {
  const files = [
    join(root, 'src/error/mod.rs'),
    ...below(join(root, 'src')).filter((path) => /[\\/]error[\\/]/.test(path)),
  ];
  return files.flatMap((path) => {
    const source = readFileSync(path, 'utf8');
    const docs = variants(source);
    const arms = source.matchAll(/Self::(\w+)(?: \{ \.\. \}|\(\.\.\)|\(_\))? => "([a-z0-9_]+)"/g);
    return [...arms].map(([, variant, code]): [string, string] => {
      const doc = docs.get(variant ?? '');
      if (!doc) throw new Error(`${path}: the variant ${variant} has no comment.`);
      return [code ?? '', doc];
    });
  });
}

/** Codes that the package makes itself, with the message as it stands in the source. */
function packageCodes(root: string): [string, string][] {
  const files = below(join(root, 'www/lib')).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.d.ts'),
  );
  return files.flatMap((path) => {
    const source = readFileSync(path, 'utf8');
    const facts = source.matchAll(/code: '([a-z_]+)',\s*message: ([`'])((?:\\.|(?!\2).)*)\2/g);
    return [...facts].map(([, code, , message]): [string, string] => [
      code ?? '',
      (message ?? '').replace(/\$\{[^}]*\}/g, '…').replace(/…\.$/, '…'),
    ]);
  });
}

/** A table of all codes. */
export function errorCodes(root: string): string {
  const all = new Map<string, string>();
  for (const [code, meaning] of [...engineCodes(root), ...packageCodes(root)]) {
    if (!all.has(code)) all.set(code, meaning);
  }
  const rows = [...all]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, meaning]) => [codeCell(code), cell(meaning)]);
  return table(['Code', 'What happened'], rows);
}
