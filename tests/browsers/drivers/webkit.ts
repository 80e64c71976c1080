/**
 * WebKitGTK by its own driver, on a display of its own, over classic WebDriver: selenium-webdriver speaks it.
 * The engine is Safari's; it has one window, so a new tab is the same one, emptied.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { Builder, type WebDriver, type WebElement } from 'selenium-webdriver';
import type { Driver, InPage, Tab } from './driver';

const free = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

const start = (program: string, args: string[], env = {}) =>
  spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });

/** A display without a screen; gives its number, which it writes once it is ready. */
async function startDisplay(program: string) {
  const child = start(program, ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp']);
  const [number] = (await once(child.stdio[3] as Readable, 'data')) as [Buffer];
  return { child, display: `:${number.toString().trim()}` };
}

/** The driver on a display and a port. */
async function startDriver(program: string, display: string) {
  const port = await free();
  const child = start(program, [`--port=${port}`], {
    DISPLAY: display,
    // Drawn without a graphics card. The sandbox needs rights that a container does not give.
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  });
  const server = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${server}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { child, server };
}

/** The window so large that the page has the size asked for: frames take their part. */
async function resize(driver: WebDriver, width: number, height: number): Promise<void> {
  const inside = () => driver.executeScript<[number, number]>(() => [innerWidth, innerHeight]);
  const { width: outer, height: tall } = await driver.manage().window().getRect();
  const [w, h] = await inside();
  await driver
    .manage()
    .window()
    .setRect({ width: outer + width - w, height: tall + height - h });
}

export async function startWebKit(found: {
  browser: string;
  driver: string;
  display: string;
}): Promise<Driver> {
  const screen = await startDisplay(found.display);
  const { child, server } = await startDriver(found.driver, screen.display);
  const driver = await new Builder()
    .usingServer(server)
    .withCapabilities({
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: found.browser, args: ['--automation'] },
    })
    .build();
  await driver.manage().setTimeouts({ script: 120_000 });
  const tab = async (): Promise<Tab> => {
    await driver.get('about:blank');
    await resize(driver, 1280, 800);
    return {
      open: (address) => driver.get(address),
      ask: <T, A>(what: InPage<A, T>, given?: A) => driver.executeScript<T>(what as never, given),
      async press(find, given) {
        const found = await driver.executeScript<WebElement | null>(find as never, given);
        await found?.click();
        return found !== null;
      },
      choose: async (selector, paths) =>
        (await driver.findElement({ css: selector })).sendKeys(paths.join('\n')),
      async picture(path, width, height) {
        await resize(driver, width, height);
        await writeFile(path, await driver.takeScreenshot(), 'base64');
      },
      close: () => driver.get('about:blank'),
    };
  };
  return {
    version: (await driver.getCapabilities()).get('browserVersion') as string,
    tab,
    close: async () => {
      await driver.quit();
      child.kill();
      screen.child.kill();
    },
  };
}
