// The command line as a user runs it, measured.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Processor and elapsed seconds of `modalens ARGUMENTS`, and the most memory that it had, MB. */
export function commandLine(given) {
  const args = ['-f', '%U %S %e %M', process.execPath, 'dist/cli.js', ...given];
  const { stderr, status } = spawnSync('/usr/bin/time', args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const lines = stderr.trim().split('\n');
  if (status !== 0) throw new Error(lines.join('\n'));
  const [user, system, elapsed, kilobytes] = lines.at(-1).split(' ').map(Number);
  return { seconds: user + system, elapsed, memory: kilobytes / 1000 };
}
