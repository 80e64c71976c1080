// The command line as it is built, in a folder of its own: `npm run build` first.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { Report } from '../../../../www/lib/types/report';

export const CLI = fileURLToPath(new URL('../../../../dist/cli.js', import.meta.url));
export const DIGITS = fileURLToPath(new URL('../../../golden/digits/', import.meta.url));
export const MANIFEST = fileURLToPath(new URL('../../../../package.json', import.meta.url));
export const FILES = ['top.npy', 'bottom.npy', 'digit.npy'].map((name) => join(DIGITS, name));
/** Little work: two partitions and two restarts. */
export const QUICK = [
  '--k',
  '8',
  '--seed',
  '1',
  '--partitions',
  '2',
  '--n-init',
  '2',
  '--names',
  'top,bottom,digit',
];

export const folder = mkdtempSync(join(tmpdir(), 'modalens-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

export interface Outcome {
  code: number;
  out: string;
  err: string;
}

export function modalens(args: string[], cwd = folder): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { cwd, maxBuffer: 1 << 26 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

export const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return name;
};

let quick: Promise<Outcome> | undefined;
export const quickReport = async (): Promise<Report> =>
  JSON.parse((await (quick ??= modalens(['analyze', ...FILES, ...QUICK, '--json']))).out) as Report;
