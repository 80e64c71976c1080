/**
 * Two hundred analyses and a hundred cancellations in one tab: the memory of its process and what its scripts
 * hold stay within a tenth, every run ends, and the last answer is the first. `npm run test:large -- soak`.
 */

import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from '@playwright/test';
import { answered, chooseFiles, expect, exported, longer, small, test } from '../e2e/site';

const ROUNDS = 100;
/**
 * Analyses before memory is first looked at: caches fill, and the browser goes on compiling what runs once an
 * analysis for a hundred of them (all that a heap snapshot then has more is code).
 */
const BEFORE = 120;
const MEGABYTE = 2 ** 20;

/** What the processes of pages hold, workers and engine with them; Linux tells. */
async function resident(browser: CDPSession): Promise<number> {
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const pages = processInfo.filter(({ type }) => type === 'renderer');
  const kilobytes = pages.map(({ id }) => {
    const [, text] = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+) kB/m) ?? [];
    return Number(text);
  });
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** Megabytes of the scripts of the page, and of all its processes. */
interface Held {
  scripts: number;
  processes: number;
}

/** What is held once what nobody needs is gone. */
async function held(page: Page, own: CDPSession, browser: CDPSession): Promise<Held> {
  // Workers collect their garbage only when memory is short: they are told that it is.
  await own.send('Memory.simulatePressureNotification', { level: 'critical' });
  await page.waitForTimeout(2000);
  for (let time = 0; time < 3; time += 1) await own.send('HeapProfiler.collectGarbage');
  const { usedSize } = await own.send('Runtime.getHeapUsage');
  return { scripts: usedSize / MEGABYTE, processes: await resident(browser) };
}

async function begin(page: Page, files = small(300), samples = '300'): Promise<void> {
  await chooseFiles(page, files);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`Ready to run: ${samples} samples`);
  await page.getByLabel('Codes per modality, K').selectOption('3');
  await page.getByLabel('K-means partitions').selectOption('5');
  await page.getByRole('button', { name: /^Run/ }).click();
}

async function afresh(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await expect(page.getByText('Drop X1, X2 and Y')).toBeVisible();
}

async function analyse(page: Page): Promise<Record<string, unknown>> {
  await begin(page);
  await answered(page);
  const report = await exported(page);
  await afresh(page);
  return report;
}

async function plain(page: Page): Promise<void> {
  await begin(page);
  await answered(page);
  await afresh(page);
}

/** Cancels at another moment each time; whether it was still at work. */
async function cancel(page: Page, round: number): Promise<boolean> {
  await begin(page, longer(), '3,000');
  await page.waitForTimeout((round * 37) % 900);
  const button = page.getByRole('button', { name: /^Cancel/ });
  const stopped = await button.click({ timeout: 500 }).then(
    () => true,
    () => false,
  );
  if (stopped) await expect(page.getByRole('heading', { level: 1 })).toContainText('Ready to run');
  else await answered(page);
  return stopped;
}

test('200 analyses and 100 cancellations leave memory flat and nothing pending', async ({ page, site }) => {
  test.setTimeout(60 * 60_000);
  test.skip(process.platform !== 'linux', 'memory of processes is read from /proc');
  await page.goto(site);
  const own = await page.context().newCDPSession(page);
  const browser = await page.context().browser()!.newBrowserCDPSession();
  const first = await analyse(page);
  for (let time = 1; time < BEFORE; time += 1) await plain(page);
  const looks = [await held(page, own, browser)];
  let cancelled = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (await cancel(page, round)) cancelled += 1;
    await plain(page);
    if (round % 2 === 0) await plain(page);
    if (round % 10 === 9) {
      const now = await held(page, own, browser);
      looks.push(now);
      console.log(`round ${round + 1}: ${now.scripts.toFixed(1)} and ${now.processes.toFixed(0)} MB`);
    }
  }
  // What nobody needs goes when the browser likes: the least of each half tells what stays.
  const least = (of: keyof Held, some: Held[]): number => Math.min(...some.map((look) => look[of]));
  const halves = [looks.slice(0, looks.length / 2), looks.slice(looks.length / 2)] as const;
  const [before, after] = halves.map((half) => ({
    scripts: least('scripts', half),
    processes: least('processes', half),
  })) as [Held, Held];
  console.log(`${cancelled} cancelled while at work; ${JSON.stringify({ before, after })}`);
  expect(cancelled).toBeGreaterThan(ROUNDS / 4);
  expect(await analyse(page)).toEqual(first);
  expect(after.scripts).toBeLessThan(1.1 * before.scripts);
  expect(after.processes).toBeLessThan(1.1 * before.processes);
});
