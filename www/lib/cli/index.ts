#!/usr/bin/env node

/** The command line. */

import { createAnalyzer } from '../node';
import type { Analyzer } from '../types/analyzer';
import { type Command, type Context, parse } from './command';
import { COMMANDS } from './commands';
import { helpOf, mainHelp } from './help';
import { exitCodeOf, line, usage } from './outcome';
import { VERSION } from './version';

/** The command that was named, or what to print in place of one. */
function chosen(name: string | undefined): Command | string {
  if (name === undefined || ['--help', '-h', 'help'].includes(name)) return mainHelp(COMMANDS);
  if (name === '--version' || name === '-v') return VERSION;
  const command = COMMANDS.find((one) => one.name === name);
  if (!command) throw usage(`"${name}" is no command of modalens.`, 'See `modalens --help`.');
  return command;
}

/** Runs what was asked for. */
async function dispatch([name, ...args]: string[], context: Context): Promise<void> {
  const command = chosen(name);
  if (typeof command === 'string') return context.terminal.out(command);
  try {
    const given = parse(command, args);
    if (given) await command.run(given, context);
    else context.terminal.out(helpOf(command));
  } catch (error) {
    context.terminal.err(line(error, command.hints));
    process.exitCode = exitCodeOf(error);
  }
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
