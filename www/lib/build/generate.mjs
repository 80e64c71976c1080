// What the engine says of itself (www/lib/generated/engine.json, by `cargo xtask describe`) as TypeScript:
// types, checks and constants. Nothing of it is in git; `npm run generate` and `npm run wasm` make it.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import { checks } from './checks.mjs';

const folder = fileURLToPath(new URL('../generated', import.meta.url));

const BANNER =
  '// Made by `npm run generate` from the types in src/ that cross to TypeScript. Do not edit.\n';

/** A schema without defaults: beside a reference they would narrow its type. */
const withoutDefaults = (schema) =>
  JSON.parse(JSON.stringify(schema, (key, value) => (key === 'default' ? undefined : value)));

/** Interfaces with their comments, one for each type of the engine. */
const types = (definitions) =>
  compile(
    {
      description: 'Everything that crosses, by name.',
      type: 'object',
      properties: Object.fromEntries(
        Object.keys(definitions).map((name) => [name, { $ref: `#/definitions/${name}` }]),
      ),
      required: Object.keys(definitions),
      definitions: withoutDefaults(definitions),
      additionalProperties: false,
    },
    'Everything',
    { bannerComment: BANNER, additionalProperties: false, style: { printWidth: 110, singleQuote: true } },
  );

/** Values that TypeScript uses as they are. */
const constants = ({ rules, defaults }) => `${BANNER}
import type { Options, Rules } from './types';

/** The numbers by which the engine decides. */
export const RULES: Rules = ${JSON.stringify(rules, null, 2)};

/** Options as they are when none is given. */
export const DEFAULTS: Options = ${JSON.stringify(defaults, null, 2)};
`;

/** Every code that an error may have. */
const codes = ({ failures }) => `
/**
 * Every code that an error may have.
 */
export type ErrorCode =
${failures.map(({ code }) => `  | '${code}'`).join('\n')};
`;

/** What happened, why, and what to do, by code. */
const failures = (engine) => `${BANNER}
import type { Failure } from './types';

/** Every failure: what happened, why, what to do; by code, ascending. */
export const FAILURES: readonly Failure[] = ${JSON.stringify(engine.failures, null, 2)};
`;

/** Writes what changed, so that nothing is built again for the rest. */
async function write(name, text) {
  const path = join(folder, name);
  if ((await readFile(path, 'utf8').catch(() => null)) !== text) await writeFile(path, text);
}

const engine = JSON.parse(await readFile(join(folder, 'engine.json'), 'utf8'));
await Promise.all([
  write('types.ts', (await types(engine.types)) + codes(engine)),
  write('failures.ts', failures(engine)),
  write('checks.ts', BANNER + checks(engine.types, ['Report'])),
  write('constants.ts', constants(engine)),
  write('report.schema.json', `${JSON.stringify(engine.report, null, 2)}\n`),
]);
