/** Several analyses one after the other: what of it is told, and how far it is. */

import type { Control, Progress } from '../run/control';
import type { Analyzer } from '../types/analyzer';
import type { Report } from '../types/report';

/** What the analyses of this folder need of an analyzer. */
export type Runner = Pick<Analyzer, 'analyze' | 'inspect'>;

/** What may be given with a call that makes several analyses. */
export interface ManyControl<Part> extends Omit<Control, 'onPreview'> {
  /** Told each part as it is done. */
  onPart?: (part: Part) => void;
}

/** Control of analysis `index` of `count`: its share of the whole is told. */
export function partly<Part>(
  { signal, onProgress, onSilence }: ManyControl<Part>,
  index: number,
  count: number,
): Control {
  const tell = (progress: Progress): void =>
    onProgress?.({ ...progress, share: (index + progress.share) / count, part: { index, count } });
  return {
    ...(signal && { signal }),
    ...(onSilence && { onSilence }),
    ...(onProgress && { onProgress: tell }),
  };
}

/** The K that an analysis chose, or what it was told. */
export function chosenK({ options, partition }: Report): Report['options']['k'] {
  if (options.k !== 'auto') return options.k;
  if (partition.x1) return partition.k1;
  return partition.x2 ? partition.k2 : 'auto';
}
