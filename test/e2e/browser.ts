/**
 * The fixture of the browser specs: a workspace folder of the test's own, `ranklab serve` on it, and the pages open
 * in Chromium. Import `test` and `expect` from here.
 */
import { test as base } from '@playwright/test';
import { join } from 'node:path';
import { serve, temporaryFolder, type Served } from './serve';

export { expect } from '@playwright/test';

interface BrowserFixtures {
  /** The folder of the workspace; `prepare` in the spec may fill it before the first use of `served`. */
  readonly workspace: string;
  readonly served: Served;
  /** Messages of uncaught errors and refused resources; must be empty at the end of every test. */
  readonly pageErrors: string[];
}

export const test = base.extend<BrowserFixtures>({
  workspace: async ({ baseURL: _ }, use) => {
    const folder = await temporaryFolder('workspace');
    await use(join(folder.path, 'workspace'));
    await folder.discard();
  },
  served: async ({ workspace }, use) => {
    const served = await serve(workspace);
    await use(served);
    await served.stop();
  },
  pageErrors: async ({ baseURL: _ }, use) => {
    await use([]);
  },
  page: async ({ page, served, pageErrors }, use) => {
    page.on('pageerror', (error) => pageErrors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') pageErrors.push(message.text());
    });
    await page.goto(served.url);
    await use(page);
    base.expect(pageErrors, 'errors on the page').toEqual([]);
  },
});
