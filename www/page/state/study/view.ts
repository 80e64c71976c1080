/** What the study's view holds: the study, what it will be, how it is shown. */

import { signal } from '@preact/signals';
import type { ErrorFacts, Inputs } from '../../library';
import { ARRANGED, type Arrangement, type Quantity } from './matrix';
import type { Plan } from './plan';
import type { Sorting } from './rows';
import type { Study, Studying } from './study';

/** Whether the browser keeps the study over a reload, and if not, why. */
export type Kept = { state: 'no' | 'yes' } | { state: 'failed'; why: string };

export class StudyState {
  readonly study = signal<Study | null>(null);
  /** What is offered before a study is run. */
  readonly plan = signal<Plan | null>(null);
  readonly running = signal<Studying | null>(null);
  /** Why the study ended before its last row. */
  readonly failure = signal<ErrorFacts | null>(null);
  /** Files of rows by the row's id; gone after a reload. */
  readonly inputs = signal<ReadonlyMap<string, Inputs>>(new Map());
  readonly kept = signal<Kept>({ state: 'no' });

  readonly arrangement = signal<Arrangement>(ARRANGED);
  /** What the small multiples are of. */
  readonly multiple = signal<Exclude<Quantity, 'all'>>('r');
  readonly sorting = signal<Sorting>({ by: null, down: false });
  readonly filter = signal('');
  /** Ids of the rows to compare, two at most. */
  readonly compared = signal<readonly string[]>([]);
  /** What only each modality knows, bits, where it was generated so. */
  readonly truth = signal<Readonly<Record<string, number>>>({});
  /** Whether an answer is being named, to be added. */
  readonly adding = signal(false);
}
