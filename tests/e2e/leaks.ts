/**
 * Every way that a script has of sending something, short of leaving the page. Both run where they are sent
 * to, so they use nothing from outside.
 */

/** What certainly arrives where no policy forbids it. */
export const LEAKS = [
  '/page-fetch',
  '/page-beacon',
  '/page-image',
  '/page-xhr',
  '/worker-fetch',
  '/worker-xhr',
] as const;

/** In the page; `origin` ends in a slash. */
export async function leakFromPage(origin: string): Promise<void> {
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
}

/** In a worker. */
export async function leakFromWorker(origin: string): Promise<void> {
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
}
