/** The effect of the application's menu on the page, and the About information. */
import { join } from 'node:path';
import { expect, test, type Desktop } from '../electron/desktop';
import { ranklab } from './serve';

const click = (desktop: Desktop, id: string): Promise<void> =>
  desktop.evaluate(({ Menu }, itemId) => {
    const item = Menu.getApplicationMenu()!.getMenuItemById(itemId) as unknown as { click(): void };
    item.click();
  }, id);

test('menu commands reach the page', async ({ desktop, window }) => {
  await expect(window.getByText('Try the sample')).toBeVisible();
  await click(desktop, 'palette');
  await expect(window.getByPlaceholder(/Go to a page/)).toBeVisible();
  await window.keyboard.press('Escape');
  await click(desktop, 'settings');
  await expect(window.getByRole('main', { name: 'Settings' })).toBeVisible();
  await click(desktop, 'new-workspace');
  await expect(window.getByRole('main', { name: 'Home', includeHidden: true })).toBeVisible();
  await expect(window.getByRole('dialog', { name: 'Create a workspace' })).toBeVisible();
});

test('the menu lists recent workspaces and opens them', async ({ launch, folder }) => {
  const paths = ['Films', 'Music'].map((name) => join(folder, name));
  for (const path of paths) {
    await ranklab([
      'pipeline',
      '--workspace',
      path,
      '--quiet',
      '--users',
      '60',
      '--videos',
      '80',
      '--interactions',
      '900',
      '--factors',
      '4',
    ]);
  }
  const desktop = await launch({ args: [paths[0]] });
  const window = await desktop.firstWindow();
  await expect(window.getByRole('heading', { level: 1, name: 'Films' })).toBeVisible();
  await desktop.evaluate(({ BrowserWindow }, path) => BrowserWindow.getAllWindows()[0].webContents.send('open-path', path), paths[1]);
  await expect(window.getByRole('heading', { level: 1, name: 'Music' })).toBeVisible();
  const recent = (): Promise<string[]> =>
    desktop.evaluate(({ Menu }) => {
      const { submenu } = Menu.getApplicationMenu()!.getMenuItemById('recent')!;
      return submenu!.items.map((item) => item.label);
    });
  await expect.poll(recent).toEqual(expect.arrayContaining(['Films', 'Music']));
  await click(desktop, `recent-${(await recent()).indexOf('Films')}`);
  await expect(window.getByRole('heading', { level: 1, name: 'Films' })).toBeVisible();
});

test('the about box names versions and the index backend', async ({ desktop, window }) => {
  await expect(window.getByText('Try the sample')).toBeVisible();
  await desktop.evaluate(({ dialog }) => {
    dialog.showMessageBox = (options: unknown) => {
      Object.assign(globalThis, { shown: options });
      return Promise.resolve({ response: 0, checkboxChecked: false });
    };
  });
  await click(desktop, 'about');
  const shown = (): Promise<{ message?: string; detail?: string }> =>
    desktop.evaluate(() => (globalThis as unknown as { shown?: object }).shown ?? {});
  await expect.poll(async () => (await shown()).message).toMatch(/^RankLab \d+\.\d+\.\d+$/);
  expect((await shown()).detail).toMatch(/Index: \S+ \(.+\)[\s\S]*Node \d+\./);
});
