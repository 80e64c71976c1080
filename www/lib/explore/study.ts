/** `modalens.study/1`: many analyses in one table. */

import type { Inputs } from '../inputs/source';
import { type ErrorFacts, ModalensError } from '../types/errors';
import type { PartialOptions } from '../types/options';
import type { Report } from '../types/report';
import { type ManyControl, partly, type Runner } from './many';
import type { Keys } from './study-files';

/** An analysis that is to be made. */
export interface StudyInput {
  /** What tells it from the others. */
  keys: Keys;
  inputs: Inputs;
  /** Its own options, over those of the study. */
  options?: PartialOptions;
}

/** An analysis of a study. */
export interface StudyRow {
  keys: Keys;
  /** null if it could not be made. */
  report: Report | null;
  /** Why not. */
  error: ErrorFacts | null;
}

/** Many analyses. */
export interface Study {
  schema: 'modalens.study/1';
  /** Names of the keys, in the order of the table. */
  columns: string[];
  rows: StudyRow[];
}

/** Failures that are not those of one row. */
const OF_ALL = new Set(['disposed', 'engine_unavailable', 'interrupted', 'unknown_option']);

/** Makes the analyses one after the other; each is given as it is done, one that failed with its error. */
export async function* analyzeStudy(
  runner: Runner,
  rows: readonly StudyInput[],
  options: PartialOptions = {},
  control: ManyControl<StudyRow> = {},
): AsyncGenerator<StudyRow, void, void> {
  for (const [index, { keys, inputs, options: own }] of rows.entries()) {
    const made = runner.analyze(inputs, { ...options, ...own }, partly(control, index, rows.length));
    const row = await made.then(
      (report): StudyRow => ({ keys, report, error: null }),
      (thrown: unknown): StudyRow => {
        if (thrown instanceof ModalensError && !OF_ALL.has(thrown.code))
          return { keys, report: null, error: thrown.toJSON() };
        throw thrown;
      },
    );
    control.onPart?.(row);
    yield row;
  }
}

/** A study of rows that are there. */
export function studyOf(rows: readonly StudyRow[]): Study {
  const columns = [...new Set(rows.flatMap(({ keys }) => Object.keys(keys)))];
  return { schema: 'modalens.study/1', columns, rows: [...rows] };
}

/** What should be alike where analyses are compared. */
export type Differing = 'samples' | 'K' | 'codes of y' | 'y';

/** In what the analyses of a study differ that should be alike. */
export function differing(rows: readonly Pick<StudyRow, 'report'>[]): Differing[] {
  const reports = rows.flatMap(({ report }) => report ?? []);
  const facts: [Differing, (report: Report) => unknown][] = [
    ['samples', ({ n }) => n],
    ['K', ({ partition }) => `${partition.k1} ${partition.k2}`],
    ['codes of y', ({ partition }) => partition.ky],
    ['y', ({ inputs }) => inputs.y.sha256 ?? inputs.y.name],
  ];
  return facts.filter(([, of]) => new Set(reports.map(of)).size > 1).map(([name]) => name);
}
