/** What the engine says of itself, as `npm run generate` left it. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of JSON Schema (draft 07) that the engine's types use. */
export interface Schema {
  description?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  anyOf?: Schema[];
  allOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  $ref?: string;
}

/** One kind of failure. */
export interface Failure {
  code: string;
  what: string;
  why: string;
  advice: string;
}

export interface Engine {
  /** Types that cross, by name. */
  types: Record<string, Schema>;
  /** Options as they are when none is given. */
  defaults: Record<string, unknown>;
  /** The numbers by which the engine decides. */
  rules: Record<string, unknown>;
  /** Every failure, by code. */
  failures: Failure[];
}

export function engine(root: string): Engine {
  return JSON.parse(readFileSync(join(root, 'www/lib/generated/engine.json'), 'utf8')) as Engine;
}

/** A type by its name. */
export function typeOf({ types }: Engine, name: string): Schema {
  const found = Object.hasOwn(types, name) ? types[name] : undefined;
  if (!found) throw new Error(`The engine has no type ${name}.`);
  return found;
}

/** Name of the type that a schema is, or is with something more. */
export const nameOf = ({ $ref, allOf }: Schema): string | undefined =>
  $ref?.replace('#/definitions/', '') ?? allOf?.map(nameOf).find((name) => name !== undefined);
