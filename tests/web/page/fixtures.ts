/** States for tests and pictures of views: what an analysis leaves beside its report, files, systems. */

import type { Extras, InputFacts, Report, SystemInfo } from '../../../www/page/library';
import type { Result } from '../../../www/page/state/analyses';
import type { Repetition } from '../../../www/page/state/app';
import type { Entry } from '../../../www/page/state/entry';

export function extrasOf({ k, ky }: { k: number; ky: number }): Extras {
  const cells: number[] = [];
  const counts: number[] = [];
  for (let cell = 0; cell < k * k * ky; cell++) {
    const value = Math.max(
      0,
      Math.round(
        9 * Math.exp(-Math.abs((cell % k) - Math.floor(cell / (k * ky)))) * (1 + Math.sin(cell * 1.7)) - 0.6,
      ),
    );
    if (value) {
      cells.push(Math.floor(cell / (k * ky)), Math.floor(cell / ky) % k, cell % ky);
      counts.push(value);
    }
  }
  const trace = Array.from({ length: 42 }, (_, i): [number, number, number] => [
    i,
    1.57 - 0.4 * 0.7 ** i - 4e-7,
    1.57 + 0.3 * 0.7 ** i + 4e-7,
  ]);
  return {
    counts: { shape: [k, k, ky], cells, counts },
    codes: { x1: new Uint32Array(4), x2: new Uint32Array(4), y: new Uint32Array(4) },
    codebooks: {},
    trace,
  };
}

export const result = (report: Report, more: Partial<Result> = {}): Result => ({
  report,
  extras: extrasOf({ k: report.partition.k1, ky: report.partition.ky }),
  truth: null,
  title: null,
  series: [],
  ...more,
});

const facts = (
  name: string,
  shape: number[],
  dtype: string,
  bytes: number,
  preview: string[],
  distinct?: number,
): InputFacts => ({
  name,
  kind: distinct ? 'labels' : 'numbers',
  shape,
  dtype,
  rows: shape[0] ?? 0,
  fitted: shape[0] ?? 0,
  columns: shape[1] ?? 1,
  bytes,
  preview,
  distinct: distinct ?? null,
  answers: distinct ?? null,
  scores: null,
  target: { spellings: null, scores: null },
  label_names: [],
  members: [],
  repeated: null,
  column: null,
  features: [],
  ids: null,
  nonfinite: { count: 0, rows: [] },
  constant: false,
  notes: [],
});

let id = 1;
export const entry = (
  path: string,
  slot: Entry['slot'],
  name: string,
  found: InputFacts | null,
  problem: Entry['problem'] = null,
): Entry => ({
  id: id++,
  file: new File([], path),
  path,
  how: {},
  slot,
  byHand: false,
  example: false,
  name,
  facts: found,
  read: found || problem ? 1 : 0,
  problem,
});

export const FILES: Entry[] = [
  entry(
    'image_layer6.npy',
    'x1',
    'image',
    facts('image_layer6.npy', [1906, 320], 'float16', 1219968, [
      '0.113',
      '-0.087',
      '0.402',
      '0.000',
      '0.251',
    ]),
  ),
  entry(
    'text.npy',
    'x2',
    'text',
    facts('text.npy', [1906, 384], 'float16', 1463936, ['-0.021', '0.064', '-0.010', '0.055', '0.038']),
  ),
  entry('label.npy', 'y', 'label', facts('label.npy', [1906], 'int64', 15376, ['6', '6', '6', '6', '6'], 9)),
];

const system = (title: string, r: number, u1: number, u2: number, s: number, h_y: number): SystemInfo => ({
  name: title,
  title,
  description: '',
  group: 'vision_language',
  rho: 0.3,
  strengths: null,
  shape: [8, 8, 4],
  truth: { redundancy: r, unique1: u1, unique2: u2, synergy: s },
  within: null,
  h_y,
});

export const SYSTEMS: SystemInfo[] = [
  system('Additive, symmetric', 0.697, 0, 0, 0.573, 2),
  system('Additive, asymmetric', 0.242, 1.117, 0, 0.073, 2),
  system('Concatenation, symmetric', 0.057, 0.489, 0.489, 0, 1.97),
  system('Concatenation, asymmetric', 0.056, 0.66, 0.172, 0, 1.99),
  system('Gated, symmetric', 0.681, 0, 0.151, 0.672, 2),
  system('Gated, asymmetric', 0.367, 0.786, 0, 0.273, 2),
  system('Cross-attention, text to image', 0, 0.263, 0, 0.402, 1),
  system('Cross-attention, image to text', 0, 0, 0.263, 0.402, 1),
  system('Cross-attention, symmetric', 0.085, 0, 0, 0.331, 1),
  system('Image only', 0, 1.497, 0, 0, 2),
  system('Redundant', 1.497, 0, 0, 0, 2),
];
const gated = SYSTEMS[5];
if (gated)
  gated.description =
    'Gated fusion, asymmetric: a bit of text picks image with probability 0.95 or 0.60; 5 % of answers are ' +
    'random.';

/** Forty repetitions around the truth, two of them missing it. */
export const REPETITIONS: Repetition[] = Array.from({ length: 40 }, (_, i) => {
  const wave = (k: number) => Math.sin(i * 2.4 + k) * 0.045;
  const around = (truth: number, half: number, k: number) =>
    [truth + wave(k) - half, truth + wave(k) + half] as const;
  return {
    u1: around(0.786 + (i === 28 ? -0.14 : 0), 0.09, 1),
    r: around(0.367 + (i === 28 ? 0.1 : 0), 0.05, 2),
    u2: [-0.001, 0.01],
    s: around(0.273, 0.05, 3),
  };
});
