/** Kinds of synthetic systems, as the gallery groups them. */

import type { SystemInfo } from '../library';

/** Whether a system is a synthetic vision-language model; the others are gates and mixtures. */
export const isModel = ({ group }: Pick<SystemInfo, 'group'>): boolean => group === 'vision_language';

const NAMES: Record<string, string> = {
  gate: 'Gates',
  mixture: 'Mixtures',
  unequal: 'Unequal clusters',
  tie: 'Ties',
  stratified: 'Groups of samples',
  vision_language: 'Synthetic models',
};

/** Name of a group; one that a newer engine brings is shown by its own. */
export const groupName = (group: string): string => NAMES[group] ?? group;
