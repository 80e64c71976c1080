/** How a caller follows and stops a call. */

import { kindOf } from '../inputs/plain';
import type { Phase, PhaseId } from '../types/engine';
import { type ErrorFacts, ModalensError } from '../types/errors';
import type { Report } from '../types/report';

/** What goes on: the engine is fetched, inputs are read, a phase of an analysis, or a call that has none. */
export type Activity = 'fetch' | 'read' | PhaseId | 'work';

/** How far a call is. */
export interface Progress {
  /** What is going on. */
  phase: Activity;
  /** Bytes while something is fetched or read; tasks of a phase, those that run counting in part. */
  done: number;
  /** All that are known of; 0 where that is not known. */
  total: number;
  /** Share of the whole that is done; never falls. */
  share: number;
  /** The phases of an analysis, once they are known. */
  phases: Phase[];
  /** Of a call that makes several analyses: which of them, from 0. */
  part?: { index: number; count: number };
}

/** What may be given with a call. */
export interface Control {
  /** Aborts the call: it rejects with the signal's reason at once. */
  signal?: AbortSignal;
  /** Told how far the call is: at once, then at most 20 times a second. */
  onProgress?: (progress: Progress) => void;
  /** Told plug-in values at once, then estimates pooled over the partitions that are there. */
  onPreview?: (report: Report) => void;
  /**
   * Told when nothing was heard for 20 seconds, and what can be done; the next `onProgress` says that it
   * goes on.
   */
  onSilence?: (facts: ErrorFacts) => void;
}

function refuse(what: string, value: unknown, expected: string): never {
  throw new ModalensError({
    code: 'invalid_option',
    message: `${what} is ${kindOf(value)}; ${expected} is expected.`,
    hint: 'Give { signal, onProgress, onPreview, onSilence }, or nothing.',
  });
}

/** Refuses what is no control, before anything begins. */
export function checkControl(control: Control): void {
  if (typeof control !== 'object' || control === null) refuse('The control', control, 'an object');
  const { signal, ...listeners } = control;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function')
    refuse('signal', signal, 'an AbortSignal');
  for (const name of ['onProgress', 'onPreview', 'onSilence'] as const) {
    const listener = listeners[name];
    if (listener !== undefined && typeof listener !== 'function') refuse(name, listener, 'a function');
  }
}
