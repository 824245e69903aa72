/**
 * The fixture of the desktop specs: the built shell in a folder of the test's own, on the stand-in for Electron or, with
 * RANKLAB_ELECTRON=real, on Electron itself. Both provide the pages of all windows, and run functions in
 * main with the `electron` module.
 */
import { test as base, type Page } from '@playwright/test';
import { join } from 'node:path';
import { temporaryFolder } from '../e2e/serve';
import type { Desktop } from './desktop-handle';
import { launchReal } from './desktop-real';
import { launchStandIn } from './desktop-stand-in';

export { expect } from '@playwright/test';

export type { Desktop };

export interface DesktopOptions {
  readonly args?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

export interface DesktopFixtures {
  /** A folder of this test, removed afterwards. */
  readonly folder: string;
  /** Starts the application; calls in one test share their user data, so a second one is a restart. */
  readonly launch: (options?: DesktopOptions) => Promise<Desktop>;
  readonly desktop: Desktop;
  readonly window: Page;
}

export const onRealElectron = process.env['RANKLAB_ELECTRON'] === 'real';

export const test = base.extend<DesktopFixtures>({
  folder: async ({ baseURL: _ }, use) => {
    const folder = await temporaryFolder('desktop');
    await use(folder.path);
    await folder.discard();
  },
  launch: async ({ folder }, use) => {
    const started: Desktop[] = [];
    await use(async ({ args = [], environment = {} } = {}) => {
      const options = {
        args: [`--user-data-dir=${join(folder, 'user-data')}`, ...args],
        environment: { ...process.env, HOME: folder, RANKLAB_CONFIG_DIR: join(folder, 'configuration'), ...environment },
      };
      const desktop = await (onRealElectron ? launchReal(options) : launchStandIn(options));
      started.push(desktop);
      return desktop;
    });
    for (const desktop of started) {
      try {
        process.kill(desktop.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
      await desktop.ended;
    }
  },
  desktop: async ({ launch }, use) => {
    await use(await launch());
  },
  window: async ({ desktop }, use) => {
    await use(await desktop.firstWindow());
  },
});
