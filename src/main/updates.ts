import { app } from 'electron';

/**
 * Automatic updates are prepared and off: nothing is asked of any server unless the settings name a feed and the
 * application is an installed one. docs/release.md says how a release turns them on.
 */
export async function setupUpdates(feed: string | null): Promise<void> {
  if (feed === null || !app.isPackaged) return;
  const { default: updater } = await import('electron-updater');
  updater.autoUpdater.autoDownload = false;
  updater.autoUpdater.setFeedURL({ provider: 'generic', url: feed });
  await updater.autoUpdater.checkForUpdatesAndNotify();
}
