import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Layers } from '../../../../www/lib/explore/layers';
import { encodeNpy } from '../../../../www/lib/inputs/npy';
import { decodeFile, decodeLink } from '../../../../www/lib/share';
import type { Report } from '../../../../www/lib/types/report';
import { FILES, folder, modalens, QUICK, write } from './harness';

describe('layers', { timeout: 120_000 }, () => {
  const top = readFileSync(FILES[0]!).subarray(128);
  const noise = Uint8Array.from(top, (_, i) => (i * 7919) % 17);
  const RUN = [...QUICK, '--plugin', '--layers'];

  /** Two layers as a stack, and as files whose names in order of letters would be 10, 2. */
  function files(): void {
    const stack = new Uint8Array(2 * top.length);
    stack.set(noise);
    stack.set(top, top.length);
    write('stack.npy', encodeNpy(stack, [2, 1797, 32]));
    for (const name of ['run', 'mixed']) mkdirSync(join(folder, name), { recursive: true });
    for (const [name, values] of [
      ['x1_image_layer2.npy', noise],
      ['x1_image_layer10.npy', Uint8Array.from(top)],
    ] as const) {
      write(`run/${name}`, encodeNpy(values, [1797, 32]));
      write(`mixed/${name}`, encodeNpy(values, [1797, 32]));
    }
    for (const layer of [2, 3]) write(`mixed/x2_text_layer${layer}.npy`, encodeNpy(noise, [1797, 32]));
  }

  it('of a stack are analysed as each alone, and open from the link and from the file', async () => {
    files();
    const { code, out, err } = await modalens([
      'analyze',
      'stack.npy',
      FILES[1]!,
      FILES[2]!,
      ...RUN,
      '--json',
      '--link',
      '--out',
      'layers.modalens.json',
    ]);
    expect(code).toBe(0);
    const { layers, stability } = JSON.parse(out) as Layers;
    const alone = JSON.parse(
      (await modalens(['analyze', ...FILES, ...QUICK, '--plugin', '--json'])).out,
    ) as Report;
    expect(layers.map(({ x1_layer, x2_layer }) => [x1_layer, x2_layer])).toEqual([
      [0, null],
      [1, null],
    ]);
    expect(layers[1]?.report.atoms_bits).toEqual(alone.atoms_bits);
    expect(layers[0]!.report.information_bits.i1.plugin).toBeLessThan(0.5);
    expect(stability).toMatchObject({ of: 1, share: null });
    const link = await decodeLink(err.slice(err.indexOf('#')).trim());
    const file = decodeFile(readFileSync(join(folder, 'layers.modalens.json'), 'utf8'));
    for (const { analyses, series } of [link, file]) {
      expect(series[0]?.points.map(({ label }) => label)).toEqual(['layer 0', 'layer 1']);
      expect(analyses.map(({ title }) => title)).toEqual(['layer 1']);
    }
    expect(file.series[0]?.points[0]?.report).toEqual(layers[0]?.report);
  });

  it('of a file each come from a folder, a pattern and a list, in the order of their numbers', async () => {
    files();
    const given: string[][] = [
      ['run'],
      ['run/x1_image_layer*.npy'],
      ['run/x1_image_layer10.npy', 'run/x1_image_layer2.npy'],
    ];
    const outputs = await Promise.all(
      given.map((x1) =>
        modalens(['analyze', ...x1, FILES[1]!, FILES[2]!, ...RUN, '--csv', `${x1.length}.csv`]),
      ),
    );
    for (const { code, out } of outputs) {
      expect(code).toBe(0);
      expect(out).toMatch(/layer 2 +[\d.]+ [\s\S]*layer 10 +[\d.]+ /);
    }
    expect(new Set(outputs.map(({ out }) => out)).size).toBe(1);
  });

  it.each<[string, string[], RegExp]>([
    ['no layers', [FILES[0]!, FILES[1]!, FILES[2]!], /None of X1, X2 and Y has layers/],
    ['a folder of several arrays', ['mixed', FILES[1]!, FILES[2]!], /several arrays: x1_image_layer\*/],
    ['an empty pattern', ['none*.npy', FILES[1]!, FILES[2]!], /No file matches "none\*\.npy"/],
    ['other layers of each', ['run', 'mixed/x2_text_layer*.npy', FILES[2]!], /X1 has 2, 10; X2 has 2, 3/],
    ['a pooling beside', ['stack.npy', FILES[1]!, FILES[2]!, '--pooling', 'mean'], /do not go together/],
  ])('%s: exit code 2 and one line', async (_, args, said) => {
    files();
    const { code, out, err } = await modalens(['analyze', ...args, '--layers']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});
