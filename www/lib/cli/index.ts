#!/usr/bin/env node

/** The command line: `modalens analyze | assign | decompose | generate`. */

import { createAnalyzer } from '../node';
import type { Analyzer } from '../types/analyzer';
import { analyze } from './analyze';
import { assign } from './assign';
import { decompose, generate } from './others';
import { type Context, exitCodeOf, line, usage } from './run';
import { USAGE } from './usage';

type Command = (args: string[], context: Context) => Promise<void>;

const COMMANDS: Record<string, Command> = { analyze, assign, decompose, generate };

async function dispatch([name, ...args]: string[], context: Context): Promise<void> {
  const { terminal } = context;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.out(USAGE.main);
    return;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw usage(`"${name}" is no command of modalens.`, 'See `modalens --help`.');
  if (args.includes('--help') || args.includes('-h')) terminal.out(USAGE[name as keyof typeof USAGE]);
  else await command(args, context);
}

async function main(): Promise<void> {
  const analyzers: Analyzer[] = [];
  const abort = new AbortController();
  process.once('SIGINT', () => abort.abort(new Error('Interrupted.')));
  // A reader that closes early (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    await dispatch(process.argv.slice(2), {
      terminal: { out: (text) => console.log(text), err: (text) => console.error(text) },
      signal: abort.signal,
      analyzer: async (workers) => {
        const made = await createAnalyzer(workers === undefined ? {} : { workers });
        analyzers.push(made);
        return made;
      },
    });
  } catch (error) {
    console.error(line(error));
    process.exitCode = exitCodeOf(error);
  } finally {
    for (const made of analyzers) made.dispose();
  }
}

await main();
