/** A file that holds all arrays of an analysis: their names tell roles and layers, as names of files do. */

import { slotOf } from '../inputs/roles';
import type { InputSlot } from '../types/engine';
import { assignByName } from './assign';
import type { ManifestLine } from './manifest';
import { layerOf, naturally } from './names';
import { rowsOf } from './study-files';

const NEEDED: readonly InputSlot[] = ['x1', 'x2', 'y'];

/** A name that begins with the role itself: "x1", "x1_image_layer3", "y-label". */
const PLAIN = /^(?:x1|x2|y|z)(?![a-z0-9])/i;

/** Arrays of one file at most whose roles words such as "image" may tell: a model's weights are more. */
const FEW = 12;

const complete = (names: readonly string[]): boolean =>
  NEEDED.every((slot) => names.some((name) => slotOf(name) === slot));

/**
 * Of the arrays in a file those whose names tell their roles; none if x1, x2 and y are not all there. Where
 * names begin with x1, x2 and y, only such count.
 */
export function roleMembers(names: readonly string[]): string[] {
  const plain = names.filter((name) => PLAIN.test(name));
  if (complete(plain)) return plain;
  return names.length <= FEW && complete(names) ? names.filter((name) => slotOf(name) !== null) : [];
}

/** The arrays of the first analysis: the last layer, the first target. */
export type Chosen = Partial<Record<InputSlot, string>>;

/** Which arrays are analysed first; undefined where the names do not tell x1, x2 and y. */
export function chosenIn(names: readonly string[]): Chosen | undefined {
  const members = roleMembers(names);
  const slots = assignByName(members.map((name) => ({ name, slot: null, usable: true, labels: true })));
  const chosen = Object.fromEntries(
    slots.flatMap((slot, i) => (slot === null ? [] : [[slot, members[i]]])),
  ) as Chosen;
  return NEEDED.every((slot) => chosen[slot] !== undefined) ? chosen : undefined;
}

/** The arrays that are one array at several layers, in their order; `member` alone if it has none. */
export function layersIn(names: readonly string[], member: string): { layer: number; member: string }[] {
  const family = layerOf(member)?.family;
  return names
    .filter((name) => name === member || (family !== undefined && layerOf(name)?.family === family))
    .sort(naturally)
    .map((name) => ({ layer: layerOf(name)?.layer ?? Number.NaN, member: name }));
}

/** The analyses that one file holds: its layers, and each of its targets. */
export function linesIn(path: string, names: readonly string[]): ManifestLine[] {
  return rowsOf(roleMembers(names)).rows.map(({ keys, files }) => ({
    keys,
    options: {},
    files: Object.fromEntries(Object.entries(files).map(([slot, member]) => [slot, { path, member }])),
  }));
}
