/**
 * The same jobs in every browser: the main job on real files with the report that Node gives, bit for bit;
 * links; nothing leaves the tab.
 */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Analyzer, PartialOptions, Source } from '../../www/lib/node';
import { LEAKS, leakFromPage, leakFromWorker } from '../e2e/leaks';
import {
  EMOJI,
  floats,
  integers,
  noise,
  ROOT,
  type ServedSite,
  serveElsewhere,
  serveSite,
} from '../e2e/site';
import { BROWSERS } from './browsers.mjs';
import { startChromium } from './drivers/chromium';
import type { Driver, Tab } from './drivers/driver';
import { startFirefox } from './drivers/firefox';
import { startWebKit } from './drivers/webkit';
import { chooseReady, complaints, heading, link, open, option, press, report, run, says } from './page';

const NAMES: [string, string, string] = ['image', 'text', 'label'];
const golden = (name: string) => join(ROOT, 'tests/golden/parquet', name);
const SMALL = ['image.npy', 'text.npy', 'label.npy'].map(golden);

/** What starts each browser, given a folder for downloads; null where it is not installed. */
const STARTS: Record<string, ((downloads: string) => Promise<Driver>) | null> = {
  Chromium: startChromium,
  Firefox: started(BROWSERS.Firefox.found(), startFirefox),
  WebKit: started(BROWSERS.WebKit.found(), startWebKit),
};

function started<F>(found: F | null, start: (found: F, downloads: string) => Promise<Driver>) {
  return found && ((downloads: string) => start(found, downloads));
}

let site: ServedSite;
let folder: string;
let node: Analyzer;
let share: typeof import('../../www/lib/share');

test.beforeAll(async () => {
  site = await serveSite();
  folder = await mkdtemp(join(tmpdir(), 'modalens-browsers-'));
  // As it is published.
  const built = (name: string): Promise<unknown> => import(`${ROOT}/dist/${name}.js`);
  share = (await built('share')) as typeof share;
  node = await ((await built('node')) as typeof import('../../www/lib/node')).createAnalyzer();
});

test.afterAll(async () => {
  node.dispose();
  await site.close();
  await rm(folder, { recursive: true });
});

const inNode = ([x1, x2, y]: readonly Source[], options: PartialOptions) =>
  node.run({ x1: x1!, x2: x2!, y: y! }, options);

/** Files that a page reads in several pieces: image, text and label of so many samples. */
async function large(n: number): Promise<string[]> {
  const files: [string, Buffer][] = [
    ['image.npy', floats([n, 700], (i) => (Math.floor(i / 700) % 3) + noise(i))],
    ['text.npy', floats([n, 4], (i) => (Math.floor(i / 8) % 2) * 3 + noise(i + 7))],
    ['label.npy', integers(n, (i) => (i % 3) + ((i >> 1) % 2))],
  ];
  await Promise.all(files.map(([name, bytes]) => writeFile(join(folder, name), bytes)));
  return files.map(([name]) => join(folder, name));
}

