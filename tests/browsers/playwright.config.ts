import { defineConfig } from '@playwright/test';

/** `npm run test:browsers`, after `npm run build`: the same jobs in each browser, one after the other. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/browsers',
  timeout: 120_000,
  expect: { timeout: 60_000 },
  workers: 1,
  retries: 0,
  reporter: [['list']],
});
