/** The fields of the report and of the options, their codes and rules, in the engine's own words. */

import { cell, codeCell, table } from './cells';
import { type Engine, engine, nameOf, type Schema, typeOf } from './engine';

/** Words that stand for themselves, as code. */
const literal = (value: unknown): string => `\`${JSON.stringify(value)}\``;

/** How each structure that stands in several places is called on the page. */
const sectionOf = (name: string): string => `[${name}](#${name.toLowerCase()})`;

/** What a value is in JSON. */
function json(schema: Schema, from: Engine): string {
  const name = nameOf(schema);
  if (name !== undefined) {
    const type = typeOf(from, name);
    return type.properties ? sectionOf(name) : json(type, from);
  }
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(', ');
  if (schema.oneOf) return schema.oneOf.map((part) => json(part, from)).join(', ');
  if (schema.anyOf) return schema.anyOf.map((part) => json(part, from)).join(' or ');
  return [schema.type ?? []]
    .flat()
    .map((type) => (type === 'array' ? list(schema, from) : type))
    .join(' or ');
}

function list({ items = {}, minItems, maxItems }: Schema, from: Engine): string {
  const each = json(items, from);
  return minItems !== undefined && minItems === maxItems ? `${minItems} × ${each}` : `list of ${each}`;
}

/** What a field means, and what each of its words does. */
function meaning(schema: Schema, from: Engine): string {
  const name = nameOf(schema);
  const words = name === undefined ? [] : (typeOf(from, name).oneOf ?? []);
  const each = words.map(({ const: word, description }) => `${literal(word)}: ${description}`);
  return [schema.description ?? '', ...each].join(' ');
}

/** Rows of a table of fields, each with what `more` says of it. */
function fields(name: string, from: Engine, more: (field: Schema) => string[] = () => []): string[][] {
  return Object.entries(typeOf(from, name).properties ?? {}).map(([field, schema]) => [
    codeCell(field),
    cell(json(schema, from)),
    ...more(schema),
    cell(meaning(schema, from)),
  ]);
}

/** Types with fields that a type is made of, itself first, in the order in which they are met. */
export function reached(name: string, from: Engine, into = new Set<string>()): Set<string> {
  const { properties } = typeOf(from, name);
  if (!properties || into.has(name)) return into;
  into.add(name);
  const visit = (schema: Schema): void => {
    const found = nameOf(schema);
    if (found !== undefined) reached(found, from, into);
    for (const part of [schema.items ?? [], schema.anyOf ?? []].flat()) visit(part);
  };
  Object.values(properties).forEach(visit);
  return into;
}

/** Every structure of a report, as tables; options have a table of their own, with defaults. */
export function reportFields(root: string): string {
  const from = engine(root);
  return [...reached('Report', from)]
    .filter((name) => name !== 'Options' && name !== 'Preparation')
    .map((name) => {
      const { description } = typeOf(from, name);
      return `### ${name}\n\n${description}\n\n${table(['Field', 'JSON', 'Meaning'], fields(name, from))}`;
    })
    .join('\n\n')
    .replaceAll('(#options)', '(#options-and-their-defaults)');
}

/** Codes of warnings with what each looks at. */
export function warningCodes(root: string): string {
  const rows = (typeOf(engine(root), 'Concern').oneOf ?? []).map(({ properties, description }) => [
    codeCell(String(properties?.['code']?.const)),
    cell(description ?? ''),
  ]);
  return table(['Code', 'What is looked at'], rows);
}

/** The options with their defaults, and those of the preparation. */
export function optionFields(root: string): string {
  const from = engine(root);
  const byDefault = (field: Schema): string[] => [
    codeCell(
      field.properties || nameOf(field) === 'Preparation' ? 'see below' : JSON.stringify(field.default),
    ),
  ];
  const of = (name: string): string =>
    table(['Option', 'JSON', 'Default', 'Meaning'], fields(name, from, byDefault));
  return (
    `${of('Options')}\n\n### ` +
    `Preparation\n\n${typeOf(from, 'Preparation').description}\n\n${of('Preparation')}`
  );
}

/** What an option is when it is not given. */
export function defaultOf(root: string, name: string): string {
  const { defaults } = engine(root);
  if (!Object.hasOwn(defaults, name)) throw new Error(`The engine has no option ${name}.`);
  return String(defaults[name]);
}

/** A number by which the engine decides. */
export function rule(root: string, name: string): string {
  const { rules } = engine(root);
  if (!Object.hasOwn(rules, name)) throw new Error(`The engine has no rule ${name}.`);
  return [rules[name]].flat().join(', ');
}
