import { defineConfig } from '@playwright/test';
import { launch } from './tests/e2e/chromium.mjs';

/** The built page in a real Chromium; every worker serves `dist/site` itself (tests/e2e/site.ts). */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  // Ends what hangs; how long an analysis takes is the machine's.
  timeout: 180_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 2,
  retries: 0,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: launch,
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  },
});
