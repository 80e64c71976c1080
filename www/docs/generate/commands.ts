/** What the command line says of itself, as it says it. */

import { COMMANDS } from '../../lib/cli/commands';
import { helpOf, mainHelp } from '../../lib/cli/help';

/** The help of one command, or of all. */
export function commandHelp(name: string): string {
  const command = COMMANDS.find((one) => one.name === name);
  if (name !== 'main' && !command) throw new Error(`The command line has no command "${name}".`);
  return `\`\`\`text\n${command ? helpOf(command) : mainHelp(COMMANDS)}\n\`\`\``;
}
