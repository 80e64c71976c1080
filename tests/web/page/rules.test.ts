/** The page's rules before a run: the engine's numbers, and what follows from them. */

import { expect, it } from 'vitest';
import * as rules from '../../../www/page/text/rules';

it('none is missing', () => {
  for (const [name, value] of Object.entries(rules)) expect(value, name).toBeDefined();
});

it('find the largest K that the samples carry', () => {
  expect(rules.supportedK(1906, 9, 8)).toBe(6);
  expect(rules.supportedK(120, 2, 8)).toBe(2);
  expect(rules.supportedK(10, 9, 8)).toBeNull();
});
