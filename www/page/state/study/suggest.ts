/**
 * A pattern for names that folders alone do not explain: of "clip_vqa_l0_x1.npy" and its like
 * "{model}_{dataset}_l{layer}_{slot}.npy".
 *
 * Names are cut at their separators; one word is the role, one may be the layer, and of the others those that
 * differ among files of the same make tell the analyses apart.
 */

import { guesses, slotOf } from '../assign';

/** A name in pieces: words at even places, what separates them at odd ones. */
interface Make {
  pieces: string[];
  /** Place of the word that is the role. */
  slot: number;
  /** Place of the word that has the layer, and what stands before its number. */
  layer: { place: number; prefix: string } | null;
}

const SEPARATORS = /([/_\-. ]+)/;
const LAYER = /^(layer|block|stage|l)(\d+)$/i;
const NAMES = ['model', 'dataset', 'variant'];

/** Place of the role: the word of the file's own name that speaks most, else of a folder. */
function roleIn(pieces: readonly string[], path: string): number {
  const best = guesses(path)[0]?.word;
  const own = best === undefined ? -1 : pieces.findLastIndex((piece) => piece.toLowerCase() === best);
  return own >= 0 ? own : pieces.findLastIndex((piece, i) => i % 2 === 0 && slotOf(piece) !== null);
}

function layerIn(pieces: readonly string[]): Make['layer'] {
  const at = pieces.findLastIndex((piece) => LAYER.test(piece));
  if (at >= 0) return { place: at, prefix: LAYER.exec(pieces[at] ?? '')?.[1] ?? '' };
  const number = pieces.findIndex(
    (piece, i) => /^\d+$/.test(piece) && /^(layer|block|stage)$/i.test(pieces[i - 2] ?? ''),
  );
  return number >= 0 ? { place: number, prefix: '' } : null;
}

function makeOf(path: string): Make | null {
  if (/[{}*]/.test(path)) return null;
  const pieces = path.split(SEPARATORS);
  const slot = roleIn(pieces, path);
  const layer = layerIn(pieces);
  return slot < 0 || layer?.place === slot ? null : { pieces, slot, layer };
}

/** Files of one make differ in their words alone. */
const kindOf = ({ pieces, slot, layer }: Make): string =>
  JSON.stringify([pieces.length, pieces.filter((_, i) => i % 2 === 1), slot, layer, pieces.at(-1)]);

/** Places of words that are neither role, layer nor extension, with their values. */
function freeIn(makes: readonly Make[]): Map<number, Set<string>> {
  const [first] = makes;
  const free = new Map<number, Set<string>>();
  for (let i = 0; i < (first?.pieces.length ?? 0) - 1; i += 2)
    if (i !== first?.slot && i !== first?.layer?.place)
      free.set(i, new Set(makes.map(({ pieces }) => pieces[i] ?? '')));
  return free;
}

const write = ({ pieces, slot, layer }: Make, names: ReadonlyMap<number, string>): string =>
  pieces
    .map((piece, i) => {
      if (i === slot) return '{slot}';
      if (i === layer?.place) return `${layer.prefix}{layer}`;
      const name = names.get(i);
      return name ? `{${name}}` : piece;
    })
    .join('');

/** The columns of the files that say most: a name for each place that varies. */
function columnsIn(makes: readonly Make[]): Map<number, string> {
  const varying = [...freeIn(makes)].filter(([, values]) => values.size > 1).map(([place]) => place);
  return new Map(varying.map((place, i) => [place, NAMES[i] ?? `key${i + 1}`]));
}

/** The same names for files that say less: by the values that they have in common. */
function fewerIn(
  makes: readonly Make[],
  known: ReadonlyMap<string, Set<string>>,
): Map<number, string> | null {
  const names = new Map<number, string>();
  for (const [place, values] of freeIn(makes)) {
    const name = [...known].find(
      ([one, all]) => ![...names.values()].includes(one) && [...values].every((value) => all.has(value)),
    )?.[0];
    if (name) names.set(place, name);
    else if (values.size > 1) return null;
  }
  return names;
}

/** Patterns for names, one a line; empty where none is seen. */
export function suggested(paths: readonly string[]): string {
  const groups = new Map<string, Make[]>();
  for (const make of paths.flatMap((path) => makeOf(path) ?? []))
    groups.set(kindOf(make), [...(groups.get(kindOf(make)) ?? []), make]);
  const said = (makes: readonly Make[]): number => columnsIn(makes).size + (makes[0]?.layer ? 1 : 0);
  const [main, ...others] = [...groups.values()].sort((a, b) => said(b) - said(a) || b.length - a.length);
  if (!main?.[0]) return '';
  const columns = columnsIn(main);
  if (columns.size === 0 || columns.size > 6) return '';
  const free = freeIn(main);
  const known = new Map([...columns].map(([place, name]) => [name, free.get(place) ?? new Set<string>()]));
  const rest = others.flatMap((makes) => {
    const names = fewerIn(makes, known);
    return names && makes[0] ? [write(makes[0], names)] : [];
  });
  return [...new Set([write(main[0], columns), ...rest])].join('\n');
}
