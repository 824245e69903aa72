import { app } from 'electron';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

/** Whether this build is signed so that the updater can tell an update of ours from a stranger's. */
type SignatureCheck = () => Promise<boolean>;

/**
 * Automatic updates are prepared and off: nothing is asked of any server unless the settings name a feed by https and the
 * application is an installed, signed one. docs/release.md says how a release turns them on.
 */
export async function setupUpdates(feed: string | null, isSigned: SignatureCheck = isSignedBuild): Promise<void> {
  if (feed === null || !app.isPackaged || !isHttps(feed) || !(await isSigned())) return;
  const { default: updater } = await import('electron-updater');
  updater.autoUpdater.autoDownload = false;
  updater.autoUpdater.allowDowngrade = false;
  updater.autoUpdater.setFeedURL({ provider: 'generic', url: feed });
  await updater.autoUpdater.checkForUpdatesAndNotify();
}

/** The settings are checked when they are read; they are a file that anything may have written since. */
function isHttps(feed: string): boolean {
  if (!URL.canParse(feed)) return false;
  const { protocol, username, password } = new URL(feed);
  return protocol === 'https:' && username === '' && password === '';
}

/**
 * Windows: the updater compares an update's Authenticode signature with the publisher that the build names. macOS: Squirrel does so
 * with the running program's signature, which must therefore hold. Elsewhere nothing is signed that the updater would look at.
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
