/** A line of progress on a terminal. */

import type { Control, Progress } from '../run/control';
import type { Context, Given } from './command';

const WIDTH = 24;

const LABELS: Record<Progress['phase'], string> = {
  fetch: 'loading the engine',
  read: 'reading the files',
  codes_y: 'codes of y',
  choose_k: 'choosing K',
  codes_x1: 'codes of x1',
  codes_x2: 'codes of x2',
  solve: 'solving',
  intervals: 'intervals',
  probe: 'what a probe reads',
  strata: 'within strata',
  work: 'working',
};

/** Draws progress on standard error, where that is a terminal. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #on: boolean;
  readonly #start = Date.now();
  #drawn = false;

  constructor(stream: NodeJS.WriteStream, quiet: boolean) {
    this.#stream = stream;
    this.#on = !quiet && stream.isTTY === true;
  }

  readonly draw = ({ phase, share, part }: Progress): void => {
    if (!this.#on) return;
    const full = Math.round(WIDTH * Math.min(1, share));
    const label = part ? `${part.index + 1} of ${part.count}: ${LABELS[phase]}` : LABELS[phase];
    const seconds = (Date.now() - this.#start) / 1000;
    const left = share > 0.05 ? `, ${Math.ceil((seconds / share) * (1 - share))} s left` : '';
    const text =
      `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ` +
      `${String(Math.round(share * 100)).padStart(3)} %  ${label}${left}`;
    this.#stream.write(`\r\x1b[2K${text.slice(0, (this.#stream.columns || 80) - 1)}`);
    this.#drawn = true;
  };

  /** Takes the line away. */
  clear(): void {
    if (this.#drawn) this.#stream.write('\r\x1b[2K');
    this.#drawn = false;
  }
}

/** Work with its progress drawn, unless it is to be quiet. */
export async function withProgress<T>(
  given: Given,
  { signal }: Context,
  work: (control: Control) => Promise<T>,
): Promise<T> {
  const progress = new ProgressLine(process.stderr, given.has('quiet'));
  try {
    return await work({ signal, onProgress: progress.draw });
  } finally {
    progress.clear();
  }
}
