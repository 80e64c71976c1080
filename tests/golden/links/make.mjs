// Makes a golden link and what it must open as: node tests/golden/links/make.mjs m2-NAME, after `npm run
// build`. Links of past versions are kept as they are; this makes new ones only.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createAnalyzer } from '../../../dist/node.js';
import { decodeLink, encodeLink, pointOf, shareOne } from '../../../dist/share.js';

const name = process.argv[2];
const digits = (file) => fileURLToPath(new URL(`../digits/${file}.npy`, import.meta.url));
const inputs = { x1: digits('top'), x2: digits('bottom'), y: digits('digit') };
const options = { k: 8, seed: 1, partitions: 2, n_init: 2, names: ['top', 'bottom', 'digit'] };

const analyzer = await createAnalyzer();
const { report, extras } = await analyzer.run(inputs, options);
const points = [];
for (const k of [2, 4, 8]) {
  const each = await analyzer.analyze(inputs, { ...options, k });
  points.push(pointOf(each, k, String(k)));
}
analyzer.dispose();

const series = [{ kind: 'k', title: null, names: options.names, points }];
const shared = { ...shareOne(report, extras), series, view: { tab: 'details' } };
const { fragment } = await encodeLink(shared, { inputNames: true });
await writeFile(new URL(`${name}.txt`, import.meta.url), `${fragment}\n`);
const decoded = JSON.stringify(await decodeLink(fragment), null, 1);
await writeFile(new URL(`${name}.json`, import.meta.url), `${decoded}\n`);
console.log(`${fragment.length} characters`);
