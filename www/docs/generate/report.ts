/** The fields of the report and of the options, from the engine's own words. */

import { cell, codeCell, table } from './cells';
import { defaults, type Field, type Item, items, rustFiles } from './rust';

const REPORT = 'src/report.rs';
const OPTIONS = 'src/options.rs';

/** Names in JSON: enumerations are written in snake case. */
const snake = (name: string): string => name.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase();

const PLAIN: Record<string, string> = {
  String: 'string',
  usize: 'integer',
  u64: 'integer',
  f64: 'number',
  bool: 'boolean',
};

/** How each structure that stands in several places is called on the page. */
const sectionOf = (name: string): string => `[${name}](#${name.toLowerCase()})`;

/** A Rust type as the JSON that it becomes. */
export function jsonType(type: string, known: Map<string, Item>): string {
  const option = /^Option<(.+)>$/.exec(type)?.[1];
  if (option) return `${jsonType(option, known)} or null`;
  const list = /^Vec<(.+)>$/.exec(type)?.[1];
  if (list) return `list of ${jsonType(list, known)}`;
  const fixed = /^\[(\w+); (\d+)\]$/.exec(type);
  if (fixed) return `${fixed[2]} × ${jsonType(fixed[1] ?? '', known)}`;
  const item = known.get(type);
  if (item?.kind === 'struct') return sectionOf(type);
  if (type === 'CodeCount') return 'integer or `"auto"`';
  if (item) return item.fields.map(({ name }) => `\`"${snake(name)}"\``).join(', ');
  const plain = PLAIN[type];
  if (!plain) throw new Error(`No JSON is known for the type ${type}.`);
  return plain;
}

/** Everything that a field may be of: what report and options do not define themselves comes from other modules. */
function known(root: string): Map<string, Item> {
  const others = rustFiles(root).flatMap((path) => [...items(root, path)]);
  return new Map([...others, ...items(root, OPTIONS), ...items(root, REPORT)]);
}

/** What an enumeration's words mean, after the field that holds it. */
function meaning(field: Field, all: Map<string, Item>): string {
  const item = all.get(field.type);
  if (item?.kind !== 'enum' || field.type === 'CodeCount') return field.doc;
  return `${field.doc} ${item.fields.map(({ name, doc }) => `\`"${snake(name)}"\`: ${doc}`).join(' ')}`;
}

function section(item: Item, all: Map<string, Item>): string {
  const rows = item.fields.map((field) => [
    codeCell(field.name),
    cell(jsonType(field.type, all)),
    cell(meaning(field, all)),
  ]);
  return `### ${item.name}\n\n${item.doc}\n\n${table(['Field', 'JSON', 'Meaning'], rows)}`;
}

/** Structures that can be reached from `name`, in the order in which they are met. */
function reached(name: string, all: Map<string, Item>, into = new Set<string>()): Set<string> {
  const item = all.get(name);
  if (item?.kind !== 'struct' || into.has(name)) return into;
  into.add(name);
  for (const { type } of item.fields) {
    for (const word of type.match(/\w+/g) ?? []) reached(word, all, into);
  }
  return into;
}

/** Every structure of a report, as tables. */
export function reportFields(root: string): string {
  const all = known(root);
  const names = [...reached('Report', all)].filter((name) => name !== 'Options' && name !== 'Preparation');
  const sections = names.map((name) => section(all.get(name)!, all));
  // Options have a table of their own, with defaults.
  return sections.join('\n\n').replaceAll('(#options)', '(#options-and-their-defaults)');
}

/** Codes of warnings with what each looks at. */
export function warningCodes(root: string): string {
  const concern = known(root).get('Concern');
  if (!concern) throw new Error('The engine has no Concern.');
  return table(
    ['Code', 'What is looked at'],
    concern.fields.map(({ name, doc }) => [codeCell(snake(name)), cell(doc)]),
  );
}

/** A default as JSON. */
function jsonDefault(code: string): string {
  const known: Record<string, string> = {
    '1 << 30': '1073741824',
    'CodeCount::Auto(Auto::Auto)': '"auto"',
    'Method::Full': '"full"',
    None: 'null',
    true: 'true',
    false: 'false',
    'Preparation::default()': 'see below',
  };
  if (Object.hasOwn(known, code)) return known[code]!;
  if (code.startsWith('[')) return code.replaceAll('.into()', '');
  if (!Number.isFinite(Number(code))) throw new Error(`No JSON is known for the default ${code}.`);
  return code;
}

/** The options with their defaults, and those of the preparation. */
export function optionFields(root: string): string {
  const all = known(root);
  const of = (name: string): string => {
    const values = defaults(root, OPTIONS, name);
    const rows = all.get(name)!.fields.map((field) => {
      const value = values.get(field.name);
      if (value === undefined) throw new Error(`${name}.${field.name} has no default.`);
      return [
        codeCell(field.name),
        cell(jsonType(field.type, all)),
        codeCell(jsonDefault(value)),
        cell(meaning(field, all)),
      ];
    });
    return table(['Option', 'JSON', 'Default', 'Meaning'], rows);
  };
  return `${of('Options')}\n\n### Preparation\n\n${all.get('Preparation')!.doc}\n\n${of('Preparation')}`;
}
