// How Chromium is started: Playwright's own, or an installed one where that was not downloaded.
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const own = existsSync(chromium.executablePath());
const executablePath = own ? undefined : INSTALLED.find((path) => existsSync(path));

/** Nothing of the browser itself connects anywhere; root may only run it without the sandbox. */
export const launch = {
  ...(executablePath ? { executablePath } : {}),
  args: [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ],
};
