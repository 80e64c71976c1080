// Browsers besides Chromium: where they are, what brings them. Asked by the tests and by `npm test`.
import { existsSync } from 'node:fs';

const first = (paths) => paths.find((path) => existsSync(path)) ?? null;

/** Debian, Fedora and Arch put WebKitGTK's browser for tests in folders of their own. */
const WEBKIT = ['x86_64-linux-gnu/', 'aarch64-linux-gnu/', ''].flatMap((folder) =>
  ['4.1', '6.0', '4.0'].map((version) => `/usr/lib/${folder}webkit2gtk-${version}/MiniBrowser`),
);
const FIREFOX = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
];

/**
 * Each with its Debian packages; `found` gives what starts it, or null.
 * @type {Record<'Firefox' | 'WebKit', { packages: string[], found: () => Record<string, string> | null }>}
 */
export const BROWSERS = {
  Firefox: {
    packages: ['firefox-esr'],
    found() {
      const browser = first(FIREFOX);
      return browser && { browser };
    },
  },
  WebKit: {
    packages: ['webkit2gtk-driver', 'xvfb'],
    found() {
      const [browser, driver, display] = [
        first(WEBKIT),
        first(['/usr/bin/WebKitWebDriver']),
        first(['/usr/bin/Xvfb']),
      ];
      return browser && driver && display && { browser, driver, display };
    },
  },
};
