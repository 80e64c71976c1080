import { defineConfig } from '@playwright/test';
import everyday from '../../playwright.config';

/** `npm run test:large`, after `npm run build`: hours of real files from disk, one browser at a time. */
export default defineConfig({
  ...everyday,
  testDir: '.',
  outputDir: '../../test-results/large',
  timeout: 3 * 60 * 60 * 1000,
  workers: 1,
  // What is not there by then does not come.
  use: { ...everyday.use, actionTimeout: 60_000 },
});
