// JSON Schema -> the checks of links and files: valibot's, strict and bounded.
//
// Only what the engine's types use is known; anything else is refused here rather than passed there.

/** Name of the check of a type. */
const nameOf = (ref) =>
  `${ref['#/definitions/'.length].toLowerCase()}${ref.slice('#/definitions/'.length + 1)}`;

/** A whole number between bounds. */
const whole = ({ minimum, maximum }) =>
  `whole(${[minimum ?? 'Number.MIN_SAFE_INTEGER', ...(maximum === undefined ? [] : [maximum])].join(', ')})`;

/** Checks by the schema's `type`. */
const BY_TYPE = {
  boolean: () => 'v.boolean()',
  string: ({ pattern }) => (pattern ? `v.pipe(text(), v.regex(/${pattern}/))` : 'text()'),
  number: () => 'finite',
  integer: whole,
  array({ items, minItems, maxItems }) {
    if (minItems !== undefined && minItems === maxItems)
      return `v.strictTuple([${Array(minItems).fill(check(items)).join(', ')}])`;
    return `list(${check(items)})`;
  },
  object({ properties }) {
    const fields = Object.entries(properties).map(([name, part]) => `${name}: ${field(part)},`);
    return `v.strictObject({\n${fields.join('\n')}\n})`;
  },
};

/** A field; one that older files do not have gets its default. */
const field = (schema) =>
  'default' in schema ? `v.optional(${check(schema)}, ${JSON.stringify(schema.default)})` : check(schema);

function check(schema) {
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.const !== undefined) return `v.literal(${JSON.stringify(schema.const)})`;
  if (schema.enum) return `v.picklist(${JSON.stringify(schema.enum)})`;
  if (schema.allOf?.length === 1) return check(schema.allOf[0]);
  if (schema.oneOf?.every((part) => part.const !== undefined))
    return `v.picklist(${JSON.stringify(schema.oneOf.map((part) => part.const))})`;
  if (schema.anyOf) {
    const parts = schema.anyOf.filter(({ type }) => type !== 'null');
    const all = parts.length === 1 ? check(parts[0]) : `v.union([${parts.map(check).join(', ')}])`;
    return parts.length < schema.anyOf.length ? `v.nullable(${all})` : all;
  }
  const [type, nothing] = [schema.type].flat();
  if (!Object.hasOwn(BY_TYPE, type) || (nothing ?? 'null') !== 'null')
    throw new Error(`no check is known for ${JSON.stringify(schema)}`);
  const some = BY_TYPE[type](schema);
  return nothing ? `v.nullable(${some})` : some;
}

/** Names of the types that a schema refers to. */
const references = (schema) =>
  [...JSON.stringify(schema).matchAll(/"#\/definitions\/(\w+)"/g)].map(([, name]) => name);

/** TypeScript with a check for each of `roots` and what they are made of, each after those it uses. */
export function checks(definitions, roots) {
  const lines = new Map();
  const add = (name) => {
    if (lines.has(name)) return;
    const schema = definitions[name];
    references(schema).forEach(add);
    const own = nameOf(`#/definitions/${name}`);
    lines.set(
      name,
      `export const ${own} = ${check(schema)} satisfies v.GenericSchema<unknown, types.${name}>;\n`,
    );
  };
  roots.forEach(add);
  return `
import * as v from 'valibot';
import { finite, list, text, whole } from '../share/bounds';
import type * as types from './types';

${[...lines.values()].join('\n')}`;
}
