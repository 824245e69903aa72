/**
 * The desktop shell. It owns windows, dialogs, the menu, keys and the service's process; the work itself is done by
 * the service, and the pages talk to it directly.
 */
import { bridgeChannels } from '#shared/bridge-channels';
import { app } from 'electron';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { showAbout } from './about';
import { setupAppProtocol, setupAppScheme } from './app-protocol';
import { setupDialogs } from './dialogs';
import { openExternally } from './external-links';
import { setupSession, setupWebContents } from './harden';
import { setupIpc } from './ipc';
import { setupMenu, type RecentWorkspace } from './menu';
import { pathsToOpen, setupOpenRequests } from './open-requests';
import { setupQuit } from './quit';
import { Secrets, setupSecrets } from './secrets';
import { setupService } from './service';
import { ServiceLog } from './service-log';
import { SettingsFile } from './settings';
import { ShowablePlaces } from './showable-places';
import { notifyOfJob, showProgress, warnOfCrashes } from './signs';
import { setupUpdates } from './updates';
import { Windows } from './windows';

const built = resolve(import.meta.dirname, '..');
const ours = (name: string): string => join(app.getPath('userData'), name);
const pendingPaths: string[] = [];
let windows: Windows | undefined;

// Every page runs in the system's sandbox, whatever the settings of its window say.
app.enableSandbox();
// Before the application is ready, in this order: Electron reads schemes once, and a second instance must not come further.
setupAppScheme();
const isFirst = setupOpenRequests(
  (path) => (windows ? windows.openPath(path) : pendingPaths.push(path)),
  () => windows?.focus(),
);
// The session's restrictions are in place before the first page.
if (isFirst) void app.whenReady().then(setupSession).then(boot);
else app.quit();

function boot(): void {
  const settings = new SettingsFile(ours('shell.json'));
  const log = new ServiceLog(join(app.getPath('logs'), 'service.log'));

  setupWebContents();
  setupAppProtocol(join(built, 'renderer'));

  const shownWindows = new Windows(settings, {
    preload: join(built, 'preload/preload.cjs'),
    icon: resolve(built, '../resources/icon.png'),
  });
  const places = new ShowablePlaces();
  const ipc = setupIpc((contents) => shownWindows.owns(contents));
  const secrets = new Secrets(ours('secrets.json'), () => service.sendSecrets());
  const service = setupService({
    modulePath: join(built, 'node/service.js'),
    ipc,
    windows: shownWindows,
    log,
    secrets: () => secrets.values(),
    observer: {
      progress: (fraction) => showProgress(shownWindows, fraction),
      longJobEnded: (job) => notifyOfJob(shownWindows, job),
      workspaceChanged: (workspace) => {
        places.workspace = workspace?.path ?? null;
        if (workspace) app.addRecentDocument(workspace.path);
        void refreshMenu();
      },
    },
    keepsCrashing: () => warnOfCrashes(log),
  });

  const rebuildMenu = (recent: readonly RecentWorkspace[]): void =>
    setupMenu(
      {
        command: (command) => shownWindows.focus().webContents.send(bridgeChannels.menuCommand, command),
        openPath: (path) => shownWindows.openPath(path),
        newWindow: () => void shownWindows.open(),
        about: () => void showAbout(service.client.call(({ system }) => system.doctor())),
        openLog: () => log.show(),
      },
      recent,
      !app.isPackaged,
    );
  const refreshMenu = async (): Promise<void> =>
    rebuildMenu(await service.client.call(({ system }) => system.recentWorkspaces()).catch(() => []));

  setupDialogs(ipc, shownWindows, settings, places);
  setupSecrets(ipc, secrets);
  ipc.answer(bridgeChannels.openExternal, z.tuple([z.string()]), (_sender, url) => openExternally(url));
  ipc.onMessage(
    bridgeChannels.setWindowState,
    z.tuple([z.object({ workspace: z.string().max(200).nullable(), unsaved: z.boolean() })]),
    (sender, state) => shownWindows.setState(sender, state),
  );
  rebuildMenu([]);
  setupQuit(shownWindows, service);

  // The window comes last, when everything its page requests is available.
  shownWindows.open();
  windows = shownWindows;
  for (const path of [...pendingPaths, ...pathsToOpen(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd())]) windows.openPath(path);
  app.on('activate', () => shownWindows.focus());
  void setupUpdates(settings.value.updateFeed);
}
