/** A report as the command that computes it again. */

import { flagWords, quoted, writeFlags } from '../cli/flags';
import type { Options } from '../types/options';
import type { Report } from '../types/report';

/** The command that computes the report again; options that are as in `defaults` are left out. */
export function reproducingCommand(report: Report, defaults?: Options): string {
  const { x1, x2, y } = report.inputs;
  const files = [x1.name ?? 'X1.npy', x2.name ?? 'X2.npy', y.name ?? 'Y.npy'];
  const strata = report.strata ? flagWords('strata', report.strata.input.name ?? 'Z.npy') : [];
  return [
    'npx',
    `modalens@${report.engine}`,
    'analyze',
    ...writeFlags(report.options, defaults),
    ...strata,
    '--json',
    '--',
    ...files.map(quoted),
  ].join(' ');
}
