/** Documented structures of the engine, read from its sources. A line-wise reader for the plain style of report.rs. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A field or a variant. */
export interface Field {
  name: string;
  type: string;
  doc: string;
}

/** A structure, an enumeration with its variants, or neither. */
export interface Item {
  kind: 'struct' | 'enum';
  name: string;
  doc: string;
  fields: Field[];
}

/** Text constants of a source. */
const texts = (source: string): Map<string, string> =>
  new Map(
    [...source.matchAll(/const (\w+): &str = (".*");/g)].map(([, name, text]) => [name ?? '', text ?? '']),
  );

/** Doc comment for a reader who does not see the source: links to constants give way to them, links to names become code. */
function prose(lines: string[], constants: Map<string, string>): string {
  return lines
    .join(' ')
    .replace(/\[`([^`]+)`\](?!\()/g, (_, name: string) => `\`${constants.get(name) ?? name}\``)
    .replaceAll('`NumPy`', 'NumPy')
    .trim();
}

/** Every public structure and enumeration of a file, by name. */
export function items(root: string, path: string): Map<string, Item> {
  const found = new Map<string, Item>();
  let doc: string[] = [];
  let item: Item | null = null;
  const source = readFileSync(join(root, path), 'utf8');
  const constants = texts(source);
  for (const line of source.split('\n')) {
    const comment = /^\s*\/\/\/ ?(.*)/.exec(line);
    const opening = /^pub (struct|enum) (\w+).*\{$/.exec(line);
    const field = /^ {4}pub (\w+): (.+),$/.exec(line);
    const variant = /^ {4}([A-Z]\w*)(?:\(.*\),|,| \{)$/.exec(line);
    if (comment) doc.push(comment[1] ?? '');
    else if (/^\s*#\[/.test(line)) continue;
    else if (opening)
      item = {
        kind: opening[1] as Item['kind'],
        name: opening[2] ?? '',
        doc: prose(doc, constants),
        fields: [],
      };
    else if (item && field)
      item.fields.push({ name: field[1] ?? '', type: field[2] ?? '', doc: prose(doc, constants) });
    else if (item?.kind === 'enum' && variant)
      item.fields.push({ name: variant[1] ?? '', type: '', doc: prose(doc, constants) });
    else if (item && line === '}') {
      found.set(item.name, item);
      item = null;
    }
    if (!comment) doc = [];
  }
  return found;
}

/** Rust files below a folder. */
export function rustFiles(root: string, folder = 'src'): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? rustFiles(root, path) : path.endsWith('.rs') ? [path] : [];
  });
}

/** The default of each field of a structure, as it is written in the source. */
export function defaults(root: string, path: string, name: string): Map<string, string> {
  const source = readFileSync(join(root, path), 'utf8');
  const body = new RegExp(
    `impl Default for ${name} \\{\\s*fn default\\(\\) -> Self \\{\\s*Self \\{([\\s\\S]*?)\\}\\s*\\}`,
  ).exec(source)?.[1];
  if (body === undefined) throw new Error(`${path} has no defaults of ${name}.`);
  const pairs = body.matchAll(/(\w+): ((?:\[[^\]]*\]|[^,[\]])+),?/g);
  // Names of constants give way to what they stand for.
  const constants = texts(source);
  const literal = (code: string): string =>
    code.replace(/\b[A-Z_]{2,}\b/g, (word) => constants.get(word) ?? word);
  return new Map([...pairs].map(([, field, value]) => [field ?? '', literal((value ?? '').trim())]));
}
