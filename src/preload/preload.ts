import { bridgeChannels as channels } from '#shared/bridge-channels';
import { PORT_MESSAGE, SERVICE_GONE_MESSAGE, type MenuCommand, type RankLabBridge } from '#shared/bridge';
import { contextBridge, ipcRenderer, webUtils } from 'electron';

/**
 * Delivers messages of main on a channel. With `keep`, earlier messages wait for the first listener; otherwise they are dropped (a menu's undo must
 * not run minutes later).
 */
function mailbox<Value>(channel: string, keep: boolean): (listener: (value: Value) => void) => () => void {
  const listeners = new Set<(value: Value) => void>();
  const waiting: Value[] = [];
  ipcRenderer.on(channel, (_event, value: Value) => {
    if (keep && listeners.size === 0) waiting.push(value);
    for (const listener of listeners) listener(value);
  });
  return (listener) => {
    listeners.add(listener);
    for (const value of waiting.splice(0)) listener(value);
    return () => void listeners.delete(listener);
  };
}

const bridge: RankLabBridge = {
  platform: process.platform,
  requestPort: () => ipcRenderer.send(channels.requestPort),
  chooseFolder: (options) => ipcRenderer.invoke(channels.chooseFolder, options) as Promise<string | null>,
  chooseFiles: (options) => ipcRenderer.invoke(channels.chooseFiles, options) as Promise<readonly string[]>,
  saveFiles: (files) => ipcRenderer.invoke(channels.saveFiles, files) as Promise<string | null>,
  pathForFile: (file) => webUtils.getPathForFile(file),
  showInFolder: (path) => ipcRenderer.invoke(channels.showInFolder, path) as Promise<void>,
  workspacesFolder: () => ipcRenderer.invoke(channels.workspacesFolder) as Promise<string>,
  onMenuCommand: mailbox<MenuCommand>(channels.menuCommand, false),
  onOpenPath: mailbox<string>(channels.openPath, true),
  setWindowState: (state) => ipcRenderer.send(channels.setWindowState, state),
  openExternal: async (url) => navigator.userActivation.isActive && ((await ipcRenderer.invoke(channels.openExternal, url)) as boolean),
  secrets: {
    where: (name) => ipcRenderer.invoke(channels.secretWhere, name) as ReturnType<RankLabBridge['secrets']['where']>,
    set: (name, value) => ipcRenderer.invoke(channels.secretSet, name, value) as ReturnType<RankLabBridge['secrets']['set']>,
    remove: (name) => ipcRenderer.invoke(channels.secretRemove, name) as Promise<void>,
  },
};

// The bridge copies and freezes what it exposes: the page cannot change it, for itself or for anyone.
contextBridge.exposeInMainWorld('ranklab', bridge);

ipcRenderer.on(channels.port, (event) => window.postMessage(PORT_MESSAGE, location.origin, [...event.ports]));
ipcRenderer.on(channels.serviceGone, () => window.postMessage(SERVICE_GONE_MESSAGE, location.origin));

// A file dropped beside a drop zone would replace the page by the file. Drop zones handle the event before it comes here.
for (const kind of ['dragover', 'drop']) window.addEventListener(kind, (event) => event.preventDefault());
