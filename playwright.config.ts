import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './scripts/chromium.mjs';

const executablePath = chromiumPath();

/** End-to-end tests on the system's Chromium; nothing is downloaded. */
export default defineConfig<{ host: 'browser' | 'desktop' }>({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './test/e2e/global-setup.ts',
  fullyParallel: true,
  workers: 2,
  // A slow machine may be late once; what fails twice is broken.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  projects: [
    { name: 'browser', testIgnore: '**/desktop-*.spec.ts', use: { trace: 'retain-on-failure' } },
    // Its windows belong to the application under test, not to the runner, which therefore cannot record them.
    { name: 'desktop', testMatch: ['**/desktop-*.spec.ts', '**/story-*.spec.ts'], use: { host: 'desktop' } },
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: { ...(executablePath !== undefined && { executablePath }), args: chromiumArguments() },
  },
});
