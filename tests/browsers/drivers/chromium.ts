/** Chromium by Playwright, as in all other tests of the page. */

import { chromium, type JSHandle } from '@playwright/test';
import { launch } from '../../e2e/chromium.mjs';
import type { Driver, InPage, Tab } from './driver';

export async function startChromium(): Promise<Driver> {
  const browser = await chromium.launch(launch);
  const tab = async (): Promise<Tab> => {
    const page = await browser.newPage();
    return {
      open: async (address) => void (await page.goto(address)),
      ask: <T, A>(what: InPage<A, T>, given?: A) => page.evaluate(what as never, given) as Promise<T>,
      async press(find, given) {
        const found = (await page.evaluateHandle(find as never, given)) as JSHandle;
        const element = found.asElement();
        await element?.click();
        return element !== null;
      },
      choose: (selector, paths) => page.locator(selector).setInputFiles([...paths]),
      async picture(path, width, height) {
        await page.setViewportSize({ width, height });
        await page.screenshot({ path });
      },
      close: () => page.close(),
    };
  };
  return { version: browser.version(), tab, close: () => browser.close() };
}
