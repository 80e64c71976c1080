/** Workflows: actions by commit, the least that each may do, nothing fetched by a name that can change. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../.github/workflows/', import.meta.url));
const workflows = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(FOLDER + name, 'utf8') }));

/** Jobs of a workflow by name, each with its lines. */
function jobs(text: string): Map<string, string> {
  const found = new Map<string, string>();
  let name = '';
  for (const line of text.slice(text.indexOf('\njobs:\n') + 7).split('\n')) {
    name = /^ {2}([\w-]+):$/.exec(line)?.[1] ?? name;
    found.set(name, `${found.get(name) ?? ''}${line}\n`);
  }
  return found;
}

it('there is one for the page, a release, what both are made of, and hostile files', () => {
  const names = ['fuzz.yml', 'pages.yml', 'release.yml', 'supply-chain.yml'];
  expect(workflows.map(({ name }) => name)).toEqual(names);
});

describe.each(workflows)('$name', ({ text }) => {
  it('takes actions by commit, and says which version that is', () => {
    const uses = text.split('\n').filter((line) => /\buses:/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('reads, and writes only in the jobs that publish what another has tested', () => {
    const head = text.slice(0, text.indexOf('\njobs:\n'));
    expect(head).toContain('\npermissions:\n  contents: read');
    expect(head).not.toContain('write');
    for (const [name, job] of jobs(text)) {
      if (!job.includes('write')) continue;
      // The registry's identity for what test has passed; the release's page where nothing of ours runs.
      if (name === 'publish') {
        expect(job).toContain('    needs: test\n');
        expect(job).not.toContain('contents: write');
      } else {
        expect(job).toContain('    needs: publish\n');
        expect(job).not.toMatch(/id-token|checkout@|npm |node /);
      }
    }
  });

  it('leaves no token in the checkout', () => {
    const count = (word: string) => text.split(word).length - 1;
    expect(count('persist-credentials: false')).toBe(count('actions/checkout@'));
  });

  it('installs tools by their exact version', () => {
    for (const [, tool = ''] of text.matchAll(/(?:npx|cargo install --locked) (\S+)/g))
      expect(tool).toMatch(/^[\w-]+@\d+\.\d+\.\d+$/);
  });
});

it('what both are made of is held against known holes; a release against a second build', () => {
  const text = new Map(workflows.map(({ name, text }) => [name, text]));
  expect(text.get('supply-chain.yml')).toContain('cargo deny --locked --config xtask/deny.toml check\n');
  expect(text.get('supply-chain.yml')).toContain('run: npm audit\n');
  expect(text.get('release.yml')).toContain('run: npm run test:reproducible\n');
});
