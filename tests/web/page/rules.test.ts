/** The page's rules before a run are those of the engine. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as rules from '../../../www/page/text/rules';

/** The numbers of a constant in the engine's source. */
function constant(file: string, name: string): number[] {
  const source = readFileSync(new URL(`../../../src/${file}`, import.meta.url), 'utf8');
  const value = new RegExp(`const ${name}: [^=]*= ([^;]*);`).exec(source)?.[1];
  if (value === undefined) throw new Error(`${file} has no ${name}`);
  return [...value.matchAll(/\d+(?:\.\d+)?/g)].map(([digits]) => Number(digits));
}

describe('rules', () => {
  it('are the numbers of the engine', () => {
    expect([rules.SAMPLES_WANTED, rules.SAMPLES_NEEDED]).toEqual(
      constant('check/checks.rs', 'TRIPLE_CELL').slice(0, 2),
    );
    expect([rules.SAMPLES_PER_PAIR_CELL]).toEqual(
      constant('discretize/choose_k.rs', 'SAMPLES_PER_PAIR_CELL'),
    );
    expect([rules.MAX_STRATA]).toEqual(constant('analysis/strata.rs', 'MAX_STRATA'));
    expect([rules.SELECTION_RESTARTS]).toEqual(constant('analysis/queue.rs', 'SELECTION_RESTARTS'));
    expect([...rules.GRID]).toEqual(constant('discretize/choose_k.rs', 'GRID'));
  });

  it('find the largest K that the samples carry', () => {
    expect(rules.supportedK(1906, 9, 8)).toBe(6);
    expect(rules.supportedK(120, 2, 8)).toBe(2);
    expect(rules.supportedK(10, 9, 8)).toBeNull();
  });
});
