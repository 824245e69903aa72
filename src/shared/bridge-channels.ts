/** Channel names between preload and main, for no other use. Each is one method of the bridge. */
export const bridgeChannels = {
  // page → main, answered
  chooseFolder: 'choose-folder',
  chooseFiles: 'choose-files',
  saveFiles: 'save-files',
  showInFolder: 'show-in-folder',
  workspacesFolder: 'workspaces-folder',
  openExternal: 'open-external',
  secretWhere: 'secret-where',
  secretSet: 'secret-set',
  secretRemove: 'secret-remove',
  // page → main, not answered
  requestPort: 'request-port',
  setWindowState: 'set-window-state',
  // main → page
  port: 'port',
  serviceGone: 'service-gone',
  menuCommand: 'menu-command',
  openPath: 'open-path',
} as const;
