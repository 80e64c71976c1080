// Reports with chosen numbers, and a runner that gives them: what many analyses are tested with.
import { readFileSync } from 'node:fs';
import type { Runner } from '../../../www/lib/explore/many';
import type { Inputs } from '../../../www/lib/inputs/source';
import type { PartialOptions } from '../../../www/lib/types/options';
import type { Report } from '../../../www/lib/types/report';

export const golden = JSON.parse(
  readFileSync(new URL('../../golden/report_emoji.json', import.meta.url), 'utf8'),
) as Report;

/** The golden report with other numbers: atoms as [lower, upper], claim, samples. */
export function reportWith(change: {
  claim?: Report['ranking']['claim'];
  atoms?: [number, number];
  c1?: [number, number] | null;
  n?: number;
}): Report {
  const report = structuredClone(golden);
  if (change.claim) report.ranking.claim = change.claim;
  if (change.n) report.n = change.n;
  for (const atom of Object.values(report.atoms_bits))
    if (change.atoms) Object.assign(atom, { lower: change.atoms[0], upper: change.atoms[1] });
  const { c1 } = report.contribution;
  if (change.c1 === null)
    Object.assign(c1, { status: 'undefined', estimate: null, lower: null, upper: null });
  else if (change.c1)
    Object.assign(c1, {
      status: 'defined',
      estimate: (change.c1[0] + change.c1[1]) / 2,
      lower: change.c1[0],
      upper: change.c1[1],
    });
  return report;
}

/** A runner that gives a report for what it is asked, and remembers it. */
export function fake(
  answer: (inputs: Inputs, options: PartialOptions) => Report,
): Runner & { asked: PartialOptions[] } {
  const asked: PartialOptions[] = [];
  return {
    asked,
    inspect: async (source) => ({ shape: source === 'stack' ? [3, 10, 2] : [10, 2] }) as never,
    analyze: async (inputs, options = {}) => {
      asked.push(options);
      return answer(inputs, options);
    },
  };
}
