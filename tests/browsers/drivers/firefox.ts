/** Firefox as it is installed, over WebDriver BiDi: puppeteer-core speaks it without a driver in between. */

import puppeteer, { type ElementHandle, type JSHandle } from 'puppeteer-core';
import type { Driver, InPage, Tab } from './driver';

/** Nothing of the browser itself connects anywhere, and a download asks nothing. */
const PREFERENCES = {
  'app.update.disabledForTesting': true,
  'browser.download.folderList': 2,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

export async function startFirefox(found: { browser: string }, downloads: string): Promise<Driver> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: found.browser,
    headless: true,
    extraPrefsFirefox: { ...PREFERENCES, 'browser.download.dir': downloads },
  });
  const tab = async (): Promise<Tab> => {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    return {
      open: async (address) => void (await page.goto(address)),
      ask: <T, A>(what: InPage<A, T>, given?: A) =>
        page.evaluate(what as never, given as never) as Promise<T>,
      async press(find, given) {
        const found = (await page.evaluateHandle(find as never, given as never)) as JSHandle;
        const element = found.asElement() as ElementHandle | null;
        await element?.click();
        return element !== null;
      },
      async choose(selector, paths) {
        const input = (await page.$(selector)) as ElementHandle<HTMLInputElement>;
        await input.uploadFile(...paths);
      },
      async picture(path, width, height) {
        await page.setViewport({ width, height });
        await page.screenshot({ path: path as `${string}.png` });
      },
      close: () => page.close(),
    };
  };
  return {
    version: (await browser.version()).replace('firefox/', ''),
    tab,
    close: () => browser.close(),
  };
}
