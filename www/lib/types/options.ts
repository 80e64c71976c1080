/** Options of an analysis: the engine's own, by `npm run generate`. Defaults live in the engine alone. */

import type { Options, Preparation } from '../generated/types';

export type { Options, Preparation };

/** Options as a caller gives them: any of them, and names of two or three inputs. */
export type PartialOptions = Partial<Omit<Options, 'names' | 'preparation'>> & {
  names?: [string, string] | [string, string, string];
  preparation?: Partial<Preparation>;
};
