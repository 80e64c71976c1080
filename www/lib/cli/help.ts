/** What the command line says about itself. */

import type { Command } from './command';

type Lines = readonly (readonly [string, string])[];

function columns(lines: Lines): string {
  const width = Math.max(...lines.map(([left]) => left.length));
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

/** The help of one command. */
export function helpOf({ name, takes, about, intro, flags }: Command): string {
  const lines: Lines = Object.entries(flags).map(([flag, { value, help }]) => [
    `--${flag}${value ? ` ${value}` : ''}`,
    help,
  ]);
  const said = intro ?? `${about.charAt(0).toUpperCase()}${about.slice(1)}.`;
  return `modalens ${name} ${takes} [flags]\n\n${said}\n\n${columns([...lines, ['--help', 'this text']])}`;
}

/** The help of all commands. */
export function mainHelp(commands: readonly Command[]): string {
  return `modalens: what each modality of a multimodal model contributes

${columns(commands.map(({ name, takes, about }) => [`modalens ${name} ${takes}`, about]))}

\`modalens COMMAND --help\` tells the flags; \`modalens --version\` the version.
Exit codes: 0 done, 2 bad usage or input, 1 anything else.`;
}
