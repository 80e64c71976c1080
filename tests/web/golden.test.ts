// The same report from WebAssembly as from native Rust (tests/engine/analysis.rs), bit for bit, with
// any number of workers.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createAnalyzer, type PartialOptions, type Report } from '../../www/lib/node';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const golden = (name: string): Report =>
  JSON.parse(readFileSync(path(`tests/golden/${name}`), 'utf8')) as Report;

const CASES: [string, [string, string, string], PartialOptions][] = [
  [
    'report_digits.json',
    ['tests/golden/digits/top.npy', 'tests/golden/digits/bottom.npy', 'tests/golden/digits/digit.npy'],
    { k: 10, seed: 1 },
  ],
  [
    'report_emoji.json',
    ['www/public/emoji/image_layer6.npy', 'www/public/emoji/text.npy', 'www/public/emoji/label.npy'],
    { names: ['image', 'text', 'label'] },
  ],
];

test.each([1, 4])(
  'WebAssembly gives the native report with %i workers',
  { timeout: 120_000 },
  async (workers) => {
    const analyzer = await createAnalyzer({ workers });
    try {
      for (const [file, [x1, x2, y], options] of CASES) {
        const report = await analyzer.analyze({ x1: path(x1), x2: path(x2), y: path(y) }, options);
        // The native run does not hash its files.
        for (const input of Object.values(report.inputs)) {
          expect(input.sha256).toMatch(/^[0-9a-f]{64}$/);
          input.sha256 = null;
        }
        expect(report).toEqual(golden(file));
      }
    } finally {
      analyzer.dispose();
    }
  },
);
