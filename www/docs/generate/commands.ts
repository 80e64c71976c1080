/** What the command line says of itself, as it says it. */

import { USAGE } from '../../lib/cli/usage';

/** The help of one command, or of all. */
export function commandHelp(name: string): string {
  const help = (USAGE as Record<string, string>)[name];
  if (help === undefined)
    throw new Error(`The command line has no help on "${name}"; it has ${Object.keys(USAGE).join(', ')}.`);
  return `\`\`\`text\n${help}\n\`\`\``;
}
