/** The preload exposes exactly these methods to the page, frozen. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RankLabBridge } from '../../src/shared/bridge';
import { expect, test } from '../electron/desktop';

interface BridgeWindow {
  readonly ranklab: RankLabBridge;
}

test('the bridge exposes exactly these members', async ({ window }) => {
  const surface = await window.evaluate(() => {
    const shape = (value: object): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, typeof entry === 'object' ? shape(entry as object) : typeof entry]),
      );
    return shape((window as unknown as BridgeWindow).ranklab);
  });
  expect(surface).toEqual({
    platform: 'string',
    requestPort: 'function',
    chooseFolder: 'function',
    chooseFiles: 'function',
    saveFiles: 'function',
    pathForFile: 'function',
    showInFolder: 'function',
    workspacesFolder: 'function',
    onMenuCommand: 'function',
    onOpenPath: 'function',
    setWindowState: 'function',
    openExternal: 'function',
    secrets: { where: 'function', set: 'function', remove: 'function' },
  });
});

test('the page cannot change the bridge', async ({ window }) => {
  const after = await window.evaluate(() => {
    const page = window as unknown as { ranklab: Record<string, unknown> & { secrets: Record<string, unknown> } };
    const attempts = [
      () => (page.ranklab['platform'] = 'spoiled'),
      () => (page.ranklab['extra'] = 1),
      () => (page.ranklab.secrets['get'] = 1),
      () => delete page.ranklab['saveFiles'],
      () => (page.ranklab = {} as never),
    ];
    for (const attempt of attempts) {
      try {
        attempt();
      } catch {
        // Throws in strict code and is ignored otherwise; both are accepted.
      }
    }
    return { keys: Object.keys(page.ranklab).length, get: 'get' in page.ranklab.secrets, platform: page.ranklab['platform'] };
  });
  expect(after).toEqual({ keys: 13, get: false, platform: process.platform });
});

test('an export is written into the chosen folder, which is remembered', async ({ desktop, window, folder }) => {
  const target = join(folder, 'exports');
  await mkdir(target);
  await desktop.evaluate(({ dialog }, path) => {
    const asked: (string | undefined)[] = [];
    Object.assign(globalThis, { asked });
    dialog.showOpenDialog = (async (_window: unknown, options: { defaultPath?: string }) => {
      asked.push(options.defaultPath);
      return { canceled: false, filePaths: [path] };
    }) as typeof dialog.showOpenDialog;
  }, target);
  const save = (): Promise<string | null> =>
    window.evaluate(() =>
      (window as unknown as BridgeWindow).ranklab.saveFiles([
        { name: 'summary.csv', content: 'id,value\n007,1\n' },
        { name: 'chart.png', content: Uint8Array.of(137, 80) },
      ]),
    );
  expect(await save()).toBe(target);
  expect((await readdir(target)).sort()).toEqual(['chart.png', 'summary.csv']);
  expect(await readFile(join(target, 'summary.csv'), 'utf8')).toBe('id,value\n007,1\n');
  expect([...(await readFile(join(target, 'chart.png')))]).toEqual([137, 80]);
  // The second time the files exist, and the default answer of the dialog keeps them.
  await desktop.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
  });
  await writeFile(join(target, 'summary.csv'), 'mine');
  expect(await save()).toBeNull();
  expect(await readFile(join(target, 'summary.csv'), 'utf8')).toBe('mine');
  expect(await desktop.evaluate(() => (globalThis as unknown as { asked: string[] }).asked[1])).toBe(target);
});

test('file names that are paths, hidden or reserved are rejected', async ({ desktop, window, folder }) => {
  await desktop.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, folder);
  const refused = await window.evaluate(async () => {
    const names = ['../up.csv', '/etc/x', 'a/b.csv', 'a\\b.csv', '.hidden', 'CON', 'nul.csv', 'x\0.csv', 'end.', '', 'C:x'];
    const { saveFiles } = (window as unknown as BridgeWindow).ranklab;
    const attempts = names.map((name) =>
      saveFiles([
        { name, content: 'x' },
        { name: 'other.csv', content: 'x' },
      ]),
    );
    return (await Promise.allSettled(attempts)).map((result) => result.status);
  });
  expect(new Set(refused)).toEqual(new Set(['rejected']));
});

test('a cancelled dialog returns null or an empty list', async ({ window }) => {
  const answers = await window.evaluate(async () => {
    const { chooseFolder, chooseFiles, saveFiles } = (window as unknown as BridgeWindow).ranklab;
    return [await chooseFolder({ title: 'a' }), await chooseFiles({ title: 'b' }), await saveFiles([{ name: 'a.csv', content: '' }])];
  });
  expect(answers).toEqual([null, [], null]);
});

test('each new workspace gets its own folder', async ({ window }) => {
  const path = await window.evaluate(() => (window as unknown as BridgeWindow).ranklab.workspacesFolder());
  expect(path).toMatch(/RankLab$/);
  expect(await readdir(path)).toEqual([]);
});
