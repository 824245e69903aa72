import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '#shared/schemas/job';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ServiceLog } from './service-log';
import { notifyOfJob, showProgress, warnOfCrashes } from './signs';
import { isSignedBuild, setupUpdates } from './updates';
import type { Windows } from './windows';

const electron = vi.hoisted(() => {
  const shown: { title: string; body: string; click?: () => void }[] = [];
  class Notification {
    static supported = true;
    static isSupported = (): boolean => Notification.supported;
    click: (() => void) | undefined;
    constructor(readonly options: { title: string; body: string }) {}
    on(_event: 'click', listener: () => void): void {
      this.click = listener;
    }
    show(): void {
      shown.push({ ...this.options, click: () => this.click?.() });
    }
  }
  return { shown, Notification, dialog: { showMessageBox: vi.fn() }, app: { isPackaged: false } };
});
vi.mock('electron', () => electron);
const updater = vi.hoisted(() => ({
  setFeedURL: vi.fn(),
  checkForUpdates: vi.fn(() => Promise.resolve(null)),
  once: vi.fn<(event: string, listener: (info: { version: string }) => void) => void>(),
  downloadUpdate: vi.fn(() => Promise.resolve([])),
  autoDownload: true,
}));
vi.mock('electron-updater', () => ({ default: { autoUpdater: updater } }));

const focused = { value: false };
const window = { isFocused: () => focused.value, setProgressBar: vi.fn() };
const windows = { all: () => [window, window], focus: vi.fn() } as unknown as Windows & { focus: ReturnType<typeof vi.fn> };
const job = (status: Job['status'], error: Job['error'] = null): Job => ({ label: 'Import', status, detail: '10 rows', error }) as Job;

beforeEach(() => {
  electron.shown.length = 0;
  electron.Notification.supported = true;
  focused.value = false;
});

test('progress is shown on every window, and removed', () => {
  showProgress(windows, 0.25);
  showProgress(windows, null);
  expect(window.setProgressBar.mock.calls).toEqual([[0.25], [0.25], [-1], [-1]]);
});

describe('a finished long job', () => {
  test('shows a notification with its error; clicking it focuses the window', () => {
    notifyOfJob(windows, job('succeeded'));
    notifyOfJob(windows, job('failed', { code: 'DISK_FULL', message: 'The disk is full' }));
    expect(electron.shown.map(({ title, body }) => [title, body])).toEqual([
      ['Import: done', '10 rows'],
      ['Import: failed', 'The disk is full'],
    ]);
    electron.shown[0].click!();
    expect(windows.focus).toHaveBeenCalledOnce();
  });

  test('shows no notification while the window has focus or without notification support', () => {
    focused.value = true;
    notifyOfJob(windows, job('succeeded'));
    focused.value = false;
    electron.Notification.supported = false;
    notifyOfJob(windows, job('succeeded'));
    expect(electron.shown).toEqual([]);
  });
});

test('a service that keeps crashing shows a warning with its last log lines and a button for the log', async () => {
  const log = { lastLines: () => 'out of memory', show: vi.fn() } as unknown as ServiceLog & { show: ReturnType<typeof vi.fn> };
  electron.dialog.showMessageBox.mockResolvedValueOnce({ response: 1 });
  warnOfCrashes(log);
  await vi.waitFor(() => expect(log.show).toHaveBeenCalledOnce());
  expect(electron.dialog.showMessageBox.mock.calls[0]?.[0]).toMatchObject({ detail: expect.stringContaining('out of memory') });
});

describe('updates', () => {
  const signed = async (): Promise<boolean> => true;
  beforeEach(() => updater.checkForUpdates.mockClear());

  test('are checked only if enabled, and never when run from source', async () => {
    electron.app.isPackaged = true;
    await setupUpdates(null, signed);
    electron.app.isPackaged = false;
    await setupUpdates('https://updates.example/', signed);
    expect(updater.checkForUpdates).not.toHaveBeenCalled();
  });

  test('come from the configured feed and are not downloaded automatically', async () => {
    electron.app.isPackaged = true;
    await setupUpdates('https://updates.example/', signed);
    expect(updater.setFeedURL).toHaveBeenCalledWith({ provider: 'generic', url: 'https://updates.example/' });
    expect(updater.autoDownload).toBe(false);
    expect(updater.checkForUpdates).toHaveBeenCalledOnce();
  });

  test('are downloaded after the user agrees', async () => {
    electron.app.isPackaged = true;
    await setupUpdates('https://updates.example/', signed);
    const available = updater.once.mock.lastCall?.[1];
    electron.dialog.showMessageBox.mockClear();
    electron.dialog.showMessageBox.mockResolvedValueOnce({ response: 1 }).mockResolvedValueOnce({ response: 0 });
    available?.({ version: '2.0.0' });
    await vi.waitFor(() => expect(electron.dialog.showMessageBox).toHaveBeenCalledOnce());
    expect(electron.dialog.showMessageBox.mock.calls[0]?.[0]).toMatchObject({ message: 'RankLab 2.0.0 is available' });
    expect(updater.downloadUpdate).not.toHaveBeenCalled();
    available?.({ version: '2.0.0' });
    await vi.waitFor(() => expect(updater.downloadUpdate).toHaveBeenCalledOnce());
  });

  test.each([
    'http://updates.example/',
    'file:///tmp/feed',
    'ftp://updates.example/',
    'https://me:secret@updates.example/',
    'updates.example',
    '',
  ])('are not requested from %s', async (feed) => {
    electron.app.isPackaged = true;
    await setupUpdates(feed, signed);
    expect(updater.checkForUpdates).not.toHaveBeenCalled();
  });

  test('are disabled for unsigned builds', async () => {
    electron.app.isPackaged = true;
    await setupUpdates('https://updates.example/', async () => false);
    await setupUpdates('https://updates.example/');
    expect(updater.checkForUpdates).not.toHaveBeenCalled();
    expect(await isSignedBuild()).toBe(false);
  });

  test('on Windows require a build that names its publisher', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ranklab-update-'));
    const own = { platform: process.platform, resourcesPath: process.resourcesPath };
    const define = (values: object): void =>
      Object.entries(values).forEach(([name, value]) =>
        Object.defineProperty(process, name, { value, configurable: true, writable: true }),
      );
    define({ platform: 'win32', resourcesPath: folder });
    try {
      writeFileSync(join(folder, 'app-update.yml'), 'provider: generic\n');
      expect(await isSignedBuild()).toBe(false);
      writeFileSync(join(folder, 'app-update.yml'), 'provider: generic\npublisherName:\n  - RankLab\n');
      expect(await isSignedBuild()).toBe(true);
    } finally {
      define(own);
    }
  });
});
