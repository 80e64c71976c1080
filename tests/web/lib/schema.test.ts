// The published JSON Schema, the checks of links and the types describe the same report.
import { readFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reportSchema } from '../../../www/lib/share/schema';
import { report } from './arbitrary';

const schema = {
  $id: 'https://modalens.github.io/modalens/report.schema.json',
  title: 'modalens.report/1',
  ...toJsonSchema(reportSchema, { target: 'draft-2020-12', ignoreActions: ['finite', 'safe_integer'] }),
};
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

it('the published schema is that of the checks', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    '../../../www/lib/report.schema.json',
  );
});

it('accepts reports and refuses what is none', () => {
  fc.assert(
    fc.property(report, (r) => {
      expect(validate(r)).toBe(true);
    }),
    { numRuns: 50 },
  );
  const sound = JSON.parse(
    readFileSync(new URL('../../golden/report_emoji.json', import.meta.url), 'utf8'),
  ) as Record<string, unknown>;
  expect(validate(sound)).toBe(true);
  expect(validate({ ...sound, more: 1 })).toBe(false);
  expect(validate({ ...sound, n: 'many' })).toBe(false);
});
