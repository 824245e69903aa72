import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aboutText } from './about';
import { mayOpenExternally } from './external-links';
import { menuTemplate } from './menu';
import { pathsToOpen } from './open-requests';
import { SettingsFile } from './settings';
import { windowTitle } from './windows';

vi.mock('electron', () => ({ app: {}, dialog: {}, Menu: {}, shell: {}, protocol: {} }));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ranklab-shell-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('settings', () => {
  const window = { x: 1, y: 2, width: 1000, height: 700, maximized: true };

  test('survive a restart, readable by their owner only', () => {
    const path = join(folder, 'deep/shell.json');
    new SettingsFile(path).update({ window, dialogFolders: { export: '/exports' } });
    expect(new SettingsFile(path).value).toEqual({ window, dialogFolders: { export: '/exports' }, updateFeed: null });
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0);
  });

  test.each(['', 'null', '[]', '"x"', '{"window":', '{"window":{"x":"1"}}', '{"updateFeed":"http://plain.example/"}'])(
    'fall back to their defaults when the file holds %s',
    (text) => {
      const path = join(folder, 'shell.json');
      writeFileSync(path, text);
      expect(new SettingsFile(path).value).toEqual({ window: null, dialogFolders: {}, updateFeed: null });
    },
  );

  test('lose only the damaged value', () => {
    const path = join(folder, 'shell.json');
    writeFileSync(path, JSON.stringify({ window: 'here', dialogFolders: { import: '/data' } }));
    expect(new SettingsFile(path).value).toEqual({ window: null, dialogFolders: { import: '/data' }, updateFeed: null });
    expect(readFileSync(path, 'utf8')).toContain('here');
  });
});

test('opens only exactly listed addresses in the browser', () => {
  for (const address of ['https://doi.org/10.1145/582415.582418', 'https://faiss.ai/', 'https://github.com/facebookresearch/faiss/wiki']) {
    expect(mayOpenExternally(address), address).toBe(true);
  }
  for (const address of [
    'http://faiss.ai/',
    'https://faiss.ai/?stolen=1',
    'https://faiss.ai/#stolen',
    'https://FAISS.ai/',
    'https://doi.org/10.1145/1',
    'https://doi.org.evil.example/',
    'https://evil.example/?https://doi.org/',
    'https://doi.org:8443/',
    'https://me@doi.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://doi.org/share',
    'ms-settings:',
    'doi.org',
    '',
  ]) {
    expect(mayOpenExternally(address), address).toBe(false);
  }
});

test('opens only workspaces and result files among the paths given by the system', () => {
  mkdirSync(join(folder, 'workspace'));
  writeFileSync(join(folder, 'workspace/workspace.json'), '{}');
  mkdirSync(join(folder, 'other'));
  writeFileSync(join(folder, 'result.ranklab'), '');
  writeFileSync(join(folder, 'notes.txt'), '');
  const args = [
    '--user-data-dir=/x',
    'workspace',
    'other',
    'result.ranklab',
    'notes.txt',
    'missing.ranklab',
    '',
    join(folder, 'workspace'),
  ];
  const workspace = join(folder, 'workspace');
  expect(pathsToOpen(args, folder)).toEqual([workspace, join(folder, 'result.ranklab'), workspace]);
});

describe('the menu', () => {
  const actions = { command: vi.fn(), openPath: vi.fn(), newWindow: vi.fn(), about: vi.fn(), openLog: vi.fn() };
  type Item = Electron.MenuItemConstructorOptions;
  const flatten = (items: Item[]): Item[] => items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])]);
  const items = flatten(menuTemplate(actions, [{ name: 'Films', path: '/w/films' }], false));
  const click = (id: string): void => (items.find((item) => item.id === id)!.click as () => void)();

  test('sends every command to the page', () => {
    const commands = ['undo', 'redo', 'palette', 'new-workspace', 'open-workspace', 'export', 'settings'];
    commands.forEach(click);
    expect(actions.command.mock.calls.map(([command]) => command as string)).toEqual(commands);
  });

  test('uses each accelerator once', () => {
    const accelerators = items.map((item) => item.accelerator).filter((accelerator) => accelerator !== undefined);
    expect(new Set(accelerators).size).toBe(accelerators.length);
  });

  test('leaves undo, redo and palette keys to the page, so that a text field keeps its own undo', () => {
    for (const id of ['undo', 'redo', 'palette']) expect(items.find((item) => item.id === id)!.registerAccelerator).toBe(false);
  });

  test('opens recent workspaces, and shows developer tools only in development', () => {
    click('recent-0');
    expect(actions.openPath).toHaveBeenCalledWith('/w/films');
    const hasTools = (developing: boolean): boolean =>
      flatten(menuTemplate(actions, [], developing)).some((item) => item.role === 'toggleDevTools');
    expect([hasTools(false), hasTools(true)]).toEqual([false, true]);
  });
});

test('the window title shows the workspace and unsaved changes', () => {
  expect(windowTitle({ workspace: null, unsaved: false })).toBe('RankLab');
  expect(windowTitle({ workspace: 'Films', unsaved: false })).toBe('Films — RankLab');
  expect(windowTitle({ workspace: 'Films', unsaved: true })).toBe('• Films — RankLab');
});

test('the about box names versions and the index in use, also if the service does not answer', () => {
  const versions = { ...process.versions, electron: '45.4.1', chrome: '150.0' };
  const backends = [
    { id: 'faiss', available: true, inUse: true, detail: 'FAISS 1.7.3', remedy: null },
    { id: 'exact', available: true, inUse: false, detail: 'TypeScript', remedy: null },
  ];
  const report = { version: '1', node: '', platform: '', cpuCount: 2, memoryBytes: 1, checks: [], indexBackends: backends };
  expect(aboutText(report, versions)).toContain('Index: faiss (FAISS 1.7.3)\nexact: available\nElectron 45.4.1, Chromium 150.0');
  expect(aboutText(null, versions)).toContain('the service does not answer');
});
