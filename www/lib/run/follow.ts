/** Tells the caller of one call how far it is, and when nothing has been heard for too long. */

import type { ErrorFacts } from '../types/errors';
import type { Control, Progress } from './control';
import { Throttle } from './throttle';

/** Without a sign of life for so many seconds the caller is told. */
export const SILENCE = 20;

/** A worker that is at work without news is told of so often, ms. */
const BEAT = 1000;

const DOING: Partial<Record<Progress['phase'], string>> = {
  fetch: 'while the engine was being fetched',
  read: 'while the files were being read',
};

function silent({ phase }: Progress): ErrorFacts {
  return {
    code: 'no_progress',
    message:
      `Nothing has happened for ${SILENCE} seconds ` + `${DOING[phase] ?? 'while the engine was computing'}.`,
    hint:
      'Wait if the machine is busy or the file is far away; or cancel, which keeps files and options, ' +
      'and run again.',
  };
}

/** What the caller of one call is told. */
export class Follow {
  readonly #control: Control;
  readonly #told: Throttle<Progress>;
  #share = 0;
  #last: Progress = { phase: 'work', done: 0, total: 0, share: 0, phases: [] };
  #quiet = 0;
  #toldAt = -Infinity;
  /** Counts seconds in which this thread ran: a machine that slept was not silent. */
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(control: Control) {
    this.#control = control;
    this.#told = new Throttle((progress) => control.onProgress?.(progress));
  }

  /** From now on the call is at work, and silence is told. */
  watch(): void {
    if (!this.#control.onSilence) return;
    this.#clock = setInterval(() => this.#tick(), 1000);
    // Node would wait for it.
    (this.#clock as { unref?: () => void }).unref?.();
  }

  /** How far the call is now. The share that is told never falls: more work may turn up than was foreseen. */
  tell(progress: Progress): void {
    this.#quiet = 0;
    this.#share = Math.max(this.#share, Math.min(1, progress.share));
    this.#last = { ...progress, share: this.#share };
    this.#push(Date.now());
  }

  /** The plug-in report. */
  preview(report: Parameters<NonNullable<Control['onPreview']>>[0]): void {
    this.#control.onPreview?.(report);
  }

  /** A sign of life that changes no number: told once a second, so that whoever waits sees it. */
  heard(): void {
    const now = Date.now();
    if (this.#quiet >= SILENCE || now - this.#toldAt >= BEAT) this.#push(now);
    this.#quiet = 0;
  }

  #push(now: number): void {
    this.#toldAt = now;
    this.#told.push(this.#last);
  }

  #tick(): void {
    this.#quiet += 1;
    if (this.#quiet === SILENCE) this.#control.onSilence?.(silent(this.#last));
  }

  /** Tells nothing more. */
  close(): void {
    clearInterval(this.#clock);
    this.#told.close();
  }
}
