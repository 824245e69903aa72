import { defineConfig } from '@playwright/test';
import { chromiumArguments, chromiumPath } from './scripts/chromium.mjs';

const executablePath = chromiumPath();

/**
 * Stories whose way depends on the host: files, streams, saving, failures. On the stand-in for Electron a window is the same page in the same
 * Chromium, so the other stories run once, in the browser; on real Electron all of them run.
 */
const hostStories = ['bad-input', 'damage', 'import', 'lab', 'runs', 'sample', 'saving', 'simulate'].map(
  (name) => `**/story-${name}.spec.ts`,
);
const desktopStories = process.env['RANKLAB_ELECTRON'] === 'real' ? ['**/story-*.spec.ts'] : hostStories;

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
    { name: 'desktop', testMatch: ['**/desktop-*.spec.ts', ...desktopStories], use: { host: 'desktop' } },
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: { ...(executablePath !== undefined && { executablePath }), args: chromiumArguments() },
  },
});
