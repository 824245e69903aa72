import { app, dialog } from 'electron';
import type { AppUpdater } from 'electron-updater';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** Whether this build is signed, so that the updater can verify that an update is ours. */
type SignatureCheck = () => Promise<boolean>;

/**
 * Automatic updates are off by default: no server is contacted unless the settings name an https feed and the application is
 * installed and signed. docs/release.md says how a release turns them on.
 */
export async function setupUpdates(feed: string | null, isSigned: SignatureCheck = isSignedBuild): Promise<void> {
  if (feed === null || !app.isPackaged || !isHttps(feed) || !(await isSigned())) return;
  const { default: updater } = await import('electron-updater');
  updater.autoUpdater.autoDownload = false;
  updater.autoUpdater.allowDowngrade = false;
  updater.autoUpdater.setFeedURL({ provider: 'generic', url: feed });
  updater.autoUpdater.once('update-available', ({ version }) => void offerDownload(updater.autoUpdater, version));
  // The updater logs a failed check; the next start checks again.
  await updater.autoUpdater.checkForUpdates().catch(() => null);
}

/** Asks whether to download the update, which the updater installs when the application quits. */
async function offerDownload(updater: AppUpdater, version: string): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: `RankLab ${version} is available`,
    detail: 'It will be installed when you quit RankLab.',
    buttons: ['Download', 'Not now'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response !== 0) return;
  try {
    await updater.downloadUpdate();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    await dialog.showMessageBox({ type: 'error', message: `RankLab ${version} could not be downloaded`, detail });
  }
}

/** Checked again although the settings validate it, because other programs can write their file. */
function isHttps(feed: string): boolean {
  if (!URL.canParse(feed)) return false;
  const { protocol, username, password } = new URL(feed);
  return protocol === 'https:' && username === '' && password === '';
}

/**
 * Windows: the updater compares an update's Authenticode signature with the publisher that the build names. macOS: Squirrel compares
 * it with the running program's signature, which must therefore be valid. On Linux the updater checks no signature.
 */
export async function isSignedBuild(): Promise<boolean> {
  try {
    if (process.platform === 'win32') return /^publisherName:/m.test(await readFile(join(process.resourcesPath, 'app-update.yml'), 'utf8'));
    if (process.platform !== 'darwin') return false;
    const bundle = resolve(process.resourcesPath, '../..');
    await promisify(execFile)('/usr/bin/codesign', ['--verify', '--strict', '-R=anchor apple generic', bundle]);
    return true;
  } catch {
    return false;
  }
}
