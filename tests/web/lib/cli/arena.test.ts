// `modalens arena` as it is built: data bit for bit, and the row of the table from the committed answers.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { arenaRow } from '../../../../www/docs/arena/rows';
import { arenaTables } from '../../../../www/docs/generate/arena';
import { lawOf } from '../../../../www/lib/arena/laws';
import type { Scores } from '../../../../www/lib/arena/score';
import { ATOMS, MANIFEST } from '../../../../www/lib/arena/truth';
import type { AtomName } from '../../../../www/lib/types/report';
import { folder, modalens, write } from './harness';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const OURS = join(ROOT, 'tests/bench/arena/submissions/ours.csv');
const digest = (path: string): string =>
  createHash('sha256')
    .update(readFileSync(join(folder, path)))
    .digest('hex')
    .slice(0, 16);

describe('arena data', () => {
  it('writes the same bits as ever, of every kind of samples', async () => {
    const only = [
      ...['XOR_n100', 'split_A_mixed_n500', 'sparse_01_n300', 'chain_02_n500'],
      ...['clusters_C_xor_s1_n600', 'nuisance_C_xor_s2_n1200', 'curve_C_xor_s0_n1200'],
    ];
    const { code, out } = await modalens(['arena', 'data', 'set', '--only', only.join(',')]);
    expect([code, out]).toEqual([0, 'Wrote 7 problems and manifest.csv to set.\n']);
    const files = only.map((id) => (/_s\d/.test(id) ? `set/${id}/x2.npy` : `set/${id}.csv`));
    expect(files.map((path) => `${path} ${digest(path)}`)).toMatchInlineSnapshot(`
      [
        "set/XOR_n100.csv 4c17240e4a659d0b",
        "set/split_A_mixed_n500.csv 181155d22f52c495",
        "set/sparse_01_n300.csv b023164f477cef2c",
        "set/chain_02_n500.csv a833bb2d7f811e93",
        "set/clusters_C_xor_s1_n600/x2.npy a8ee605a5ad29475",
        "set/nuisance_C_xor_s2_n1200/x2.npy d5ea09841b37128d",
        "set/curve_C_xor_s0_n1200/x2.npy e3a3d17e4227c352",
      ]
    `);
    const counts = readFileSync(join(folder, 'set/XOR_n100.csv'), 'utf8').trim().split('\n').slice(1);
    expect(counts.map((line) => Number(line.split(',')[3])).reduce((a, b) => a + b)).toBe(100);
    expect(readFileSync(join(folder, 'set/manifest.csv'), 'utf8').trim().split('\n')).toHaveLength(8);
  });
});

describe('the truth', () => {
  it('of the systems of the engine is what the engine says of them', async () => {
    const { out } = await modalens(['generate', '--list', '--json']);
    const systems = JSON.parse(out) as { name: string; truth: Record<AtomName, number> }[];
    for (const { law, truth } of MANIFEST.filter((entry) => !lawOf(entry.law))) {
      const known = systems.find(({ name }) => name === law)!.truth;
      for (const atom of ATOMS) expect(Math.abs(known[atom] - truth[atom]), law).toBeLessThan(1e-6);
    }
  });
});

/** The values of a `.npy` file of 32-bit floats. */
function floats(path: string): Float32Array {
  const bytes = readFileSync(join(folder, path));
  return new Float32Array(new Uint8Array(bytes.subarray(10 + bytes.readUInt16LE(8))).buffer);
}

/** Share of the samples whose nearest mean of a state is that of their own. */
function recovered(x: Float32Array, states: number[], d: number): number {
  const of = (i: number) => x.subarray(i * d, (i + 1) * d);
  const known = [...new Set(states)];
  const means = known.map((state) => {
    const own = states.flatMap((other, i) => (other === state ? [of(i)] : []));
    return Array.from({ length: d }, (_, j) => own.reduce((sum, row) => sum + row[j]!, 0) / own.length);
  });
  const away = (i: number, mean: number[]) =>
    of(i).reduce((sum, value, j) => sum + (value - mean[j]!) ** 2, 0);
  const nearest = states.map((_, i) => {
    const all = means.map((mean) => away(i, mean));
    return known[all.indexOf(Math.min(...all))];
  });
  return nearest.filter((state, i) => state === states[i]).length / states.length;
}

describe('embeddings in clusters', () => {
  it.each(['clusters_A_mixed_s1_n600', 'clusters_A_mixed_s2_n1200', 'clusters_A_mixed_s8_n1200'])(
    '%s tells the state of every sample',
    async (id) => {
      const { law, n, seed, d } = MANIFEST.find((entry) => entry.id === id)!;
      await modalens(['arena', 'data', 'clusters', '--only', id]);
      const plain = ['--n', `${n}`, '--seed', `${seed}`, '--sigma', '0', '--d', '1', '--out', `states_${id}`];
      await modalens(['generate', law, ...plain]);
      for (const source of ['x1', 'x2']) {
        const states = [...floats(`states_${id}/${source}.npy`)];
        expect(new Set(states).size).toBe(8);
        expect(recovered(floats(`clusters/${id}/${source}.npy`), states, d)).toBe(1);
      }
    },
  );
});

describe('arena score', () => {
  it.each(['counts', 'embeddings'] as const)('gives our row of the table of %s again', async (form) => {
    const { code, out } = await modalens(['arena', 'score', OURS, '--json']);
    expect(code).toBe(0);
    const score = (JSON.parse(out) as Scores).forms.find((one) => one.form === form)!;
    const row = `| ${arenaRow('Modalens', score).join(' | ')} |`;
    expect(readFileSync(join(ROOT, 'tests/bench/RESULTS.md'), 'utf8')).toContain(row);
  });

  it.each(['counts', 'embeddings', 'kinds'])('table of %s of the results is that of all answers', (which) => {
    const results = readFileSync(join(ROOT, 'tests/bench/RESULTS.md'), 'utf8');
    expect(results.includes(arenaTables(ROOT)(which)), 'run npm run bench:arena -- --score').toBe(true);
    const page = readFileSync(join(ROOT, 'www/docs/content/arena.md'), 'utf8');
    expect(page).toContain(`\n${MANIFEST.length} problems whose atoms are known`);
  });

  it('prints tables', async () => {
    const { out } = await modalens(['arena', 'score', OURS]);
    expect(out).toMatch(/^230 of 230 problems answered, [\d.]+ s\n/);
    expect(out).toMatch(/False synergy: \d+ of \d+ problems without any/);
  });

  it.each<[string, string[], RegExp]>([
    ['a file that is not there', ['score', 'none.csv'], /none\.csv cannot be read/],
    ['a folder', ['score', '.'], /cannot be read/],
    ['what is no word of it', ['rank', 'a.csv'], /"rank"/],
    ['too little', ['score'], /takes data DIR \| score FILE, but 1 was given/],
    ['an id that is not there', ['data', 'set', '--only', 'NONE'], /"NONE" is the id of no problem/],
    ['NaN', ['score', write('nan.csv', 'id,redundancy,unique1,unique2,synergy\nAND_n100,0,0,nan,1')], /nan/],
  ])('refuses %s with exit code 2 and one line', async (_, args, said) => {
    const { code, out, err } = await modalens(['arena', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
