// The published JSON Schema and the checks of links accept the same reports; both are made of the engine's
// types.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import * as checks from '../../../www/lib/generated/checks';
import { report } from './arbitrary';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'));
const schema = read('www/lib/generated/report.schema.json') as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
const both = (value: unknown): boolean[] => [validate(value), v.is(checks.report, value)];

it('both accept reports', () => {
  fc.assert(
    fc.property(report, (r) => {
      expect(both(r)).toEqual([true, true]);
    }),
    { numRuns: 50 },
  );
});

/** Every place in a value: how to put something else there. */
function places(value: unknown, put: (other: unknown) => unknown): ((other: unknown) => unknown)[] {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, part]) =>
          places(part, (other) =>
            put(Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other }),
          ),
        )
      : [];
  return [put, ...inner];
}

it('both refuse something else in any place', () => {
  const sound = read('tests/golden/report_emoji.json');
  expect(both(sound)).toEqual([true, true]);
  const all = places(sound, (other) => other);
  expect(all.length).toBeGreaterThan(200);
  for (const put of all) expect(both(put({ more: 1 }))).toEqual([false, false]);
  expect(both({ ...(sound as object), more: 1 })).toEqual([false, false]);
});
