/** What names of files say of layers. */

/** How a name tells its layer, the surest first: `x1_layer12.npy`, `block_3.npy`, `text_l7.npy`, `12.npy`. */
const LAYERS = [
  /layer[_-]?(\d+)/i,
  /(?:block|stage)[_-]?(\d+)/i,
  /(?:^|[_-])l(\d+)(?=[_.-])/i,
  /^(\d+)(?=\.)/,
];

/** The layer that a file's name tells, and what its path is without that number; null if it tells none. */
export function layerOf(path: string): { layer: number; family: string } | null {
  const start = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  const name = path.slice(start);
  const match = LAYERS.map((pattern) => pattern.exec(name)).find((found) => found !== null);
  if (!match) return null;
  const end = start + match.index + match[0].length;
  const number = match[1] ?? '';
  return { layer: Number(number), family: `${path.slice(0, end - number.length)}#${path.slice(end)}` };
}

const collator = new Intl.Collator('en', { numeric: true });

/** Order of names in which layer 2 comes before layer 10. */
export const naturally = (a: string, b: string): number => collator.compare(a, b);
