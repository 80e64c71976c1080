/** The column at the left of the wide charts: names, symbols and values that read as a table. */

import { textWidth } from './metrics';

/** Below this width names stand above their marks instead. */
export const NARROW = 560;

/** Room for a symbol, a value and the spaces around them. */
const FIGURES = 86;
/** The names may take what the plot need not have. */
const LEAST_PLOT = 480;
const LEAST_NAME = 104;

export interface Gutter {
  /** Width of the whole column. */
  width: number;
  /** Room for a name. */
  name: number;
  /** Where symbols begin. */
  symbol: number;
}

/** What names a bar or a lane; the modality's own name is cut where it does not fit. */
export const LABELS = {
  alone: (name: string): string => `${name} alone`,
  both: 'both together',
  only: (name: string): string => `only ${name}`,
  shared: 'shared',
  together: 'only together',
} as const;

/** A column as wide as its longest label, as far as the plot has room. */
export function gutterOf(names: readonly [string, string], width: number): Gutter {
  const labels = [LABELS.both, LABELS.together, ...names.flatMap((n) => [LABELS.alone(n), LABELS.only(n)])];
  const longest = Math.max(...labels.map((label) => textWidth(label, 14, true)));
  const most = Math.max(LEAST_NAME, width - LEAST_PLOT - FIGURES);
  const name = Math.ceil(Math.min(Math.max(longest, LEAST_NAME), most));
  return { width: name + FIGURES, name, symbol: name + 12 };
}

/** A label with the modality's name cut so that the whole fits. */
export function fitted(label: (name: string) => string, name: string, room: number, bold = false): string {
  if (textWidth(label(name), 14, bold) <= room) return label(name);
  const letters = [...name];
  while (letters.length > 1 && textWidth(label(`${letters.join('')}…`), 14, bold) > room) letters.pop();
  return label(`${letters.join('').trimEnd()}…`);
}
