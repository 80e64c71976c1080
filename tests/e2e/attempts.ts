/** An analysis, then every attempt to send something, from the page and from each of its workers. */

import type { Page } from '@playwright/test';
import { leakFromPage, leakFromWorker } from './leaks';
import { answered, chooseFiles, small } from './site';

/** `to` is an origin that ends in a slash; gives the number of workers. */
export async function attempts(page: Page, site: string, to: string): Promise<number> {
  await page.goto(site);
  await chooseFiles(page, small());
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  const workers = page.workers();
  await page.evaluate(leakFromPage, to);
  for (const worker of workers) await worker.evaluate(leakFromWorker, to);
  // A connection that is allowed arrives at once; this is the page's own clock running on, not a wait for a
  // result.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  return workers.length;
}
