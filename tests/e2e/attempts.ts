/**
 * Every way that a script has of sending something, short of leaving the page: from the page, and from each
 * of its workers.
 */

import type { Page, Worker } from '@playwright/test';
import { answered, chooseFiles, small } from './site';

async function fromPage(page: Page, to: string): Promise<void> {
  await page.evaluate(async (origin) => {
    const tries: (() => unknown)[] = [
      () => fetch(`${origin}page-fetch`),
      () => navigator.sendBeacon(`${origin}page-beacon`, 'x'),
      () => {
        new Image().src = `${origin}page-image`;
      },
      () => new WebSocket(`${origin.replace('http', 'ws')}page-socket`),
      () => new EventSource(`${origin}page-events`),
      () => import(/* @vite-ignore */ `${origin}page-import.js`),
      () => {
        const x = new XMLHttpRequest();
        x.open('GET', `${origin}page-xhr`);
        x.send();
      },
      () => {
        for (const [tag, attribute] of [
          ['script', 'src'],
          ['iframe', 'src'],
          ['video', 'src'],
          ['object', 'data'],
          ['embed', 'src'],
        ] as const) {
          const e = document.createElement(tag);
          e.setAttribute(attribute, `${origin}page-${tag}`);
          document.body.append(e);
        }
      },
      () => {
        for (const rel of ['stylesheet', 'prefetch', 'preload', 'modulepreload', 'icon']) {
          const e = document.createElement('link');
          e.rel = rel;
          e.as = 'fetch';
          e.href = `${origin}page-link-${rel}`;
          document.head.append(e);
        }
      },
    ];
    await Promise.allSettled(tries.map(async (attempt) => attempt()));
  }, to);
}

async function fromWorker(worker: Worker, to: string): Promise<void> {
  await worker.evaluate(async (origin) => {
    const tries: (() => unknown)[] = [
      () => fetch(`${origin}worker-fetch`),
      () => new WebSocket(`${origin.replace('http', 'ws')}worker-socket`),
      () => new EventSource(`${origin}worker-events`),
      () => import(/* @vite-ignore */ `${origin}worker-import.js`),
      () =>
        (self as unknown as { importScripts: (url: string) => void }).importScripts(
          `${origin}worker-script.js`,
        ),
      () => {
        const x = new XMLHttpRequest();
        x.open('GET', `${origin}worker-xhr`);
        x.send();
      },
    ];
    await Promise.allSettled(tries.map(async (attempt) => attempt()));
  }, to);
}

/** An analysis, then every attempt from the page and from each of its workers. */
export async function attempts(page: Page, site: string, to: string): Promise<number> {
  await page.goto(site);
  await chooseFiles(page, small());
  await page.getByRole('button', { name: /^Run/ }).click();
  await answered(page);
  const workers = page.workers();
  await fromPage(page, to);
  for (const worker of workers) await fromWorker(worker, to);
  // A connection that is allowed arrives at once; this is the page's own clock running on, not a wait for a
  // result.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  return workers.length;
}
