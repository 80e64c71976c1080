/** Every command, in the order of the help. */

import type { Command } from '../command';
import { analyze } from './analyze';
import { arena } from './arena';
import { assign } from './assign';
import { decompose } from './decompose';
import { generate } from './generate';
import { modalities } from './modalities';
import { study } from './study';
import { sweep } from './sweep';

export const COMMANDS: readonly Command[] = [
  ...[analyze, sweep, modalities, study],
  ...[decompose, assign, generate, arena],
];
