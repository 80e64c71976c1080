import type { LaunchOptions } from '@playwright/test';

/** Options for starting Chromium here. */
export const launch: LaunchOptions;