for (const [name, start] of Object.entries(STARTS)) {
  test.describe(name, () => {
    test.skip(start === null, `${name} is not installed`);
    let driver: Driver;
    let tab: Tab;

    test.beforeAll(async () => {
      await mkdir(join(folder, name));
      driver = await start!(join(folder, name));
      console.log(`${name} ${driver.version}`);
    });
    test.afterAll(() => driver?.close());
    test.beforeEach(async () => {
      tab = await driver.tab();
    });
    test.afterEach(() => tab.close());

    test('emoji files through the file input: the pooled answer, and the report of Node', async () => {
      await open(tab, site.address);
      await chooseReady(tab, EMOJI);
      expect(await heading(tab)).toBe('Ready to run: 1,906 samples in X1, X2 and Y');
      await option(tab, 'Codes per modality, K', '8');
      await run(tab);
      const there = await inNode(EMOJI, { k: 8, seed: 7, names: NAMES });
      expect(await heading(tab)).toContain('Text contributes more than image');
      expect(await report(tab)).toEqual(there.report);
      await press(tab, 'button', 'as table');
      await says(tab, there.report.atoms_bits.redundancy.estimate!.toFixed(2));
      expect(await complaints(tab)).toEqual([]);
    });

    test('the example, its link, and the link again in a new page: recomputed, identical', async () => {
      await open(tab, site.address);
      await press(tab, 'button', 'Try the emoji example');
      await expect.poll(() => heading(tab)).toContain('Text contributes more than image');
      const sentence = await heading(tab);
      const address = await link(tab);
      expect(address.startsWith(`${site.address}#m2.`)).toBe(true);
      const reader = await driver.tab();
      await open(reader, address);
      await says(reader, 'From a link. Recomputed here: identical.');
      expect(await heading(reader)).toBe(sentence);
      expect(await complaints(reader)).toEqual([]);
    });

    test('a link made by the package opens: recomputed, identical', async () => {
      const { report, extras } = await inNode(EMOJI, { k: 8, seed: 3, method: 'plugin', names: NAMES });
      const { fragment, counts } = await share.encodeLink(share.shareOne(report, extras));
      expect(counts).toBe(true);
      await open(tab, site.address + fragment);
      await says(tab, 'From a link. Recomputed here: identical.');
      await says(tab, 'n = 1,906');
    });

    /** An analysis of one partition of the files that are chosen; gives its report. */
    const quick = async () => {
      await expect.poll(() => heading(tab)).toContain('Ready to run');
      await option(tab, 'Codes per modality, K', '4');
      await option(tab, 'K-means partitions', 'plugin');
      await run(tab);
      return report(tab);
    };
    const QUICK = { k: 4, seed: 7, method: 'plugin' } as const;

    test('a file that is read in pieces: the report of Node', async () => {
      const files = await large(2000);
      await open(tab, site.address);
      await tab.choose('#choose-files', files);
      expect(await quick()).toEqual((await inNode(files, { ...QUICK, names: NAMES })).report);
    });

    test('a column of Parquet: the report of Node', async () => {
      const [file, ...rest] = [golden('pandas.parquet'), ...SMALL.slice(1)];
      await open(tab, site.address);
      await tab.choose('#choose-files', [file, ...rest]);
      await option(tab, 'Role of pandas.parquet', 'x1');
      await option(tab, 'Column of pandas.parquet', 'image');
      const column = { source: file, column: 'image', name: 'pandas.parquet › image' };
      const there = await inNode([column, ...rest], { ...QUICK, names: ['pandas', 'text', 'label'] });
      expect(await quick()).toEqual(there.report);
    });

    test('once opened, nothing is asked of any host, and nothing can be', async () => {
      const [own, elsewhere] = [await serveSite(), await serveElsewhere()];
      await open(tab, own.address);
      await says(tab, 'It now works offline, as long as it is open.');
      const before = own.asked.length;
      await own.close();
      await chooseReady(tab, SMALL);
      await option(tab, 'Codes per modality, K', '3');
      await run(tab);
      await press(tab, 'nav a', 'Details');
      await says(tab, 'Certificate');
      expect(own.asked.length).toBe(before);
      expect(await complaints(tab)).toEqual([]);
      await leak(tab, elsewhere.address);
      expect(elsewhere.hits).toEqual([]);
      await elsewhere.close();
    });

    test('the control without the policy leaks, from page and workers', async () => {
      const [control, elsewhere] = [await serveSite({ policy: false }), await serveElsewhere()];
      await open(tab, control.address);
      await leak(tab, elsewhere.address);
      for (const kind of LEAKS) expect(elsewhere.hits).toContain(kind);
      await Promise.all([control.close(), elsewhere.close()]);
    });
  });
}

/** Every attempt from the page, and from a worker that starts as its own do. */
async function leak(tab: Tab, to: string): Promise<void> {
  await tab.ask(leakFromPage, to);
  await tab.ask(
    async (code) => {
      const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
      await new Promise<void>((resolve) => {
        worker.onmessage = () => resolve();
      });
      // A connection that is allowed arrives at once; this is the page's own clock running on.
      await new Promise((resolve) => setTimeout(resolve, 500));
    },
    `(${leakFromWorker})(${JSON.stringify(to)}).then(() => postMessage('tried'))`,
  );
}
