/**
 * The fixture of the specs that use the application as an analyst does. A spec named `story-….spec.ts` runs
 * twice: in a browser on `ranklab serve` (project `browser`) and in the desktop window (project `desktop`).
 *
 *     import { expect, test } from './app';
 *     test.use({ sample: ['--users', '300', '--videos', '500', '--interactions', '6000'] });
 *     test('…', async ({ page, exportFiles }) => { … });
 */
import type { Browser, Page } from '@playwright/test';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test as desktopTest, type Desktop } from '../electron/desktop';
import { ranklab, serve } from './serve';

export { expect } from '../electron/desktop';

type Files = Record<string, string>;

/** The application with its workspace open, wherever it runs. */
interface Opened {
  readonly page: Page;
  /** Runs an action that exports, and returns the files by name. */
  exportFiles(action: () => Promise<void>, count: number): Promise<Files>;
  close(): Promise<void>;
}

interface AppFixtures {
  readonly host: 'browser' | 'desktop';
  /** Arguments of `ranklab pipeline` that fill the workspace beforehand; none: it starts empty. */
  readonly sample: string[];
  /** Whether `slowed` works: not with real Electron, whose service takes no NODE_OPTIONS. */
  readonly pace: boolean;
  /** Slows the service's work that yields while a function runs, so that a test can observe it on a fast machine, too. */
  readonly slowed: (during: () => Promise<void>) => Promise<void>;
  /** The workspace's folder. A spec may override it to fill the workspace differently. */
  readonly workspace: string;
  readonly opened: Opened;
  /** Errors on the page so far. Must be empty at the end; a test that provokes an error removes it. */
  readonly pageErrors: string[];
  /** Runs an action that makes the application export `count` files, and returns their texts by name. */
  readonly exportFiles: (action: () => Promise<void>, count: number) => Promise<Files>;
}

/** Environment of a service that `slowed` can slow down; see pace.mjs. */
const pacedBy = (file: string): NodeJS.ProcessEnv => ({
  RANKLAB_TEST_PACE: file,
  NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'pace.mjs')).href}`,
});

async function inBrowser(browser: Browser, workspace: string, environment: NodeJS.ProcessEnv): Promise<Opened> {
  const served = await serve(workspace, environment);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(served.url);
  return {
    page,
    exportFiles: async (action, count) => {
      const downloads: Promise<[string, string]>[] = [];
      page.on('download', (download) =>
        downloads.push(download.path().then(async (path) => [download.suggestedFilename(), await readFile(path, 'utf8')])),
      );
      await action();
      while (downloads.length < count) await page.waitForTimeout(50);
      page.removeAllListeners('download');
      return Object.fromEntries(await Promise.all(downloads));
    },
    close: async () => {
      await page.close();
      await served.stop();
    },
  };
}

async function inWindow(desktop: Desktop, folder: string): Promise<Opened> {
  const page = await desktop.firstWindow();
  // Opening a workspace from the system goes to the page where work continues; a browser starts on Home.
  await page.waitForURL(/#\/(lab|model|data)/);
  await page.getByRole('navigation').getByText('Home').click();
  const target = join(folder, 'exported');
  return {
    page,
    exportFiles: async (action, count) => {
      await mkdir(target, { recursive: true });
      await desktop.evaluate(({ dialog }, path) => {
        const answer = { canceled: false, filePaths: [path] };
        dialog.showOpenDialog = () => Promise.resolve(answer);
        dialog.showSaveDialog = (...args: unknown[]) => {
          const { defaultPath } = args.at(-1) as { defaultPath: string };
          return Promise.resolve({ canceled: false, filePath: `${path}/${defaultPath.split(/[\\/]/).at(-1)}` });
        };
        dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
      }, target);
      await action();
      const finished = async (): Promise<string[]> => (await readdir(target)).filter((name) => !name.endsWith('.partial'));
      while ((await finished()).length < count) await page.waitForTimeout(50);
      const names = await finished();
      return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(target, name), 'utf8')] as const)));
    },
    close: async () => undefined,
  };
}

/** A rejected request is the service's response to bad input, which the page displays; it is not an error of the page. */
const isPageError = (text: string): boolean => !text.includes('Failed to load resource');

export const test = desktopTest.extend<AppFixtures>({
  host: ['browser', { option: true }],
  sample: [[], { option: true }],
  pace: [false, { option: true }],
  slowed: async ({ folder }, use) => {
    const file = join(folder, 'pace');
    await use(async (during) => {
      await writeFile(file, '');
      await during().finally(() => rm(file));
    });
  },
  workspace: async ({ folder, sample, host }, use) => {
    const path = join(folder, 'Test workspace');
    if (sample.length > 0) await ranklab(['pipeline', '--workspace', path, '--quiet', ...sample]);
    // A window opens an existing workspace, so serve the folder briefly to create an empty one.
    else if (host === 'desktop') await serve(path).then((served) => served.stop());
    await use(path);
  },
  opened: async ({ host, browser, launch, workspace, folder, pace }, use) => {
    const environment = pace ? pacedBy(join(folder, 'pace')) : {};
    const opened =
      host === 'desktop'
        ? await inWindow(await launch({ args: [workspace], environment }), folder)
        : await inBrowser(browser, workspace, environment);
    await use(opened);
    await opened.close();
  },
  pageErrors: async ({ host: _ }, use) => {
    await use([]);
  },
  page: async ({ opened: { page }, pageErrors }, use) => {
    page.on('pageerror', (error) => pageErrors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && isPageError(message.text())) pageErrors.push(message.text());
    });
    await use(page);
    desktopTest.expect(pageErrors, 'errors on the page').toEqual([]);
  },
  exportFiles: async ({ opened }, use) => {
    await use((action, count) => opened.exportFiles(action, count));
  },
});
