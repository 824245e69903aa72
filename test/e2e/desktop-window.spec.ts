/** Windows: where they open, what they show in their title, and what the system asks them to open. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Desktop } from '../electron/desktop';
import { ranklab } from './serve';
import { Lab } from './story/lab';

const title = (desktop: Desktop): Promise<string> => desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getTitle());
const makeWorkspace = (path: string): Promise<string> =>
  ranklab(['pipeline', '--workspace', path, '--quiet', '--users', '120', '--videos', '200', '--interactions', '2400', '--factors', '8']);

test('a window opens the application’s own page and reaches the service', async ({ desktop, window }) => {
  await expect(window.getByRole('navigation').first()).toBeVisible();
  await expect(window.getByText('Try the sample')).toBeVisible();
  const urls = await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((open) => open.webContents.getURL()));
  expect(urls.map((url) => url.replace(/#.*/, ''))).toEqual(['app://ranklab/index.html']);
  expect(await title(desktop)).toBe('RankLab');
});

test('a window returns to its size and place', async ({ launch }) => {
  const bounds = { x: 40, y: 60, width: 1100, height: 700 };
  const first = await launch();
  await first.firstWindow();
  await first.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0].setBounds(wanted), bounds);
  await first.quit();
  const second = await launch();
  await second.firstWindow();
  expect(await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].getNormalBounds())).toEqual(bounds);
});

test('a workspace given on the command line is opened and shown in the title', async ({ launch, folder }) => {
  const path = join(folder, 'Documentaries');
  await makeWorkspace(path);
  const desktop = await launch({ args: [path] });
  const window = await desktop.firstWindow();
  await expect(window.getByRole('heading', { level: 1, name: 'Documentaries' })).toBeVisible();
  await expect.poll(() => title(desktop)).toBe('Documentaries — RankLab');

  // The window shows a change until it is saved.
  await desktop.evaluate(({ BrowserWindow }) => {
    const titles: string[] = [];
    const edits: boolean[] = [];
    Object.assign(globalThis, { titles, edits });
    const { setTitle, setDocumentEdited } = BrowserWindow.prototype;
    BrowserWindow.prototype.setTitle = function (shown) {
      titles.push(shown);
      setTitle.call(this, shown);
    };
    BrowserWindow.prototype.setDocumentEdited = function (edited) {
      edits.push(edited);
      setDocumentEdited.call(this, edited);
    };
  });
  const seen = (name: 'titles' | 'edits'): Promise<unknown[]> =>
    desktop.evaluate((_electron, wanted) => (globalThis as unknown as Record<string, unknown[]>)[wanted], name);
  await new Lab(window).slider('Freshness').focus();
  await window.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => seen('titles')).toContain('• Documentaries — RankLab');
  await expect.poll(() => title(desktop)).toBe('Documentaries — RankLab');
  expect((await seen('edits')).slice(-2)).toEqual([true, false]);
});

test('a second start passes its arguments to the first, and ends', async ({ launch, folder }) => {
  const path = join(folder, 'Documentaries');
  await makeWorkspace(path);
  const desktop = await launch();
  const window = await desktop.firstWindow();
  await expect(window.getByText('Try the sample')).toBeVisible();
  const second = await launch({ args: [path] });
  await second.ended;
  await expect(window.getByRole('heading', { level: 1, name: 'Documentaries' })).toBeVisible();
  expect((await desktop.windows()).length).toBe(1);
});

test('a folder that is no workspace is not opened', async ({ launch, folder }) => {
  const path = join(folder, 'Holiday pictures');
  await mkdir(path);
  await writeFile(join(path, 'beach.png'), '');
  const desktop = await launch({ args: [path] });
  const window = await desktop.firstWindow();
  await expect(window.getByText('Try the sample')).toBeVisible();
  await expect(window.getByRole('heading', { level: 1, name: 'RankLab' }).first()).toBeVisible();
});

test('each window has its own message port', async ({ desktop, window }) => {
  await expect(window.getByText('Try the sample')).toBeVisible();
  await desktop.evaluate(
    ({ Menu }) => void (Menu.getApplicationMenu()!.getMenuItemById('new-window') as unknown as { click(): void }).click(),
  );
  await expect.poll(async () => (await desktop.windows()).length).toBe(2);
  // The versions come from the service; each page has requested them over a separate connection.
  for (const page of await desktop.windows()) await expect(page.getByText('DuckDB')).toBeVisible();
});

test('a page that crashes is reloaded', async ({ desktop, window }) => {
  await expect(window.getByText('Try the sample')).toBeVisible();
  await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0].webContents.forcefullyCrashRenderer());
  await expect
    .poll(
      async () =>
        (await (
          await desktop.windows()
        )[0]
          ?.getByText('Try the sample')
          .isVisible()
          .catch(() => false)) ?? false,
      { timeout: 20_000 },
    )
    .toBe(true);
});
