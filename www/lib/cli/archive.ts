/** One file in place of X1, X2 and Y: its arrays have their roles in their names. */

import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Chosen, chosenIn, layersIn, roleMembers } from '../explore/archive';
import { SLOTS } from '../explore/assign';
import type { LayerSet } from '../explore/layers';
import { slotOf } from '../inputs/roles';
import type { ReadSource } from '../inputs/source';
import type { Analyzer } from '../types/analyzer';
import type { InputSlot } from '../types/engine';
import { plain } from '../words';
import type { Given } from './command';
import { usage } from './outcome';
import { membersOf, readSource } from './read-source';

/** The inputs that a file holds. */
export interface Archive {
  sources: Record<'x1' | 'x2' | 'y', ReadSource> & { z?: ReadSource };
  /** The same with all layers of each input that has several. */
  layered: Record<'x1' | 'x2' | 'y', ReadSource | LayerSet>;
  /** What was taken, and what else there is, in a line. */
  told: string;
}

/** Names of the arrays of a file; none if it is one array. */
export async function membersIn(path: string, engine: Analyzer): Promise<string[]> {
  return (await engine.inspect(path)).members.map(({ name }) => name);
}

/** What was taken of a file, and how to get at the rest. */
function toldOf(path: string, names: readonly string[], chosen: Chosen): string {
  const taken = SLOTS.flatMap((slot) => chosen[slot] ?? []);
  const layers = Math.max(...taken.map((member) => layersIn(names, member).length));
  const others = roleMembers(names).filter((name) => slotOf(name) === 'y' && name !== chosen.y);
  const more = [
    ...(layers > 1 ? [`--layers takes all ${layers} layers`] : []),
    ...(others.length > 0 ? [`\`modalens study\` also ${others.map(plain).join(', ')}`] : []),
  ];
  const told = `${plain(basename(path))}: ${taken.map(plain).join(', ')}`;
  return `${told}${more.length > 0 ? ` (${more.join('; ')})` : ''}.`;
}

/** Which arrays are taken: those that --member names, the others by their names. */
function takenOf(path: string, names: readonly string[], given: Given): Chosen {
  const byHand = membersOf(given);
  const named = Object.fromEntries(SLOTS.flatMap((slot, i) => (byHand[i] ? [[slot, byHand[i]]] : [])));
  const chosen: Chosen = { ...chosenIn(names), ...named };
  if (chosen.x1 && chosen.x2 && chosen.y) return chosen;
  throw usage(
    `${path} holds ${names.slice(0, 12).map(plain).join(', ')}: these names do not tell x1, x2 and y.`,
    'Name the three with --member X1,X2,Y, or --column of a table.',
  );
}

/** The inputs of a command that was given one file; undefined if it was given others, or one array. */
export async function archiveOf(given: Given, engine: Analyzer): Promise<Archive | undefined> {
  const [path] = given.arguments;
  if (path === undefined || given.arguments.length > 1) return undefined;
  // What is not there is told by whoever reads it.
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const names = isFolder ? [] : await membersIn(path, engine);
  if (names.length < 2) return undefined;
  const chosen = takenOf(path, names, given);
  const source = (slot: InputSlot, member: string): ReadSource => ({
    ...readSource(path, SLOTS.indexOf(slot), given),
    name: `${basename(path)} › ${member}`,
    member,
  });
  const layered = (slot: InputSlot): ReadSource | LayerSet => {
    const all = layersIn(names, chosen[slot]!);
    if (all.length === 1) return source(slot, chosen[slot]!);
    return { layers: all.map(({ layer, member }) => ({ layer, source: source(slot, member) })) };
  };
  return {
    sources: {
      x1: source('x1', chosen.x1!),
      x2: source('x2', chosen.x2!),
      y: source('y', chosen.y!),
      ...(chosen.z && { z: source('z', chosen.z) }),
    },
    layered: { x1: layered('x1'), x2: layered('x2'), y: layered('y') },
    told: toldOf(path, names, chosen),
  };
}
