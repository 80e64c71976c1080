/** What the reader chose, as the engine is asked for it. */

import type { PartialOptions } from '../library';
import type { Choices } from '../state/app';
import type { BySlot } from '../state/ready';

const PREPARATIONS = {
  none: { l2: false, centre: false, whiten: false },
  l2: { l2: true, centre: false, whiten: false },
  centre: { l2: true, centre: true, whiten: false },
  whiten: { l2: true, centre: true, pca: 50, whiten: true },
} as const;

/** Options of the engine from the choices; all else is the engine's default. */
export function optionsOf(choices: Choices, names: [string, string, string]): PartialOptions {
  const { preparation, ...rest } = choices;
  return { ...rest, names, preparation: PREPARATIONS[preparation] };
}

/** What the modalities are called. */
export const namesOf = ({ x1, x2, y }: BySlot): [string, string, string] => [
  x1?.name || 'X1',
  x2?.name || 'X2',
  y?.name || 'Y',
];
