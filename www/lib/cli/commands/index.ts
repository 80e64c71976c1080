/** Every command, in the order of the help. */

import type { Command } from '../command';
import { analyze } from './analyze';
import { assign } from './assign';
import { decompose } from './decompose';
import { generate } from './generate';

export const COMMANDS: readonly Command[] = [analyze, assign, decompose, generate];
